/** Debian's AWS CLI against the stand-in: a client nobody here wrote must find nothing unusual in it. */
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
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

test("joins parts under a Bucket Key, which Debian's awscli asks for with a capital True", async () => {
  const file = join(folder, "part.bin");
  await writeFile(file, randomBytes(5 * 1024 ** 2));
  const object = ["--bucket", bucket, "--key", "joined.bin"];
  const sse = ["--server-side-encryption", "aws:kms", "--ssekms-key-id", "alias/finance", "--bucket-key-enabled", "--ssekms-encryption-context", "eyJkZXB0IjoiaHIifQ=="];
  const created = await aws("s3api", "create-multipart-upload", ...object, ...sse);
  expect(created, "aws-facts 2.5: the context comes back as it was sent").toMatchObject({ BucketKeyEnabled: true, SSEKMSEncryptionContext: "eyJkZXB0IjoiaHIifQ==" });
  const upload = [...object, "--upload-id", String(created.UploadId)];
  const first = await aws("s3api", "upload-part", ...upload, "--part-number", "1", "--body", file);
  const copied = await aws("s3api", "upload-part-copy", ...upload, "--part-number", "2", "--copy-source", `${bucket}/small.txt`, "--copy-source-range", "bytes=1-3");
  const second = copied.CopyPartResult as { ETag: string };
  const Parts = [
    { PartNumber: 1, ETag: first.ETag },
    { PartNumber: 2, ETag: second.ETag },
  ];
  const completed = await aws("s3api", "complete-multipart-upload", ...upload, "--multipart-upload", JSON.stringify({ Parts }));
  expect(completed).toMatchObject({ ServerSideEncryption: "aws:kms", BucketKeyEnabled: true });
  const target = join(folder, "tail.txt");
  const range = await aws("s3api", "get-object", ...object, "--range", `bytes=${5 * 1024 ** 2}-`, target);
  expect(range).toMatchObject({ ContentLength: 3, BucketKeyEnabled: true });
  expect((await bytesOf(target)).toString()).toBe("ell");
});

test("syncs a folder up and down, and moves an object", async () => {
  const [source, target] = [join(folder, "tree"), join(folder, "tree.again")];
  await mkdir(join(source, "sub"), { recursive: true });
  await writeFile(join(source, "empty"), "");
  await writeFile(join(source, "sub", "ä b+c&d.txt"), "text");
  await run(["s3", "sync", source, `s3://${bucket}/tree`, "--sse", "aws:kms", "--only-show-errors"]);
  await run(["s3", "mv", `s3://${bucket}/tree/empty`, `s3://${bucket}/tree/moved`, "--only-show-errors"]);
  await run(["s3", "sync", `s3://${bucket}/tree`, target, "--only-show-errors"]);
  expect(await readdir(target)).toEqual(["moved", "sub"]);
  expect((await bytesOf(join(target, "sub", "ä b+c&d.txt"))).toString()).toBe("text");
  await run(["s3", "rm", `s3://${bucket}/tree`, "--recursive", "--only-show-errors"]);
});

test("encrypts, re-encrypts and decrypts with KMS under a context", async () => {
  const [plain, sealed] = [join(folder, "small.txt"), join(folder, "sealed.bin")];
  const encrypted = await aws("kms", "encrypt", "--key-id", "alias/finance", "--plaintext", `fileb://${plain}`, "--encryption-context", "dept=hr");
  await writeFile(sealed, Buffer.from(String(encrypted.CiphertextBlob), "base64"));
  const moved = await aws("kms", "re-encrypt", "--ciphertext-blob", `fileb://${sealed}`, "--source-encryption-context", "dept=hr", "--destination-key-id", "alias/hr");
  await writeFile(sealed, Buffer.from(String(moved.CiphertextBlob), "base64"));
  const opened = await aws("kms", "decrypt", "--ciphertext-blob", `fileb://${sealed}`);
  expect(Buffer.from(String(opened.Plaintext), "base64").toString(), "aws-facts 3.2: no destination context was given").toBe("hello");
  const refused = aws("kms", "decrypt", "--ciphertext-blob", `fileb://${sealed}`, "--encryption-context", "dept=hr");
  await expect(refused, "aws-facts 3.8").rejects.toThrow("InvalidCiphertextException");
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
  expect((Contents as { Key: string }[]).map(({ Key }) => Key)).toEqual(["copy.txt", "joined.bin", "large.bin", "small.txt"]);
  await run(["s3", "rm", `s3://${bucket}`, "--recursive", "--only-show-errors"]);
  await run(["s3", "rb", `s3://${bucket}`]);
  await expect(aws("s3api", "head-bucket", "--bucket", bucket)).rejects.toThrow(/404|Not Found/);
});
