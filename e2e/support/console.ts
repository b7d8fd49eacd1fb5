import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";

/** The demo principals of the stand-in (README). */
export type Principal = "admin" | "uploader" | "auditor";

/** Signs in as a demo principal; ends on the list of buckets, or on the page that was asked for. */
export async function signIn(page: Page, principal: Principal = "admin", path = "/buckets"): Promise<void> {
  await page.goto(path);
  await page.getByRole("button", { name: `Sign in as ${principal}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Sign in");
}

/**
 * Goes to an address of the console without loading the page anew, which would end the session: as a link in the page does. The
 * router takes note of every `history.pushState`.
 */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => window.history.pushState(null, "", to), path);
}

/** Signs out by the menu of the top navigation. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /111122223333/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
}

/** Writes a file of random bytes, which nothing can compress or guess, and answers them. */
export async function randomFile(path: string, size: number): Promise<Buffer> {
  const bytes = randomBytes(size);
  await writeFile(path, bytes);
  return bytes;
}

/**
 * Checks a radio button or a checkbox by the keyboard: Cloudscape draws over the native input, and a click at a place misses when the
 * page moves under it, as it does when an answer of S3 comes in.
 */
export async function tick(control: Locator): Promise<void> {
  if (!(await control.isChecked())) await control.press("Space");
  await expect(control).toBeChecked();
}

/** What a person chooses on the upload page. Left out: as the page opens. */
export interface UploadChoices {
  readonly files: string | readonly string[];
  readonly bucket: string;
  readonly prefix?: string;
  readonly keyType?: "Use the bucket's default encryption" | "Amazon S3 managed key (SSE-S3)" | "AWS KMS key (SSE-KMS)" | "AWS KMS key, two layers (DSSE-KMS)";
  /** `choose` picks by search text and name, `enter` types a reference. */
  readonly key?: { readonly choose: string } | { readonly enter: string } | "aws-managed";
  readonly context?: Readonly<Record<string, string>>;
  readonly bucketKey?: "On" | "Off";
}

/** Fills in the upload form and stops before it is sent. */
export async function fillUpload(page: Page, choices: UploadChoices): Promise<void> {
  // Not by address: loading the page anew ends the session, whose secrets live in memory only
  await page.getByRole("link", { name: "Upload", exact: true }).first().click();
  await page.getByLabel("Files to upload").setInputFiles(typeof choices.files === "string" ? choices.files : [...choices.files]);
  await page.getByRole("combobox", { name: /^Bucket/ }).fill(choices.bucket);
  await page.keyboard.press("Escape");
  if (choices.prefix !== undefined) await page.getByRole("textbox", { name: /^Prefix/ }).fill(choices.prefix);
  if (choices.keyType !== undefined) await tick(page.getByRole("radio", { name: choices.keyType }));
  if (choices.key !== undefined) await fillKey(page, choices.key);
  if (choices.context !== undefined) await fillContext(page, choices.context);
  if (choices.bucketKey !== undefined) {
    await tick(page.getByRole("group", { name: /^S3 Bucket Key/ }).or(page.getByRole("radiogroup", { name: /^S3 Bucket Key/ })).getByRole("radio", { name: choices.bucketKey, exact: true }));
  }
}

async function fillKey(page: Page, key: NonNullable<UploadChoices["key"]>): Promise<void> {
  if (key === "aws-managed") {
    await tick(page.getByRole("radio", { name: "AWS managed key (aws/s3)" }));
  } else if ("enter" in key) {
    await tick(page.getByRole("radio", { name: "Enter AWS KMS key ARN" }));
    await page.getByRole("textbox", { name: "KMS key ARN" }).fill(key.enter);
  } else {
    await tick(page.getByRole("radio", { name: "Choose from your AWS KMS keys" }));
    await page.getByRole("button", { name: /^KMS key/ }).click();
    // Settled first: options move while the keys' details come in
    await expect(page.getByRole("option", { name: /^\d+ keys$/ })).toBeVisible();
    await page.getByRole("option", { name: new RegExp(`^${key.choose} `) }).first().click();
  }
}

async function fillContext(page: Page, context: Readonly<Record<string, string>>): Promise<void> {
  for (const [index, [name, value]] of Object.entries(context).entries()) {
    await page.getByRole("button", { name: "Add pair" }).click();
    await page.getByRole("textbox", { name: `Key of pair ${index + 1}` }).fill(name);
    await page.getByRole("textbox", { name: `Value of pair ${index + 1}` }).fill(value);
  }
}

/** Sends the form and waits for the list of transfers. */
export async function sendUpload(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Upload( [\d,]+ files?)?$/ }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Transfers" })).toBeVisible();
}

/** The row of an object in the list of transfers. */
export function transferRow(page: Page, key: string): Locator {
  return page.getByRole("table", { name: "Transfers" }).getByRole("row").filter({ hasText: key });
}

/** A text that can be seen. Alerts and counts are in the page twice: Cloudscape tells them to screen readers by hidden copies. */
export function seen(page: Page, text: string | RegExp): Locator {
  return page.getByText(text).filter({ visible: true }).first();
}

/** The value beside a label in the inspector's lists. */
export function valueOf(page: Page, label: string): Locator {
  return page.locator("dt", { hasText: new RegExp(`^${label}$`) }).first().locator("xpath=following-sibling::dd[1]");
}
