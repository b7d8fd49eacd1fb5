/** Debian's AWS CLI against the stand-in: a client nobody here wrote must find nothing unusual in it. */
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { LOCAL_AWS_URL } from "./support/addresses.ts";
import { findAwsCli } from "./support/aws-cli.mjs";
import { bytesOf } from "./support/aws-clients.ts";

const cli = findAwsCli();
let folder: string;
/** Own bucket, so that nothing here depends on another test. */
const bucket = `awscli-${randomBytes(4).toString("hex")}`;

test.skip(cli === undefined, "NO AWS CLI FOUND: the stand-in is not checked with it. Install it: sudo apt-get install awscli");
test.describe.configure({ mode: "serial" });

/** Runs the CLI; resolves with its JSON answer, or its text when it is none; rejects with its error text. */
async function aws(...parameters: string[]): Promise<Record<string, unknown>> {
  const text = await run(parameters);
  return text.trim() === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function run(parameters: readonly string[]): Promise<string> {
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: "AKIALOCALADMIN000000",
    AWS_SECRET_ACCESS_KEY: "local-admin-secret-for-the-demo-only-000",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
  };
  return new Promise((resolve, reject) => {
    execFile(cli ?? "aws", ["--endpoint-url", LOCAL_AWS_URL, "--output", "json", ...parameters], { env: environment, maxBuffer: 32 * 1024 ** 2 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr));
    });
  });
}

async function financeKeyArn(): Promise<string> {
  const { KeyMetadata } = await aws("kms", "describe-key", "--key-id", "alias/finance");
  return (KeyMetadata as { Arn: string }).Arn;
}

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyseal-awscli-"));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test("makes a bucket and lists it", async () => {
  await aws("s3api", "create-bucket", "--bucket", bucket);
  const { Buckets } = await aws("s3api", "list-buckets");
  expect((Buckets as { Name: string }[]).map(({ Name }) => Name)).toContain(bucket);
  expect(await aws("s3api", "get-bucket-encryption", "--bucket", bucket), "aws-facts 1.10: an untouched bucket answers SSE-S3").toMatchObject({
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }] },
  });
});

test("lists KMS keys and aliases", async () => {
  const { Aliases } = await aws("kms", "list-aliases");
  const names = (Aliases as { AliasName: string }[]).map(({ AliasName }) => AliasName);
  for (const alias of ["alias/finance", "alias/hr", "alias/retired", "alias/old", "alias/signing", "alias/hmac"]) expect(names).toContain(alias);
});

test("puts, heads and copies under SSE-KMS with context and Bucket Key", async () => {
  const arn = await financeKeyArn();
  const file = join(folder, "small.txt");
  await writeFile(file, "hello");
  const sse = ["--server-side-encryption", "aws:kms", "--ssekms-key-id", "alias/finance", "--ssekms-encryption-context", "eyJkZXB0IjoiaHIifQ=="];
  const put = await aws("s3api", "put-object", "--bucket", bucket, "--key", "small.txt", "--body", file, ...sse, "--bucket-key-enabled");
  expect(put, "aws-facts 1.1, 1.3: the answer names the key by its ARN").toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: arn, BucketKeyEnabled: true });

  const head = await aws("s3api", "head-object", "--bucket", bucket, "--key", "small.txt");
  expect(head).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: arn, BucketKeyEnabled: true, ContentLength: 5 });
  expect(head.ETag, "aws-facts 1.4: not the MD5 under SSE-KMS").not.toBe(`"${createHash("md5").update("hello").digest("hex")}"`);

  const copy = await aws("s3api", "copy-object", "--bucket", bucket, "--key", "copy.txt", "--copy-source", `${bucket}/small.txt`);
  expect(copy, "aws-facts 1.6: a copy takes the destination's default").toMatchObject({ ServerSideEncryption: "AES256" });
  expect((copy.CopyObjectResult as { ETag: string }).ETag).toBe(`"${createHash("md5").update("hello").digest("hex")}"`);
});

test("copies 100 MiB up and down again, byte for byte", async () => {
  test.slow();
  const source = join(folder, "large.bin");
  const target = join(folder, "large.again");
  await writeFile(source, randomBytes(100 * 1024 ** 2));
  await run(["s3", "cp", source, `s3://${bucket}/large.bin`, "--sse", "aws:kms", "--sse-kms-key-id", "alias/finance", "--only-show-errors"]);
  const head = await aws("s3api", "head-object", "--bucket", bucket, "--key", "large.bin");
  expect(head).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: await financeKeyArn(), ContentLength: 100 * 1024 ** 2 });
  expect(head.ETag, "aws-facts 1.7: 8 MiB parts").toMatch(/-13"$/);
  await run(["s3", "cp", `s3://${bucket}/large.bin`, target, "--only-show-errors"]);
  expect((await bytesOf(target)).equals(await bytesOf(source))).toBe(true);
});

test("presigns a download that anybody may follow", async () => {
  const url = (await run(["s3", "presign", `s3://${bucket}/small.txt`, "--expires-in", "60"])).trim();
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, "hello"]);
});

test("tells a disabled key's refusal as S3 does (aws-facts 1.9 row 5)", async () => {
  const file = join(folder, "small.txt");
  const refusal = aws("s3api", "put-object", "--bucket", bucket, "--key", "x", "--body", file, "--server-side-encryption", "aws:kms", "--ssekms-key-id", "alias/retired");
  await expect(refusal).rejects.toThrow(/KMS\.DisabledException.*is disabled\./s);
});

test("lists, deletes and removes the bucket", async () => {
  const { Contents } = await aws("s3api", "list-objects-v2", "--bucket", bucket);
  expect((Contents as { Key: string }[]).map(({ Key }) => Key)).toEqual(["copy.txt", "large.bin", "small.txt"]);
  await run(["s3", "rm", `s3://${bucket}`, "--recursive", "--only-show-errors"]);
  await run(["s3", "rb", `s3://${bucket}`]);
  await expect(aws("s3api", "head-bucket", "--bucket", bucket)).rejects.toThrow(/404|Not Found/);
});
