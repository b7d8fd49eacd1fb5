/** KMS keys that S3 cannot use: refused in the picker and at the field where the form can know, else explained in plain words once S3 has refused. */
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { kms, putCors, s3 } from "./support/aws-clients.ts";
import { type UploadChoices, fillUpload, goTo, randomFile, sendUpload, signIn, tick, transferRow } from "./support/console.ts";

const BUCKET = "keyseal-plain";
const KMS_KEY = "AWS KMS key (SSE-KMS)";
const MIB = 1024 ** 2;

async function arnOf(alias: string, region = "us-east-1"): Promise<string> {
  const { KeyMetadata } = await kms(region).send(new DescribeKeyCommand({ KeyId: alias }));
  return KeyMetadata?.Arn ?? "no such key";
}

/** Fills in an upload of one small file; the key is left to the test, or typed. */
async function fillSmallUpload(page: Page, file: string, choices: Partial<UploadChoices> = {}): Promise<void> {
  await randomFile(file, 1000);
  await fillUpload(page, { files: file, bucket: BUCKET, prefix: "refusals/", keyType: KMS_KEY, ...choices });
}

/** What a refused transfer must tell: in its row, and whole in its details. */
interface Refusal {
  readonly title: string;
  readonly why: string | RegExp;
  readonly whatToDo: string | RegExp;
  readonly code: string;
}

/** Reads a refusal as a person does: the row, then "Details", then the codes behind "Details". */
async function expectRefusal(page: Page, key: string, { title, why, whatToDo, code }: Refusal): Promise<void> {
  const row = transferRow(page, key);
  await expect(row).toContainText(title);
  await expect(row).toContainText(why);
  await row.getByRole("button", { name: `Details of ${key}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(title);
  await expect(dialog).toContainText(why);
  await expect(dialog.getByRole("listitem").filter({ hasText: whatToDo })).toBeVisible();
  await dialog.getByRole("button", { name: "Details", exact: true }).click();
  await expect(definition(dialog, "Error code")).toHaveText(code);
  await expect(definition(dialog, "Request ID")).toHaveText(/^[A-Z0-9]{16}$/);
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
}

function definition(within: Locator, label: string): Locator {
  return within.locator("dt", { hasText: new RegExp(`^${label}$`) }).locator("xpath=following-sibling::dd[1]");
}

async function expectNothingStored(key: string, bucket = BUCKET): Promise<void> {
  await expect(s3().send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).rejects.toMatchObject({ name: "NotFound" });
}

const unfitKeys: readonly (Refusal & { readonly what: string; readonly alias: string; readonly reason: string })[] = [
  {
    what: "a disabled key",
    alias: "retired",
    reason: "This key is disabled. Enable it in KMS to use it.",
    title: "The KMS key is disabled",
    why: "is disabled, so KMS neither encrypts nor decrypts with it.",
    whatToDo: "Or enable the key in KMS",
    code: "KMS.DisabledException",
  },
  {
    what: "an asymmetric key",
    alias: "signing",
    reason: "This is an asymmetric key (ECC_NIST_P256). S3 encrypts with symmetric encryption keys only.",
    title: "This KMS key cannot encrypt objects",
    why: "S3 needs a symmetric encryption key.",
    whatToDo: "Choose a symmetric encryption key",
    code: "KMS.InvalidKeyUsageException",
  },
  {
    what: "an HMAC key",
    alias: "hmac",
    reason: "This is an HMAC key. S3 encrypts with symmetric encryption keys only.",
    title: "This KMS key cannot encrypt objects",
    why: "This one is an asymmetric or an HMAC key.",
    whatToDo: "Choose a symmetric encryption key",
    code: "KMS.InvalidKeyUsageException",
  },
  {
    what: "a key pending deletion",
    alias: "old",
    reason: "This key is scheduled for deletion. Cancel the deletion, then enable it, to use it.",
    title: "The KMS key is scheduled for deletion",
    why: "Once it is gone, objects under it can never be read again.",
    whatToDo: "cancel the deletion in KMS",
    code: "KMS.KMSInvalidStateException",
  },
];

for (const { what, alias, reason, ...refusal } of unfitKeys) {
  test(`${what} cannot be picked; entered by its ARN it is warned of, and S3's refusal is explained`, async ({ page }, info) => {
    const name = `${alias}.bin`;
    const arn = await arnOf(`alias/${alias}`);
    await signIn(page);
    await fillSmallUpload(page, info.outputPath(name));

    await page.getByRole("button", { name: /^KMS key/ }).click();
    const another = page.getByRole("option").filter({ hasText: "Ledgers, budgets and contracts" });
    await expect(another).toBeVisible();
    await page.getByRole("combobox", { name: "Search KMS keys" }).fill(`alias/${alias}`);
    const option = page.getByRole("option").filter({ hasText: `Cannot be used: ${reason}` });
    await expect(option).toContainText(alias);
    await expect(option).toBeDisabled();
    // The list narrows a moment after the typing: a click before that would meet another key
    await expect(another).toHaveCount(0);
    await option.click({ force: true });
    // The first closes the reason that the click has shown
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(option).toBeHidden();
    await expect(page.getByRole("button", { name: /^KMS key/ })).toContainText("Choose a KMS key");

    await tick(page.getByRole("radio", { name: "Enter AWS KMS key ARN" }));
    await page.getByRole("textbox", { name: "KMS key ARN" }).fill(arn);
    await expect(page.getByText(`S3 cannot use this key. ${reason}`)).toBeVisible();

    await sendUpload(page);
    await expectRefusal(page, `refusals/${name}`, refusal);
    await expectNothingStored(`refusals/${name}`);
  });
}

test("a key of another Region or partition is refused at the field, and what was typed stays", async ({ page }, info) => {
  const europe = await arnOf("alias/europe", "eu-west-1");
  await signIn(page);
  await fillSmallUpload(page, info.outputPath("region.bin"), { context: { dept: "sales" } });
  await expect(page.getByText("In us-east-1. Default encryption")).toBeVisible();

  // Typed into the picker's search, as an ARN no list holds
  await page.getByRole("button", { name: /^KMS key/ }).click();
  await page.getByRole("combobox", { name: "Search KMS keys" }).fill(europe);
  await page.getByRole("option", { name: new RegExp(`^Use ${europe}`) }).click();
  const field = page.getByRole("textbox", { name: "KMS key ARN" });
  await expect(field).toHaveValue(europe);
  await expect(field).toHaveAccessibleDescription(/This key is in eu-west-1, the bucket in us-east-1\. S3 can only use a key of the bucket's own Region\./);

  await field.fill(europe.replace("arn:aws:", "arn:aws-cn:"));
  await expect(field).toHaveAccessibleDescription(/This key is in the partition aws-cn, the bucket in aws\./);

  await field.fill(europe);
  await page.getByRole("button", { name: "Upload 1 file" }).click();
  await expect(page.getByText("Not started: 1 field above needs your attention.", { exact: true })).toBeVisible();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(europe);
  await expect(page.getByRole("textbox", { name: "Value of pair 1" })).toHaveValue("sales");
  await expect(page.getByRole("table", { name: "Files to upload" })).toContainText("region.bin");
});

test("a picked key is refused at the field once the bucket turns out to be in another Region", async ({ page }, info) => {
  await signIn(page);
  await fillSmallUpload(page, info.outputPath("moved.bin"), { key: { choose: "hr" } });
  await page.getByRole("combobox", { name: /^Bucket/ }).fill("keyseal-eu");
  await page.keyboard.press("Escape");
  await expect(page.getByText("In eu-west-1. Default encryption")).toBeVisible();
  await page.getByRole("button", { name: "Upload 1 file" }).click();
  await expect(page.getByRole("button", { name: /^KMS key/ })).toHaveAccessibleDescription(/This key is in us-east-1, the bucket in eu-west-1\./);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Upload");
});

test("a key that does not exist is said to be unknown, and S3's refusal is explained", async ({ page }, info) => {
  const arn = (await arnOf("alias/finance")).replace(/[^/]+$/, "00000000-1111-2222-3333-444444444444");
  await signIn(page);
  await fillSmallUpload(page, info.outputPath("unknown.bin"), { key: { enter: arn } });
  await expect(page.getByText("Not known whether this key can be used: KMS does not find this key.")).toBeVisible();
  await sendUpload(page);
  await expectRefusal(page, "refusals/unknown.bin", {
    title: "KMS does not find this key",
    why: "is looked up in your own account and in the bucket's Region.",
    whatToDo: "For a key of another account, enter its full ARN.",
    code: "KMS.NotFoundException",
  });
  await expectNothingStored("refusals/unknown.bin");
});

test("an uploader, who may not read: a small file is sealed as asked by S3's own answer, a large one needs kms:Decrypt", async ({ page }, info) => {
  test.slow();
  const [small, large] = [info.outputPath("uploader-small.bin"), info.outputPath("uploader-large.bin")];
  await randomFile(small, 1000);
  await randomFile(large, 20 * MIB);
  const key = await arnOf("alias/finance");
  await signIn(page, "uploader", "/upload");
  await fillUpload(page, { files: [small, large], bucket: BUCKET, prefix: "refusals/", keyType: KMS_KEY, key: { enter: key }, bucketKey: "On" });
  await sendUpload(page);

  await expect(transferRow(page, "refusals/uploader-small.bin")).toContainText("Sealed as asked");
  await page.getByRole("button", { name: "Details of refusals/uploader-small.bin" }).click();
  await expect(page.getByRole("dialog")).toContainText("Verified by S3's answer to the upload: you may not read the stored object.");
  await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).click();

  await expectRefusal(page, "refusals/uploader-large.bin", {
    title: "You lack permission for kms:Decrypt",
    why: "No policy attached to your user or role allows it.",
    whatToDo: `Ask for this statement in your policy: {"Effect":"Allow","Action":"kms:Decrypt","Resource":"${key}"}`,
    code: "AccessDenied",
  });
  await expectNothingStored("refusals/uploader-large.bin");
});

test("a bucket policy that asks for SSE-KMS refuses the bucket's default, and lets the same file through under a key", async ({ page }, info) => {
  const bucket = "keyseal-locked";
  await signIn(page);
  await fillSmallUpload(page, info.outputPath("locked.bin"), { bucket, keyType: "Use the bucket's default encryption" });
  await sendUpload(page);
  await expectRefusal(page, "refusals/locked.bin", {
    title: "You lack permission for s3:PutObject",
    why: "The bucket policy denies it.",
    whatToDo: "Ask whoever looks after the bucket which requests its policy lets through.",
    code: "AccessDenied",
  });
  await expectNothingStored("refusals/locked.bin", bucket);

  await goTo(page, "/upload");
  await fillSmallUpload(page, info.outputPath("locked.bin"), { bucket, key: { choose: "hr" } });
  await sendUpload(page);
  await expect(transferRow(page, "refusals/locked.bin").first()).toContainText("Sealed as asked");
});

test("where the form cannot know the bucket's Region, S3's refusal of another Region's key is explained", async ({ page }, info) => {
  const europe = await arnOf("alias/europe", "eu-west-1");
  // A bucket the console's configuration does not know, and whose answer to HeadBucket is lost on the way
  const bucket = "e2e-refusals-nowhere";
  await s3().send(new CreateBucketCommand({ Bucket: bucket }));
  await putCors(bucket, ["ETag"]);
  await page.route(new RegExp(`/${bucket}/?$`), (route) => (route.request().method() === "HEAD" ? route.abort() : route.fallback()));
  await signIn(page, "admin", "/upload");
  await fillSmallUpload(page, info.outputPath("elsewhere.bin"), { bucket, key: { enter: europe } });
  await expect(page.getByText(new RegExp(`^${bucket} does not answer this page`)).first()).toBeVisible();
  await sendUpload(page);
  await expectRefusal(page, "refusals/elsewhere.bin", {
    title: "The KMS key is in another Region",
    why: "S3 can only use a key of the bucket's own Region.",
    whatToDo: "Choose a key of the bucket's Region.",
    code: "KMS.NotFoundException",
  });
  await expectNothingStored("refusals/elsewhere.bin", bucket);
});
