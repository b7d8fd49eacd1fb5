/** Debian's rclone against the stand-in. It knows S3 by its own words, so what became of the encryption is asked of S3 itself. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { after, before, describe, test } from "./support/test.mjs";
import { ADMIN, bucketName, ENDPOINT, KEYS, REGION, TLS_ENDPOINT } from "./support/demo-world.mjs";
import { assertHas, md5ETag } from "./support/expect.mjs";
import { createBucket, deleteBucketPolicy, deniedByGuidePolicy, guidePolicy, headObject, putBucketPolicy } from "./support/judge.mjs";
import { follow } from "./support/presigned-request.mjs";
import { CLIENTS, findClient } from "./support/programs.mjs";
import { runProgram } from "./support/run-program.mjs";
import { openWorkspace } from "./support/workspace.mjs";

const MIB = 1024 ** 2;
const workspace = await openWorkspace("rclone");
const program = findClient(CLIENTS.find(({ name }) => name === "rclone"));
const environment = {
  ...workspace.environment,
  RCLONE_CONFIG: workspace.path("rclone.conf"),
  RCLONE_CONFIG_SEAL_TYPE: "s3",
  RCLONE_CONFIG_SEAL_PROVIDER: "Other",
  RCLONE_CONFIG_SEAL_FORCE_PATH_STYLE: "true",
  RCLONE_CONFIG_SEAL_ENDPOINT: ENDPOINT,
  RCLONE_CONFIG_SEAL_REGION: REGION,
  RCLONE_CONFIG_SEAL_ACCESS_KEY_ID: ADMIN.accessKeyId,
  RCLONE_CONFIG_SEAL_SECRET_ACCESS_KEY: ADMIN.secretAccessKey,
};
const bucket = bucketName("rclone");
/** Runs rclone once: a refusal that a test waits for is not to be tried again. */
const rclone = (...parameters) => runProgram(program, ["--retries", "1", "--low-level-retries", "1", ...parameters], environment);
/** The same remote over HTTPS. */
const rcloneOverTls = (...parameters) => rclone("--ca-cert", TLS_ENDPOINT.certificate, "--s3-endpoint", TLS_ENDPOINT.url, ...parameters);
const at = (key) => `seal:${bucket}/${key}`;
const underKey = (id) => ["--s3-server-side-encryption", "aws:kms", "--s3-sse-kms-key-id", id];

/** Uploads, downloads and compares; resolves with what S3 says of the object. */
async function roundTrip(key, content, ...flags) {
  const target = workspace.path(`${key}.again`);
  await rclone("copyto", await workspace.file(content), at(key), ...flags);
  await rclone("copyto", at(key), target);
  assert.ok(content.equals(await readFile(target)), "not the same bytes");
  return await headObject(bucket, key);
}

describe("rclone", () => {
  before(async () => {
    await writeFile(environment.RCLONE_CONFIG, "");
    await rclone("mkdir", `seal:${bucket}`);
  });
  after(() => workspace.close());

  test("uploads and downloads under SSE-S3", async () => {
    const content = randomBytes(100_000);
    assertHas(await roundTrip("sse-s3", content, "--s3-server-side-encryption", "AES256"), { ServerSideEncryption: "AES256", ETag: md5ETag(content) });
    assertHas(await roundTrip("empty", Buffer.alloc(0)), { ServerSideEncryption: "AES256", ContentLength: 0 });
  });

  test("uploads and downloads under SSE-KMS with a key by ARN, bare id and alias, and with S3's own", async () => {
    const content = randomBytes(100_000);
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn };
    assertHas(await roundTrip("kms-arn", content, ...underKey(KEYS.finance.arn)), kms);
    assertHas(await roundTrip("kms-id", content, ...underKey(KEYS.finance.id)), kms);
    assertHas(await roundTrip("kms-alias", content, ...underKey("alias/finance")), kms);
    const managed = await roundTrip("kms-managed", content, "--s3-server-side-encryption", "aws:kms");
    assert.equal(managed.ServerSideEncryption, "aws:kms");
    assert.notEqual(managed.SSEKMSKeyId, KEYS.finance.arn);
  });

  test("uploads in parts of 8 MiB under SSE-KMS", async () => {
    const content = randomBytes(20 * MIB);
    const head = await roundTrip("parts", content, ...underKey(KEYS.hr.arn), "--s3-chunk-size", "8Mi", "--s3-upload-cutoff", "8Mi");
    assertHas(head, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn, ContentLength: content.length });
    assert.match(head.ETag, /-3"$/);
    const ranged = workspace.path("ranged");
    await rclone("copyto", at("parts"), ranged, "--multi-thread-streams", "4", "--multi-thread-cutoff", "4Mi");
    assert.ok(content.equals(await readFile(ranged)));
    await roundTrip("text", Buffer.from("0123456789"), ...underKey(KEYS.hr.arn));
    assert.equal(await rclone("cat", "--offset", "3", "--count", "4", at("text")), "3456");
  });

  test("aws-facts 1.6: copies within S3, under the default or another key", async () => {
    const content = randomBytes(50_000);
    await roundTrip("source", content, ...underKey(KEYS.finance.arn));
    await rclone("copyto", at("source"), at("copy-plain"));
    assertHas(await headObject(bucket, "copy-plain"), { ServerSideEncryption: "AES256", ETag: md5ETag(content), SSEKMSKeyId: undefined });
    await rclone("copyto", at("source"), at("copy-hr"), ...underKey(KEYS.hr.arn));
    assertHas(await headObject(bucket, "copy-hr"), { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn });
    await rclone("moveto", at("copy-hr"), at("moved"), ...underKey(KEYS.hr.arn));
    await assert.rejects(headObject(bucket, "copy-hr"), { name: "NotFound" });
  });

  test("links to an object for anybody to fetch", async () => {
    await roundTrip("linked", Buffer.from("for anybody"), ...underKey(KEYS.finance.arn));
    const url = (await rclone("link", at("linked"), "--expire", "60s")).trim();
    assertHas(await follow(url), { status: 200, text: "for anybody" });
    assertHas(await follow(url.replace("Expires=60", "Expires=61")), { status: 403, code: "SignatureDoesNotMatch" });
  });

  test("syncs a folder up and down, checks it, lists it and purges it", async () => {
    const [source, target] = [workspace.path("tree"), workspace.path("tree.again")];
    await mkdir(`${source}/sub`, { recursive: true });
    await writeFile(`${source}/sub/ä b+c&d.txt`, "text");
    await Promise.all(Array.from({ length: 20 }, (_, index) => writeFile(`${source}/file-${index}`, `content ${index}`)));
    const flags = underKey(KEYS.finance.arn);
    await rclone("sync", source, at("tree"), ...flags);
    await rclone("check", source, at("tree"), ...flags);
    await rclone("sync", at("tree"), target, ...flags);
    assert.deepEqual((await readdir(target, { recursive: true })).toSorted(), (await readdir(source, { recursive: true })).toSorted());
    const listed = JSON.parse(await rclone("lsjson", "-R", "--files-only", at("tree"), ...flags));
    assert.equal(listed.length, 21);
    assert.ok(listed.some(({ Path, Size }) => Path === "sub/ä b+c&d.txt" && Size === 4));
    await rclone("purge", at("tree"));
    assert.deepEqual(JSON.parse(await rclone("lsjson", "-R", at("tree")).catch(() => "[]")), []);
  });

  test("aws-facts 1.2: leaves the encryption to a bucket's default", async () => {
    const Bucket = bucketName("rclone-default");
    await createBucket(Bucket, KEYS.hr.id);
    const file = await workspace.file("default");
    // As rclone's manual says: it takes the ETag for the MD5 unless it is told of aws:kms
    await assert.rejects(rclone("copyto", file, `seal:${Bucket}/file`), /corrupted on transfer: md5 hash differ/);
    await rclone("copyto", file, `seal:${Bucket}/file`, "--ignore-checksum");
    assertHas(await headObject(Bucket, "file"), { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn, BucketKeyEnabled: true });
    assert.equal(await rclone("cat", `seal:${Bucket}/file`), "default");
  });

  test("aws-facts 5.2, 5.4: is told what the guide's bucket policy denies", async () => {
    const Bucket = bucketName("rclone-policy");
    await createBucket(Bucket, KEYS.hr.id);
    await putBucketPolicy(Bucket, guidePolicy(Bucket));
    const file = await workspace.file("guarded");
    const denied = (error) => error.stderr.includes(`AccessDenied: User: `) && error.stderr.includes(deniedByGuidePolicy(Bucket, "file"));
    await assert.rejects(rclone("copyto", file, `seal:${Bucket}/file`), denied);
    await assert.rejects(rclone("copyto", file, `seal:${Bucket}/file`, "--s3-server-side-encryption", "AES256"), denied);
    await rclone("copyto", file, `seal:${Bucket}/file`, ...underKey(KEYS.finance.arn));
    await deleteBucketPolicy(Bucket);
    await rclone("copyto", file, `seal:${Bucket}/other`, "--s3-server-side-encryption", "AES256");
  });

  test("aws-facts 1.9 row 17: uploads under SSE-KMS over the secure connection that it needs", async () => {
    const remote = `seal:${bucketName("rclone-tls")}`;
    await rcloneOverTls("mkdir", remote);
    await rcloneOverTls("copyto", await workspace.file("over HTTPS"), `${remote}/file`, ...underKey(KEYS.finance.arn));
    assert.equal(await rcloneOverTls("cat", `${remote}/file`), "over HTTPS");
  });

  test("aws-facts 1.9 rows 1, 5: is told what is wrong with a key", async () => {
    const file = await workspace.file("refused");
    await assert.rejects(rclone("copyto", file, at("refused"), ...underKey("fake-key-id")), /KMS\.NotFoundException: Invalid keyId 'fake-key-id'/);
    await assert.rejects(rclone("copyto", file, at("refused"), ...underKey("alias/retired")), new RegExp(`KMS\\.DisabledException: ${KEYS.retired.arn} is disabled\\.`));
    await assert.rejects(rclone("cat", "seal:keyseal-demo/archive/2019-ledger.csv"), /KMS\.DisabledException/);
  });
});
