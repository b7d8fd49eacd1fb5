/** The whole way of an uploader, for each key type: sign in, upload a real file, read how S3 sealed it, get the same bytes back. */
import { join } from "node:path";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { expect, test } from "@playwright/test";
import { bytesOf, kms } from "./support/aws-clients.ts";
import { fillUpload, randomFile, sendUpload, signIn, transferRow, valueOf, type UploadChoices } from "./support/console.ts";

const SIZE = 20 * 1024 ** 2;

interface Way {
  readonly name: string;
  readonly choices: Omit<UploadChoices, "files">;
  readonly encryptionType: "SSE-S3" | "SSE-KMS" | "DSSE-KMS";
  /** What KMS calls the key that must have sealed it. */
  readonly key?: string;
  readonly bucketKey?: "On" | "Off";
  readonly context?: (object: { readonly bucket: string; readonly key: string }) => Readonly<Record<string, string>>;
}

const objectArn = ({ bucket, key }: { readonly bucket: string; readonly key: string }) => `arn:aws:s3:::${bucket}/${key}`;

const ways: readonly Way[] = [
  {
    name: "the bucket's default (SSE-KMS under alias/finance, Bucket Key)",
    choices: { bucket: "keyseal-demo" },
    encryptionType: "SSE-KMS",
    key: "alias/finance",
    bucketKey: "On",
    context: ({ bucket }) => ({ "aws:s3:arn": `arn:aws:s3:::${bucket}` }),
  },
  { name: "SSE-S3", choices: { bucket: "keyseal-demo", keyType: "Amazon S3 managed key (SSE-S3)" }, encryptionType: "SSE-S3" },
  {
    name: "SSE-KMS under a chosen key, with context and Bucket Key",
    choices: { bucket: "keyseal-plain", keyType: "AWS KMS key (SSE-KMS)", key: { choose: "hr" }, context: { dept: "hr", stage: "prod" }, bucketKey: "On" },
    encryptionType: "SSE-KMS",
    key: "alias/hr",
    bucketKey: "On",
    context: ({ bucket }) => ({ "aws:s3:arn": `arn:aws:s3:::${bucket}`, dept: "hr", stage: "prod" }),
  },
  {
    name: "SSE-KMS under a chosen key, with context, without Bucket Key",
    choices: { bucket: "keyseal-demo", keyType: "AWS KMS key (SSE-KMS)", key: { choose: "hr" }, context: { dept: "hr" }, bucketKey: "Off" },
    encryptionType: "SSE-KMS",
    key: "alias/hr",
    bucketKey: "Off",
    context: (object) => ({ "aws:s3:arn": objectArn(object), dept: "hr" }),
  },
  {
    name: "SSE-KMS under the AWS managed key",
    choices: { bucket: "keyseal-plain", keyType: "AWS KMS key (SSE-KMS)", key: "aws-managed" },
    encryptionType: "SSE-KMS",
    key: "alias/aws/s3",
    bucketKey: "Off",
    context: (object) => ({ "aws:s3:arn": objectArn(object) }),
  },
  {
    name: "DSSE-KMS",
    choices: { bucket: "keyseal-plain", keyType: "AWS KMS key, two layers (DSSE-KMS)", key: { choose: "finance" }, context: { dept: "audit" } },
    encryptionType: "DSSE-KMS",
    key: "alias/finance",
    context: (object) => ({ "aws:s3:arn": objectArn(object), dept: "audit" }),
  },
];

for (const [index, way] of ways.entries()) {
  test(`sign in, upload 20 MiB, inspect, download: ${way.name}`, async ({ page }, info) => {
    const name = `whole-way-${index}.bin`;
    const file = info.outputPath(name);
    const bytes = await randomFile(file, SIZE);
    const object = { bucket: way.choices.bucket, key: `e2e/${name}` };

    await signIn(page);
    await fillUpload(page, { ...way.choices, files: file, prefix: "e2e/" });
    await sendUpload(page);
    await expect(transferRow(page, object.key)).toContainText("Sealed as asked", { timeout: 60_000 });

    await transferRow(page, object.key).getByRole("link", { name: object.key }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
    await expect(valueOf(page, "Encryption type")).toContainText(way.encryptionType);
    if (way.key !== undefined) {
      const { KeyMetadata } = await kms().send(new DescribeKeyCommand({ KeyId: way.key }));
      await expect(valueOf(page, "Key ARN")).toContainText(KeyMetadata?.Arn ?? "no such key");
      await expect(valueOf(page, "Alias")).toContainText(way.key);
    }
    if (way.bucketKey !== undefined) await expect(valueOf(page, "S3 Bucket Key")).toHaveText(way.bucketKey);
    for (const [pair, value] of Object.entries(way.context?.(object) ?? {})) {
      await expect(page.getByRole("list", { name: "Effective encryption context" })).toContainText(`${pair} = ${value}`);
    }

    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    const download = await downloading;
    const saved = join(info.outputDir, "downloaded");
    await download.saveAs(saved);
    expect(download.suggestedFilename()).toBe(name);
    expect((await bytesOf(saved)).equals(bytes)).toBe(true);
  });
}
