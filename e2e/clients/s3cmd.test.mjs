/** Debian's s3cmd against the stand-in. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before, describe, test } from "./support/test.mjs";
import { ADMIN, bucketName, ENDPOINT, KEYS, TLS_ENDPOINT } from "./support/demo-world.mjs";
import { assertHas, contextHeader, md5ETag } from "./support/expect.mjs";
import { createBucket, deniedByGuidePolicy, guidePolicy, headObject } from "./support/judge.mjs";
import { follow } from "./support/presigned-request.mjs";
import { CLIENTS, findClient } from "./support/programs.mjs";
import { runProgram } from "./support/run-program.mjs";
import { openWorkspace } from "./support/workspace.mjs";

const MIB = 1024 ** 2;
const workspace = await openWorkspace("s3cmd");
const program = findClient(CLIENTS.find(({ name }) => name === "s3cmd"));
const { host } = new URL(ENDPOINT);
const configuration = await workspace.file(`[default]
access_key = ${ADMIN.accessKeyId}
secret_key = ${ADMIN.secretAccessKey}
host_base = ${host}
host_bucket = ${host}
use_https = False
max_retries = 1
`);
const bucket = bucketName("s3cmd");
const s3cmd = (...parameters) => runProgram(program, ["--config", configuration, "--no-progress", ...parameters], workspace.environment);
/** The same, but over HTTPS. */
function s3cmdOverTls(...parameters) {
  const { host: tlsHost } = new URL(TLS_ENDPOINT.url);
  return s3cmd("--ssl", `--ca-certs=${TLS_ENDPOINT.certificate}`, `--host=${tlsHost}`, `--host-bucket=${tlsHost}`, ...parameters);
}
const at = (key) => `s3://${bucket}/${key}`;
const underKey = (id) => ["--server-side-encryption", `--server-side-encryption-kms-id=${id}`];

/** Uploads, downloads and compares; resolves with what S3 says of the object. */
async function roundTrip(key, content, ...flags) {
  const target = workspace.path(`${key}.again`);
  await s3cmd("put", await workspace.file(content), at(key), ...flags);
  await s3cmd("get", at(key), target);
  assert.ok(content.equals(await readFile(target)), "not the same bytes");
  return await headObject(bucket, key);
}

describe("s3cmd", () => {
  before(() => s3cmd("mb", `s3://${bucket}`));
  after(() => workspace.close());

  test("uploads and downloads under SSE-S3", async () => {
    const content = randomBytes(100_000);
    assertHas(await roundTrip("sse-s3", content, "--server-side-encryption"), { ServerSideEncryption: "AES256", ETag: md5ETag(content) });
    assert.match(await s3cmd("info", at("sse-s3")), /^ +SSE: +AES256$/m);
  });

  test("uploads and downloads under SSE-KMS with key, context and Bucket Key", async () => {
    const content = randomBytes(100_000);
    const flags = [...underKey("alias/finance"), `--add-header=x-amz-server-side-encryption-context:${contextHeader({ department: "finance" })}`];
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn };
    assertHas(await roundTrip("kms", content, ...flags), { ...kms, BucketKeyEnabled: undefined });
    assertHas(await roundTrip("kms-bucket-key", content, ...flags, "--add-header=x-amz-server-side-encryption-bucket-key-enabled:true"), { ...kms, BucketKeyEnabled: true });
    assertHas(await roundTrip("kms-id", content, ...underKey(KEYS.hr.id)), { ...kms, SSEKMSKeyId: KEYS.hr.arn });
    assert.match(await s3cmd("info", at("kms")), /^ +SSE: +aws:kms$/m);
  });

  test("uploads in parts of 8 MiB under SSE-KMS", async () => {
    const content = randomBytes(20 * MIB);
    const head = await roundTrip("parts", content, ...underKey(KEYS.hr.arn), "--multipart-chunk-size-mb=8");
    assertHas(head, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn, ContentLength: content.length });
    assert.match(head.ETag, /-3"$/);
  });

  test("aws-facts 1.6: copies within S3, under the default or another key", async () => {
    const content = randomBytes(50_000);
    await roundTrip("source", content, ...underKey(KEYS.finance.arn));
    await s3cmd("cp", at("source"), at("copy-plain"));
    assertHas(await headObject(bucket, "copy-plain"), { ServerSideEncryption: "AES256", ETag: md5ETag(content), SSEKMSKeyId: undefined });
    await s3cmd("cp", at("source"), at("copy-hr"), ...underKey(KEYS.hr.arn));
    assertHas(await headObject(bucket, "copy-hr"), { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn });
    await s3cmd("mv", at("copy-plain"), at("moved"));
    await assert.rejects(headObject(bucket, "copy-plain"), { name: "NotFound" });
  });

  test("aws-facts 1.9 row 16: signs URLs by Signature Version 2, which no SSE-KMS object is given for", async () => {
    await roundTrip("signed", Buffer.from("for nobody"), ...underKey(KEYS.finance.arn));
    const url = (await s3cmd("signurl", at("signed"), "+60")).trim();
    const message = "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.";
    assertHas(await follow(url), { status: 400, code: "InvalidArgument", message });
  });

  test("syncs a folder, lists it and deletes it", async () => {
    const source = workspace.path("tree");
    await mkdir(`${source}/sub`, { recursive: true });
    await writeFile(`${source}/sub/ä b+c&d.txt`, "text");
    await writeFile(`${source}/top.txt`, "top");
    await s3cmd("sync", `${source}/`, at("tree/"), "--server-side-encryption");
    assert.equal(await s3cmd("sync", `${source}/`, at("tree/"), "--server-side-encryption"), "", "the ETag is the MD5 under SSE-S3, so nothing is sent twice");
    const listed = await s3cmd("ls", "--recursive", at("tree/"));
    assert.deepEqual(listed.match(/s3:\/\/.*/g), [at("tree/sub/ä b+c&d.txt"), at("tree/top.txt")]);
    await s3cmd("del", "--recursive", "--force", at("tree/"));
    assert.equal(await s3cmd("ls", "--recursive", at("tree/")), "");
  });

  test("aws-facts 1.2: leaves the encryption to a bucket's default", async () => {
    const Bucket = bucketName("s3cmd-default");
    await createBucket(Bucket, KEYS.hr.id);
    await s3cmd("put", await workspace.file("default"), `s3://${Bucket}/file`);
    assertHas(await headObject(Bucket, "file"), { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn, BucketKeyEnabled: true });
  });

  test("aws-facts 5.2, 5.4, 5.5: sets the guide's bucket policy, is held to it, and deletes it", async () => {
    const Bucket = bucketName("s3cmd-policy");
    await createBucket(Bucket, KEYS.hr.id);
    const file = await workspace.file("guarded");
    await s3cmd("setpolicy", await workspace.file(guidePolicy(Bucket)), `s3://${Bucket}`);
    assert.match(await s3cmd("info", `s3://${Bucket}`), /"Sid": ?"DenyUnEncryptedObjectUploads"/);
    const denied = (error) => error.stderr.includes("403 (AccessDenied)") && error.stderr.includes(deniedByGuidePolicy(Bucket, "file"));
    await assert.rejects(s3cmd("put", file, `s3://${Bucket}/file`), denied);
    await assert.rejects(s3cmd("put", file, `s3://${Bucket}/file`, "--server-side-encryption"), denied);
    await s3cmd("put", file, `s3://${Bucket}/file`, ...underKey(KEYS.finance.arn));
    await s3cmd("delpolicy", `s3://${Bucket}`);
    await s3cmd("put", file, `s3://${Bucket}/other`);
  });

  test("aws-facts 1.9 row 17: uploads under SSE-KMS over the secure connection that it needs", async () => {
    const Bucket = bucketName("s3cmd-tls");
    const target = workspace.path("tls.again");
    await s3cmdOverTls("mb", `s3://${Bucket}`);
    await s3cmdOverTls("put", await workspace.file("over HTTPS"), `s3://${Bucket}/file`, ...underKey(KEYS.finance.arn));
    await s3cmdOverTls("get", `s3://${Bucket}/file`, target);
    assert.equal(await readFile(target, "utf8"), "over HTTPS");
  });

  test("aws-facts 1.9 rows 1, 5: is told what is wrong with a key", async () => {
    const file = await workspace.file("refused");
    await assert.rejects(s3cmd("put", file, at("refused"), ...underKey("fake-key-id")), /400 \(KMS\.NotFoundException\): Invalid keyId 'fake-key-id'/);
    await assert.rejects(s3cmd("put", file, at("refused"), ...underKey("alias/retired")), new RegExp(`KMS\\.DisabledException\\): ${KEYS.retired.arn} is disabled\\.`));
  });
});
