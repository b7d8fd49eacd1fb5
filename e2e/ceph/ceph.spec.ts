/**
 * The console against Ceph's radosgw: a real S3 server with SSE-KMS, written by others, without STS's GetCallerIdentity, KMS's API or
 * bucket encryption (Debian's radosgw 16.2.15). What it cannot tell must be said to be unknown; what it tells must be told as it is.
 */
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { PutObjectCommand, type CORSRule } from "@aws-sdk/client-s3";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { DIST } from "../support/addresses.ts";
import { bytesOf } from "../support/aws-clients.ts";
import { fillUpload, goTo, randomFile, seen, sendUpload, tick, transferRow, valueOf, type UploadChoices } from "../support/console.ts";
import { cephServer, createReadyBucket, isStoredInTheClear, putCors, s3 } from "./server.ts";

const server = cephServer();
const BUCKET = "keyseal-ready";
const CLOSED = "keyseal-closed";
const MIB = 1024 ** 2;
const [KEY = "", OTHER_KEY = ""] = server.keyNames;

test.beforeAll(async () => {
  await createReadyBucket(server, BUCKET);
  await createReadyBucket(server, CLOSED);
  await putCors(server, CLOSED, [{ AllowedOrigins: ["https://elsewhere.example"], AllowedMethods: ["GET"] }]);
});

test.beforeEach(async ({ page }) => {
  // The console as it is published, without the stand-in's addresses that `npm start` puts into its configuration
  await page.route("**/config.json", (route) => route.fulfill({ path: join(DIST, "console/config.json") }));
});

/** Fills in the sign-in form as somebody does who has an access key and the address of a server, and nothing else. */
async function signIn(page: Page, path = "/sign-in"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Access key ID").fill(server.user.accessKeyId);
  await page.getByLabel("Secret access key").fill(server.user.secretAccessKey);
  await page.getByRole("button", { name: "Endpoints" }).click();
  await page.getByRole("textbox", { name: "S3 endpoint" }).fill(server.endpoint);
  await tick(page.getByRole("checkbox", { name: "Path-style addresses" }));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Sign in");
}

async function addBucket(page: Page, name: string): Promise<Locator> {
  await page.getByRole("button", { name: "Add a bucket by name" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Add a bucket by name" });
  await dialog.getByRole("textbox", { name: "Bucket name" }).fill(name);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  return dialog;
}

/** Fills in the upload form under SSE-KMS with a key by the server's own name. */
async function fillUnderKey(page: Page, choices: Omit<UploadChoices, "bucket" | "keyType" | "key">, key: string): Promise<void> {
  await fillUpload(page, { ...choices, bucket: BUCKET, keyType: "AWS KMS key (SSE-KMS)" });
  await page.getByRole("textbox", { name: "KMS key name" }).fill(key);
}

async function inspect(page: Page, key: string): Promise<void> {
  await transferRow(page, key).getByRole("link", { name: key }).click();
  await expect(page.getByRole("heading", { name: "Sealed with" })).toBeVisible();
}

/** Opens the dialog of a transfer's details. */
async function detailsOf(page: Page, key: string): Promise<Locator> {
  await transferRow(page, key).getByRole("button", { name: /details/i }).click();
  return page.getByRole("dialog");
}

/** What only a server like this one brings onto a page, no other test sees. */
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`)).toEqual([]);
}

async function download(page: Page, path: string): Promise<Buffer> {
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  await (await downloading).saveAs(path);
  return bytesOf(path);
}

test("signs in to a server that does not say who signs, and asks nobody else", async ({ page }) => {
  const asked = new Set<string>();
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Endpoints" }).click();
  await page.getByRole("textbox", { name: "S3 endpoint" }).fill(server.endpoint);
  await expect(seen(page, "Leave empty if the server has no KMS API: key names are then typed.")).toBeVisible();
  await expect(seen(page, /^Leave empty if the server has no STS: it then does not say who you are/)).toBeVisible();
  await expectAccessible(page);

  await signIn(page);
  await expect(seen(page, "This server does not say who you are")).toBeVisible();
  await expect(seen(page, /have not been checked\. If they are wrong, requests to buckets will fail/)).toBeVisible();
  await page.getByRole("button", { name: /^Key \w{4}…\w{4} · us-east-1/ }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Copy account ID" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expectAccessible(page);
  expect([...asked].filter((origin) => origin !== new URL(page.url()).origin)).toEqual([server.endpoint]);
});

test("names wrong credentials among the reasons, where the server refuses them without letting the page know", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Access key ID").fill(server.user.accessKeyId);
  await page.getByLabel("Secret access key").fill("not-the-secret-of-this-user-00000000000");
  await page.getByRole("button", { name: "Endpoints" }).click();
  await page.getByRole("textbox", { name: "S3 endpoint" }).fill(server.endpoint);
  await tick(page.getByRole("checkbox", { name: "Path-style addresses" }));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const dialog = await addBucket(page, BUCKET);
  await expect(dialog.getByText(/check the credentials too: it may refuse wrong ones without letting this page know/).first()).toBeVisible();
});

test("opens a bucket by name, and what it cannot tell is not made up", async ({ page }) => {
  await signIn(page);
  await addBucket(page, BUCKET);
  const row = page.getByRole("row").filter({ hasText: BUCKET });
  await expect(row, "radosgw lists the bucket where AWS tells its default encryption").toContainText("Not offered");
  await expect(row).not.toContainText("SSE-S3");
  await page.getByRole("link", { name: BUCKET }).click();
  await expect(seen(page, "The bucket has no objects")).toBeVisible();
});

test("tells of a bucket that no CORS rule opens, and the rule it gives opens it", async ({ page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page);
  const dialog = await addBucket(page, CLOSED);
  await expect(dialog.getByText("The bucket could not be reached").first()).toBeVisible();
  await dialog.getByRole("button", { name: /Copy CORS configuration/ }).click();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { readonly CORSRules: CORSRule[] };
  await putCors(server, CLOSED, copied.CORSRules);
  await dialog.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByRole("row").filter({ hasText: CLOSED })).toContainText("us-east-1");
  await page.getByRole("link", { name: CLOSED }).click();
  await expect(seen(page, "The bucket has no objects")).toBeVisible();
});

test("uploads under SSE-KMS with a typed key name and a context, small and in parts; inspects and downloads the same bytes", async ({ page }, info) => {
  const files = { "small.txt": 2000, "large.bin": 17 * MIB };
  const written = new Map<string, Buffer>();
  for (const [name, size] of Object.entries(files)) written.set(name, await randomFile(info.outputPath(name), size));

  await signIn(page);
  await fillUnderKey(page, { files: Object.keys(files).map((name) => info.outputPath(name)), prefix: "sealed/", context: { dept: "hr" } }, KEY);
  await expect(seen(page, "This server has no KMS API; type the key's name as the server knows it.")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Choose from your AWS KMS keys" })).toHaveCount(0);
  await expect(seen(page, /Its default encryption is not known: This server does not offer GetBucketEncryption/)).toBeVisible();
  await expectAccessible(page);
  await sendUpload(page);

  for (const [name, bytes] of written) {
    const key = `sealed/${name}`;
    // radosgw 16 keeps no checksums and knows no Bucket Key, and its CORS rules cannot be read to tell absent from hidden
    await expect(transferRow(page, key)).toContainText("Stored, not fully verified", { timeout: 60_000 });
    const details = await detailsOf(page, key);
    await expect(details.getByText("Could not be verified: Bucket Key, checksum.").first()).toBeVisible();
    await expect(details.getByText(KEY, { exact: true }).first()).toBeVisible();
    await expect(details.getByText(`"dept":"hr"`).first()).toBeVisible();
    await details.getByRole("button", { name: "Close", exact: true }).click();

    await inspect(page, key);
    await expect(valueOf(page, "Encryption type")).toContainText("SSE-KMS");
    await expect(valueOf(page, "Key name")).toContainText(KEY);
    await expect(seen(page, /This server has no KMS API that would tell the key's state/)).toBeVisible();
    await expect(page.getByRole("list", { name: "Effective encryption context" })).toContainText("dept = hr");
    expect((await download(page, info.outputPath(`${name}.again`))).equals(bytes)).toBe(true);
    expect(await isStoredInTheClear(server, bytes.subarray(0, 64)), `${name} lies encrypted in the object store`).toBe(false);
    await page.getByRole("link", { name: "Transfers" }).first().click();
  }
});

test("under another key of the server the verdict is the same", async ({ page }, info) => {
  await randomFile(info.outputPath("other.txt"), 100);
  await signIn(page);
  await fillUnderKey(page, { files: info.outputPath("other.txt") }, OTHER_KEY);
  await sendUpload(page);
  await inspect(page, "other.txt");
  await expect(valueOf(page, "Key name")).toContainText(OTHER_KEY);
});

for (const [how, size] of [
  ["in one request", 100],
  ["in parts", 17 * MIB],
] as const) {
  test(`a key the server does not have is said to be that, not a matter of credentials: ${how}`, async ({ page }, info) => {
    await randomFile(info.outputPath("refused.bin"), size);
    await signIn(page);
    await fillUnderKey(page, { files: info.outputPath("refused.bin") }, "no-such-key");
    await sendUpload(page);
    await expect(transferRow(page, "refused.bin")).toContainText("The server does not know this key");
    const details = await detailsOf(page, "refused.bin");
    await expect(details.getByText(/Failed to retrieve the actual key, kms-keyid: no-such-key/).first()).toBeVisible();
    await expect(details.getByText(/yours are not the matter here/).first()).toBeVisible();
  });

  test(`an object that is there is not overwritten: ${how}`, async ({ page }, info) => {
    const name = `there-${size}.bin`;
    await s3(server).send(new PutObjectCommand({ Bucket: BUCKET, Key: name, Body: "first" }));
    await randomFile(info.outputPath(name), size);
    await signIn(page);
    await fillUnderKey(page, { files: info.outputPath(name) }, KEY);
    await sendUpload(page);
    await expect(transferRow(page, name)).toContainText("Overwrite prevented");
    await goTo(page, `/buckets/${BUCKET}/object?key=${name}`);
    await expect(valueOf(page, "Size")).toHaveText("5 bytes");
  });
}

test("SSE-S3, which this server takes and does not report, is neither confirmed nor called encrypted", async ({ page }, info) => {
  const bytes = await randomFile(info.outputPath("s3.bin"), 1000);
  await signIn(page);
  await fillUpload(page, { files: info.outputPath("s3.bin"), bucket: BUCKET, keyType: "Amazon S3 managed key (SSE-S3)" });
  await sendUpload(page);
  await expect(transferRow(page, "s3.bin")).toContainText("Stored, not fully verified");
  const details = await detailsOf(page, "s3.bin");
  await expect(details.getByText("Could not be verified: encryption, checksum.").first()).toBeVisible();
  await expect(details.getByText(/AWS encrypts every object; this server may have stored it as it came/).first()).toBeVisible();
  await details.getByRole("button", { name: "Close", exact: true }).click();

  await inspect(page, "s3.bin");
  await expect(seen(page, "How this object is encrypted is not known")).toBeVisible();
  await expect(seen(page, /AWS encrypts every object; this server may have stored it as it came/)).toBeVisible();
  await expect(valueOf(page, "Encryption type")).toHaveCount(0);
  await expectAccessible(page);
  expect(await isStoredInTheClear(server, bytes), "radosgw without a default key stores it as it came").toBe(true);
});
