/** Signing in by every way, what is said when it fails, and that nothing of a secret stays behind. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { LOCAL_AWS_URL } from "./support/addresses.ts";
import { s3, sessionCredentials } from "./support/aws-clients.ts";
import { goTo, seen, signIn, signOut, tick } from "./support/console.ts";
import { findSecret } from "./support/find-secret.ts";

const ADMIN = { id: "AKIALOCALADMIN000000", secret: "local-admin-secret-for-the-demo-only-000" };
const AUDITOR = { id: "AKIALOCALAUDITOR0000", secret: "local-auditor-secret-for-the-demo-only-0" };

const fields = (page: Page) => ({
  id: page.getByLabel("Access key ID"),
  secret: page.getByLabel("Secret access key"),
  token: page.getByLabel(/^Session token/),
  submit: page.getByRole("button", { name: "Sign in", exact: true }),
});
const signedInAs = (page: Page, name: string) => expect(page.getByRole("button", { name: new RegExp(`^${name} · 111122223333`) })).toBeVisible();

async function fillFields(page: Page, { id, secret, token = "" }: { readonly id: string; readonly secret: string; readonly token?: string }): Promise<void> {
  const form = fields(page);
  await form.id.fill(id);
  await form.secret.fill(secret);
  await form.token.fill(token);
}

async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("tab", { name: "Any form" }).click();
  await page.getByLabel("Credentials in any common form").focus();
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press("ControlOrMeta+V");
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Forty presses of Tab did not lead there");
}

test("a demo principal signs in by one click, and is named", async ({ page }) => {
  for (const name of ["admin", "uploader", "auditor"] as const) {
    await signIn(page, name);
    await signedInAs(page, name);
  }
});

test("the three fields sign in", async ({ page }) => {
  await page.goto("/sign-in");
  await fillFields(page, ADMIN);
  await fields(page).submit.click();
  await signedInAs(page, "admin");
});

test("credentials are understood in every common form", async ({ page }) => {
  const forms = [
    `export AWS_ACCESS_KEY_ID="${ADMIN.id}"\nexport AWS_SECRET_ACCESS_KEY="${ADMIN.secret}"`,
    `$Env:AWS_ACCESS_KEY_ID="${ADMIN.id}"\r\n$Env:AWS_SECRET_ACCESS_KEY="${ADMIN.secret}"`,
    `SET AWS_ACCESS_KEY_ID=${ADMIN.id}\r\nSET AWS_SECRET_ACCESS_KEY=${ADMIN.secret}`,
    JSON.stringify({ Credentials: { AccessKeyId: ADMIN.id, SecretAccessKey: ADMIN.secret } }),
    JSON.stringify({ Version: 1, AccessKeyId: ADMIN.id, SecretAccessKey: ADMIN.secret }),
  ];
  await page.goto("/sign-in");
  for (const text of forms) {
    await paste(page, text);
    await expect(seen(page, /^Understood: /)).toBeVisible();
    expect(await findSecret(page, ADMIN.secret).then((places) => places.filter((place) => place === "markup" || place === "fields"))).toEqual([]);
    await page.getByRole("button", { name: "Use other credentials" }).click();
  }
  await paste(page, forms[3] ?? "");
  await fields(page).submit.click();
  await signedInAs(page, "admin");
});

test("of several profiles one is chosen", async ({ page }) => {
  await page.goto("/sign-in");
  await paste(page, [ADMIN, AUDITOR].map(({ id, secret }, index) => `[${["default", "audit"][index]}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`).join("\n"));
  await expect(seen(page, "Understood: 2 sets of credentials")).toBeVisible();
  await tick(page.getByRole("radio", { name: "audit" }));
  await fields(page).submit.click();
  await signedInAs(page, "auditor");
});

test("malformed credentials are told at their fields, and nothing typed is lost", async ({ page }) => {
  await page.goto("/sign-in");
  const form = fields(page);
  await fillFields(page, { id: "ASIA", secret: "two words" });
  await form.submit.click();
  await expect(form.id).toHaveAccessibleDescription(/at least 16 letters and digits/);
  await expect(form.secret).toHaveAccessibleDescription(/not copied cleanly/);
  await expect(form.id).toHaveValue("ASIA");
  await expect(form.secret).toHaveValue("two words");
  await form.id.fill("ASIALOCALADMIN000000");
  await form.submit.click();
  await expect(form.token).toHaveAccessibleDescription(/need their session token/);
  await paste(page, "nothing of any use");
  await expect(page.getByLabel("Credentials in any common form")).toHaveAccessibleDescription(/No credentials were recognised.*Nothing of what you gave was kept/);
});

test("AWS's refusal is told at the field it is about", async ({ page }) => {
  await page.goto("/sign-in");
  const form = fields(page);
  await fillFields(page, { ...ADMIN, secret: "w".repeat(40) });
  await form.submit.click();
  await expect(form.secret).toHaveAccessibleDescription(/secret/i);
  await expect(form.secret).toHaveAttribute("aria-invalid", "true");
  await expect(form.secret).toHaveValue("w".repeat(40));
  await form.id.fill("AKIANOBODYKNOWS00000");
  await form.submit.click();
  await expect(form.id).toHaveAttribute("aria-invalid", "true");
  await expect(form.id).toHaveValue("AKIANOBODYKNOWS00000");
});

test("a wrong endpoint is told at the field, or in words when nothing answers there", async ({ page }) => {
  await page.goto("/sign-in");
  const form = fields(page);
  await fillFields(page, ADMIN);
  await page.getByRole("button", { name: /^Endpoints/ }).click();
  const sts = page.getByLabel("STS endpoint");
  await expect(sts).toHaveValue(LOCAL_AWS_URL);
  await sts.fill("sts.example");
  await form.submit.click();
  await expect(page.getByLabel("STS endpoint")).toHaveAccessibleDescription(/An endpoint is a URL/);
  // Nothing listens there
  await page.getByLabel("STS endpoint").fill("http://localhost:9");
  await form.submit.click();
  await expect(seen(page, "You are not signed in")).toBeVisible();
  await expect(form.secret).toHaveValue(ADMIN.secret);
});

test("a deep link leads through sign-in back to the same key", async ({ page }) => {
  const keys = ["e2e/#?%2F.. &+=é.txt", "e2e/ 100%/👩‍👧?a=b#c"];
  for (const key of keys) {
    await s3().send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: key, Body: "deep" }));
    await page.goto(`/buckets/keyseal-plain/object?key=${encodeURIComponent(key)}`);
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await page.getByRole("button", { name: "Sign in as admin" }).click();
    await expect(seen(page, "Response headers")).toBeVisible();
    expect(new URL(page.url()).searchParams.get("key")).toBe(key);
  }
});

test("a reload signs out, and keeps the place", async ({ page }) => {
  await signIn(page);
  await goTo(page, "/buckets/keyseal-demo/objects?prefix=reports%2F");
  await expect(page.getByRole("link", { name: "2026-q1.csv" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.getByRole("button", { name: "Sign in as admin" }).click();
  await expect(page.getByRole("link", { name: "2026-q1.csv" })).toBeVisible();
});

test("nothing of a secret stays where a script could find it: in a session, and after it", async ({ page }) => {
  const { id, secret, token } = await sessionCredentials();
  await page.goto("/sign-in");
  await fillFields(page, { id, secret, token });
  // The search finds what is there: the field that holds it, and never the page's markup
  expect(await findSecret(page, secret)).toEqual(expect.arrayContaining(["fields"]));
  expect(await findSecret(page, secret)).not.toContain("markup");
  await fields(page).submit.click();
  await signedInAs(page, "admin");
  await goTo(page, "/buckets/keyseal-demo/objects");
  await expect(page.getByRole("link", { name: "README.md" })).toBeVisible();
  // What the session does show, by way of React's own state, is found as well
  expect(await findSecret(page, id)).not.toEqual([]);
  expect(await findSecret(page, secret)).toEqual([]);
  await signOut(page);
  expect(await findSecret(page, secret)).toEqual([]);
  expect(await findSecret(page, token)).toEqual([]);
  // What was on the page is gone as well: the way back leads to sign-in
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

test("the keyboard alone signs in", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  const form = fields(page);
  await tabTo(page, form.id);
  await page.keyboard.type(ADMIN.id);
  await tabTo(page, form.secret);
  await page.keyboard.type(ADMIN.secret);
  await page.keyboard.press("Enter");
  await signedInAs(page, "admin");
  // Focus goes on from the new page's heading
  await expect(page.getByRole("heading", { level: 1, name: "Buckets" })).toBeFocused();
});
