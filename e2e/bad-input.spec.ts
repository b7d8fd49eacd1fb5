/** Bad input: a clear message at the field or the row, and nothing typed is lost. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { s3 } from "./support/aws-clients.ts";
import { fillUpload, randomFile, sendUpload, signIn, tick, transferRow } from "./support/console.ts";

const BUCKET = "keyseal-plain";

/** The form with one file, a bucket and SSE-KMS under the AWS managed key: only what the test breaks is wrong. */
async function openForm(page: Page, file: string, bucket = BUCKET): Promise<void> {
  await randomFile(file, 100);
  await signIn(page);
  await fillUpload(page, { files: file, bucket, prefix: "bad-input/", keyType: "AWS KMS key (SSE-KMS)", key: "aws-managed" });
}

async function submit(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Upload( [\d,]+ files?)?$/ }).last().click();
}

/** The form was not sent, and says how many fields are wrong. */
async function expectNotStarted(page: Page, fields: number): Promise<void> {
  await expect(page.getByText(`Not started: ${fields} field${fields === 1 ? " above needs" : "s above need"} your attention.`, { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Upload");
}

const files = (page: Page): Locator => page.getByRole("table", { name: "Files to upload" });

async function sizeOf(key: string): Promise<number | undefined> {
  return (await s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }))).ContentLength;
}

test("an encryption context that is not a flat map of texts is refused at the field, and stays as typed", async ({ page }, info) => {
  await openForm(page, info.outputPath("context.bin"));
  await page.getByRole("button", { name: "JSON" }).click();
  const json = page.getByRole("textbox", { name: "Encryption context as JSON" });
  for (const [text, message] of [
    ['{"dept":{"name":"hr"}}', /The value of "dept" is an object\. Every value must be text in quotes/],
    ['{"level":3}', /The value of "level" is a number\./],
    ['["dept","hr"]', /must be a JSON object of text values.*this is a list/],
    ['{"dept":"hr","dept":"it"}', /The key "dept" stands twice\./],
    ['{"dept":"hr"', /This is not valid JSON/],
  ] as const) {
    await json.fill(text);
    await json.blur();
    await expect(json).toHaveAccessibleDescription(message);
  }

  await submit(page);
  await expectNotStarted(page, 1);
  await expect(json).toBeFocused();
  await expect(json).toHaveValue('{"dept":"hr"');

  // The other editor could not hold it, so it stays here
  await page.getByRole("button", { name: "Key–value pairs" }).click();
  await expect(page.getByText(/^Still shown as JSON, so that nothing is lost/)).toBeVisible();
  await expect(json).toHaveValue('{"dept":"hr"');

  await json.fill('{"dept":"hr"}');
  await page.getByRole("button", { name: "Key–value pairs" }).click();
  await expect(page.getByRole("textbox", { name: "Key of pair 1" })).toHaveValue("dept");
  await expect(page.getByRole("textbox", { name: "Value of pair 1" })).toHaveValue("hr");
});

test("rows of the encryption context are judged one by one, and a context over the header budget is refused", async ({ page }, info) => {
  await openForm(page, info.outputPath("rows.bin"));
  const row = (number: number) => ({ key: page.getByRole("textbox", { name: `Key of pair ${number}` }), value: page.getByRole("textbox", { name: `Value of pair ${number}` }) });
  await page.getByRole("button", { name: "Add pair" }).click();
  await row(1).value.fill("hr");
  await expect(row(1).key).toHaveAccessibleDescription(/This value has no key\./);
  await page.getByRole("button", { name: "JSON" }).click();
  await expect(page.getByText(/^Still shown as key–value pairs, so that nothing is lost/)).toBeVisible();
  await expect(row(1).value).toHaveValue("hr");
  await row(1).key.fill("dept");

  await page.getByRole("button", { name: "Add pair" }).click();
  await row(2).key.fill("note");
  await row(2).value.fill("x".repeat(6000));
  await expect(row(2).key).toHaveAccessibleDescription(/The encryption context takes \d+ bytes as a header; S3 allows 8 KB for all headers/);
  await submit(page);
  await expectNotStarted(page, 1);
  await expect(row(2).value).toHaveValue("x".repeat(6000));
  await expect(row(1).value).toHaveValue("hr");
});

test("what looks secret in the encryption context is warned of, and not refused", async ({ page }, info) => {
  await openForm(page, info.outputPath("secret.bin"));
  await page.getByRole("button", { name: "Add pair" }).click();
  await page.getByRole("textbox", { name: "Key of pair 1" }).fill("db-password");
  await page.getByRole("textbox", { name: "Value of pair 1" }).fill("hunter2");
  await expect(page.getByText("The encryption context is not secret")).toBeVisible();
  await expect(page.getByText('"db-password" looks like a secret. Everybody who may read CloudTrail will see it in plain text.')).toBeVisible();
  await sendUpload(page);
  await expect(transferRow(page, "bad-input/secret.bin")).toContainText("Sealed as asked");
});

test("an empty file and names with #?%2F.., spaces and emoji arrive under exactly these names", async ({ page }, info) => {
  const names = ["empty.txt", "#1?a=b&c.txt", "50%2F50 100%.txt", "..hidden..txt", " two  spaces .txt", "😀 café ñ 日本.txt", "plus+and'quote(1)!~*.txt", "per%cent%zz.txt"];
  const folder = info.outputPath("names");
  await mkdir(folder, { recursive: true });
  for (const name of names) await writeFile(join(folder, name), name === "empty.txt" ? "" : name);
  await signIn(page);
  await fillUpload(page, { files: names.map((name) => join(folder, name)), bucket: BUCKET, prefix: "names #1?%2F/", context: {} });
  await expect(files(page).getByRole("row").filter({ hasText: "empty.txt" })).toContainText("0 bytes (empty)");
  await sendUpload(page);
  await expect(page.getByText(`${names.length} sealed as asked`, { exact: true }).first()).toBeVisible();
  for (const name of names) expect(await sizeOf(`names #1?%2F/${name}`)).toBe(name === "empty.txt" ? 0 : Buffer.byteLength(name));

  // And the way from there to the inspector holds for the oddest of them
  await transferRow(page, "50%2F50").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("50%2F50 100%.txt");
  await expect(page.getByText("Encryption type")).toBeVisible();
});

test("invisible characters in a file's name are shown", async ({ page }, info) => {
  const name = "invoice\u202Efdp.exe";
  const file = info.outputPath(name);
  await writeFile(file, "x");
  await signIn(page);
  await fillUpload(page, { files: file, bucket: BUCKET, prefix: "bad-input/" });
  await expect(files(page)).toContainText("invoice[U+202E]fdp.exe");
  await sendUpload(page);
  await expect(transferRow(page, "invoice")).toContainText("invoice[U+202E]fdp.exe");
  await expect(transferRow(page, "invoice")).toContainText("Sealed as asked");
});

test("a name of 1,025 bytes and a path segment .. are told at the row; the others go", async ({ page }, info) => {
  const prefix = `${"p".repeat(1004)}/`;
  const longest = `${"é".repeat(7)}${"a".repeat(1024 - 1005 - 14)}`;
  const folder = info.outputPath("long");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, longest), "longest");
  await writeFile(join(folder, `${longest}b`), "too long");
  await signIn(page);
  await fillUpload(page, { files: [join(folder, longest), join(folder, `${longest}b`)], bucket: BUCKET, prefix });
  const tooLong = files(page).getByRole("row").filter({ hasText: `${longest}b` });
  await expect(tooLong).toContainText("The name takes 1025 bytes in UTF-8; S3 allows 1024.");
  await expect(tooLong).toContainText("Not sent");
  await expect(page.getByText("1 file, 7 bytes to upload · 1 file cannot be uploaded")).toBeVisible();
  await sendUpload(page);
  await expect(page.getByRole("table", { name: "Transfers" })).toContainText("Sealed as asked");
  expect(await sizeOf(prefix + longest)).toBe(7);

  await fillUpload(page, { files: join(folder, longest), bucket: BUCKET, prefix: "a/../b/" });
  await expect(files(page)).toContainText('The name has a path segment "..".');
  await submit(page);
  await expectNotStarted(page, 2);
  await expect(page.getByRole("textbox", { name: /^Prefix/ })).toHaveAccessibleDescription(/a browser folds it away and would write another object/);
  await expect(page.getByText("None of these files can be uploaded. Each one says why.")).toBeVisible();
});

for (const { what, bucket, message } of [
  { what: "does not exist", bucket: "keyseal-no-such-bucket", message: /keyseal-no-such-bucket does not answer this page: it does not exist, or its CORS configuration does not allow http:\/\/localhost:\d+/ },
  { what: "has no CORS configuration", bucket: "keyseal-nocors", message: /keyseal-nocors does not answer this page: it does not exist, or its CORS configuration does not allow http:\/\/localhost:\d+/ },
]) {
  test(`a bucket that ${what} is told at the form, and what was typed stays`, async ({ page }, info) => {
    await randomFile(info.outputPath("lost.bin"), 100);
    await signIn(page, "admin", "/upload");
    await fillUpload(page, { files: info.outputPath("lost.bin"), bucket, prefix: `kept-${bucket}/`, keyType: "AWS KMS key (SSE-KMS)", key: "aws-managed", context: { dept: "hr" } });
    await expect(page.getByText(message).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Copy the CORS rule this console needs" })).toBeVisible();

    await page.getByRole("combobox", { name: /^Bucket/ }).fill(BUCKET);
    await page.keyboard.press("Escape");
    await expect(page.getByText("In us-east-1. Default encryption: SSE-S3.")).toBeVisible();
    await expect(page.getByRole("textbox", { name: /^Prefix/ })).toHaveValue(`kept-${bucket}/`);
    await expect(page.getByRole("textbox", { name: "Value of pair 1" })).toHaveValue("hr");
    await sendUpload(page);
    await expect(transferRow(page, `kept-${bucket}/lost.bin`)).toContainText("Sealed as asked");
  });
}

test("an upload sent to a bucket without CORS all the same says in its row why nothing came of it", async ({ page }, info) => {
  await openForm(page, info.outputPath("unheard.bin"), "keyseal-nocors");
  await sendUpload(page);
  const row = transferRow(page, "bad-input/unheard.bin");
  await expect(row).toContainText("No answer from S3 that this page may read", { timeout: 60_000 });
  await expect(row).toContainText("Most often the bucket has no CORS rule for this page");
});

test("names no bucket can have are refused at the field", async ({ page }, info) => {
  await openForm(page, info.outputPath("named.bin"), "No_Such Bucket");
  await submit(page);
  await expectNotStarted(page, 1);
  await expect(page.getByRole("combobox", { name: /^Bucket/ })).toBeFocused();
  await expect(page.getByRole("combobox", { name: /^Bucket/ })).toHaveValue("No_Such Bucket");
});

test("an object that is there is not overwritten unasked", async ({ page }, info) => {
  await s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: "bad-input/taken.bin", Body: "before" }));
  await openForm(page, info.outputPath("taken.bin"));
  await sendUpload(page);
  const row = transferRow(page, "bad-input/taken.bin");
  await expect(row).toContainText("Overwrite prevented");
  await page.getByRole("button", { name: "Details of bad-input/taken.bin" }).click();
  await expect(page.getByRole("dialog")).toContainText("An object with this name exists already");
  await expect(page.getByRole("dialog").getByRole("listitem").filter({ hasText: "turn on “Replace existing objects”" })).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).click();
  expect(await sizeOf("bad-input/taken.bin")).toBe("before".length);

  await fillUpload(page, { files: info.outputPath("taken.bin"), bucket: BUCKET, prefix: "bad-input/" });
  await tick(page.getByRole("checkbox", { name: "Replace existing objects" }));
  await sendUpload(page);
  await expect(row.first()).toContainText("Sealed as asked");
  expect(await sizeOf("bad-input/taken.bin")).toBe(100);
});

test("metadata and tags that cannot be sent are refused at their row", async ({ page }, info) => {
  await openForm(page, info.outputPath("properties.bin"));
  await page.getByRole("button", { name: /^Properties/ }).click();
  const metadata = (number: number) => ({ name: page.getByRole("textbox", { name: `Name of metadata entry ${number}` }), value: page.getByRole("textbox", { name: `Value of metadata entry ${number}` }) });
  const tag = (number: number) => ({ key: page.getByRole("textbox", { name: `Key of tag ${number}` }), value: page.getByRole("textbox", { name: `Value of tag ${number}` }) });
  await page.getByRole("button", { name: "Add metadata entry" }).click();
  await metadata(1).name.fill("owner");
  await metadata(1).value.fill("Zoë");
  await page.getByRole("button", { name: "Add tag" }).click();
  await tag(1).key.fill("aws:team");
  await page.getByRole("button", { name: "Add tag" }).click();
  await tag(2).key.fill("team");
  await tag(2).value.fill("a<b");
  await submit(page);
  await expectNotStarted(page, 3);
  await expect(metadata(1).name).toHaveAccessibleDescription(/only ASCII characters in metadata/);
  await expect(metadata(1).value).toHaveValue("Zoë");
  await expect(tag(1).key).toHaveAccessibleDescription(/begin with aws: are reserved/);
  await expect(tag(2).key).toHaveAccessibleDescription(/Tags may hold letters, digits, spaces/);

  await metadata(1).value.fill("x".repeat(2100));
  await expect(metadata(1).name).toHaveAccessibleDescription(/The metadata takes 2,105 bytes; S3 allows 2,048 bytes in all\./);
  await metadata(1).value.fill("Zoe");
  await tag(1).key.fill("stage");
  await tag(2).value.fill("a-b");
  await sendUpload(page);
  await expect(transferRow(page, "bad-input/properties.bin")).toContainText("Sealed as asked");
  const { Metadata } = await s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key: "bad-input/properties.bin" }));
  expect(Metadata).toEqual({ owner: "Zoe" });
});
