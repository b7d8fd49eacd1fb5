import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  type CopyObjectCommandInput,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { withHeaders } from "./client-with-headers.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "sse-c";
const BLOCKED = "sse-c-blocked";
const KEY = "0123456789abcdef0123456789abcdef";
const OTHER_KEY = "fedcba9876543210fedcba9876543210";
const md5 = (text: string) => createHash("md5").update(text).digest("base64");
const withKey = (SSECustomerKey = KEY) => ({ SSECustomerAlgorithm: "AES256", SSECustomerKey }) as const;
const fromKey = (CopySourceSSECustomerKey = KEY) => ({ CopySourceSSECustomerAlgorithm: "AES256", CopySourceSSECustomerKey }) as const;
const ANSWERED = { SSECustomerAlgorithm: "AES256", SSECustomerKeyMD5: md5(KEY) };
const NEEDS_KEY = "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.";
const WRONG_KEY = "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.";

let world: World;
let s3: S3Client;
/** Sends and asks for no checksum of its own accord. */
let quiet: S3Client;

beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  quiet = world.s3();
  quiet.config.requestChecksumCalculation = async () => "WHEN_REQUIRED";
  await s3.send(new CreateBucketCommand({ Bucket: BLOCKED }));
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await setBlocked("NONE");
});

const setBlocked = (type: "NONE" | "SSE-C", Bucket = BUCKET) =>
  s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [{ BlockedEncryptionTypes: { EncryptionType: [type] } }] } }));
const put = (Key: string, input: Partial<PutObjectCommandInput> = {}) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "test", ...withKey(), ...input }));
const get = (Key: string, input: Partial<GetObjectCommandInput> = {}) => s3.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...input }));
const text = async (Key: string, input: Partial<GetObjectCommandInput> = {}) => (await get(Key, input)).Body?.transformToString();
const copy = (source: string, Key: string, input: Partial<CopyObjectCommandInput> = {}) =>
  s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key, CopySource: `${BUCKET}/${source}`, ...input }));

const C = "x-amz-server-side-encryption-customer-";

describe("SSE-C on objects", () => {
  it("aws-facts 1.2 row 12, 1.1: the algorithm and the key's MD5 are answered, SSE is not; the ETag is no MD5", async () => {
    const answer = await put("k", { ChecksumAlgorithm: "CRC32" });
    expect(answer).toMatchObject({ ...ANSWERED, ChecksumCRC32: "2H9+DA==" });
    expect(answer.ServerSideEncryption).toBeUndefined();
    expect(answer.ETag).not.toBe('"098f6bcd4621d373cade4e832627b4f6"');
    const read = await get("k", withKey());
    expect(read).toMatchObject({ ...ANSWERED, ETag: answer.ETag, ChecksumCRC32: "2H9+DA==" });
    expect(read.ServerSideEncryption).toBeUndefined();
    expect(await read.Body?.transformToString()).toBe("test");
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "k", ...withKey() }));
    expect(head).toMatchObject({ ...ANSWERED, ETag: answer.ETag, ContentLength: 4 });
    expect(await text("k", { ...withKey(), Range: "bytes=1-2" })).toBe("es");
  });

  it("aws-facts 1.2 row 12: beats a bucket default under KMS", async () => {
    const Bucket = "sse-c-over-kms";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: demoKeys.finance.arn } as const;
    const rule = { ApplyServerSideEncryptionByDefault, BlockedEncryptionTypes: { EncryptionType: ["NONE" as const] } };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
    const answer = await put("k", { Bucket });
    expect(answer).toMatchObject(ANSWERED);
    expect(answer.SSEKMSKeyId).toBeUndefined();
  });

  it("aws-facts 1.9 rows 29 and 30: no key, and another key, on GET, HEAD and GetObjectAttributes", async () => {
    await put("sealed");
    expect(await refusal(get("sealed"))).toEqual({ name: "InvalidRequest", status: 400, message: NEEDS_KEY });
    expect(await refusal(get("sealed", withKey(OTHER_KEY)))).toEqual({ name: "AccessDenied", status: 403, message: WRONG_KEY });
    const head = (key?: string) => s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "sealed", ...(key === undefined ? {} : withKey(key)) }));
    expect(await refusal(head())).toMatchObject({ status: 400 });
    expect(await refusal(head(OTHER_KEY))).toMatchObject({ status: 403 });
    const attributes = (key?: string) =>
      s3.send(new GetObjectAttributesCommand({ Bucket: BUCKET, Key: "sealed", ObjectAttributes: ["ObjectSize"], ...(key === undefined ? {} : withKey(key)) }));
    expect(await refusal(attributes())).toMatchObject({ name: "InvalidRequest", message: NEEDS_KEY });
    expect(await refusal(attributes(OTHER_KEY))).toMatchObject({ status: 403 });
    expect(await attributes(KEY)).toMatchObject({ ObjectSize: 4 });
  });

  it("an empty object keeps its key, too", async () => {
    await put("empty", { Body: "" });
    expect(await refusal(get("empty", withKey(OTHER_KEY)))).toMatchObject({ status: 403 });
    expect(await text("empty", withKey())).toBe("");
  });

  it("aws-facts 1.8: a key for an object that is not under SSE-C is refused with 400", async () => {
    await put("plain", { SSECustomerAlgorithm: undefined, SSECustomerKey: undefined });
    expect(await refusal(get("plain", withKey()))).toMatchObject({ name: "InvalidRequest", status: 400 });
  });

  it("aws-facts 1.1 row 16: DeleteObject and DeleteObjects need no key", async () => {
    for (const Key of ["short-lived", "short-lived too"]) await put(Key);
    expect((await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "short-lived" }))).$metadata.httpStatusCode).toBe(204);
    const deleted = await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: "short-lived too" }] } }));
    expect(deleted).toMatchObject({ Deleted: [{ Key: "short-lived too" }], $metadata: { httpStatusCode: 200 } });
    for (const Key of ["short-lived", "short-lived too"]) expect(await refusal(get(Key, withKey()))).toMatchObject({ name: "NoSuchKey" });
  });

  it("aws-facts 1.8 row 14: each version keeps its own key", async () => {
    const Bucket = "sse-c-versions";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await setBlocked("NONE", Bucket);
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const first = await put("v", { Bucket, Body: "first" });
    const second = await put("v", { Bucket, Body: "second", ...withKey(OTHER_KEY) });
    const read = async (VersionId: string | undefined, key: string) =>
      (await s3.send(new GetObjectCommand({ Bucket, Key: "v", VersionId, ...withKey(key) }))).Body?.transformToString();
    expect(await read(first.VersionId, KEY)).toBe("first");
    expect(await read(second.VersionId, OTHER_KEY)).toBe("second");
    expect(await refusal(read(first.VersionId, OTHER_KEY))).toMatchObject({ status: 403, message: WRONG_KEY });
    expect(await refusal(read(undefined, KEY))).toMatchObject({ status: 403, message: WRONG_KEY });
  });

  it("the key is nowhere in what is stored", async () => {
    await put("secret");
    const rows = [...world.services.metadata.range({ prefix: [] })];
    const stored = JSON.stringify(rows, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value));
    expect(stored).toContain("secret");
    for (const form of [KEY, Buffer.from(KEY).toString("base64"), md5(KEY), createHash("md5").update(KEY).digest().toString("latin1")]) expect(stored).not.toContain(form);
  });
});

describe("SSE-C headers that do not go together, aws-facts 1.9 rows 13 and 24 to 28", () => {
  const whole = { [`${C}algorithm`]: "AES256", [`${C}key`]: Buffer.from(KEY).toString("base64"), [`${C}key-md5`]: md5(KEY) };
  const without = (name: string) => Object.fromEntries(Object.entries(whole).filter(([each]) => each !== `${C}${name}`));
  const must = "Requests specifying Server Side Encryption with Customer provided keys must provide";
  const incompatible = "Server Side Encryption with Customer provided key is incompatible with the encryption method specified";

  it.each([
    ["row 13", { ...whole, "x-amz-server-side-encryption": "AES256" }, "InvalidArgument", incompatible],
    ["row 13, before row 24", { ...whole, [`${C}algorithm`]: "AES128", "x-amz-server-side-encryption": "AES256" }, "InvalidArgument", incompatible],
    ["row 13, aws:kms", { ...whole, "x-amz-server-side-encryption": "aws:kms" }, "InvalidArgument", incompatible],
    ["row 24", { ...whole, [`${C}algorithm`]: "AES128" }, "InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256."],
    ["row 25", without("algorithm"), "InvalidArgument", `${must} a valid encryption algorithm.`],
    ["row 26", without("key"), "InvalidArgument", `${must} an appropriate secret key.`],
    ["row 27", { ...whole, [`${C}key`]: btoa("short") }, "InvalidArgument", "The secret key was invalid for the specified algorithm."],
    ["row 28", { ...whole, [`${C}key-md5`]: md5(OTHER_KEY) }, "InvalidArgument", "The calculated MD5 hash of the key did not match the hash that was provided."],
  ])("%s, on PUT, and on GET where it is about the key", async (row, headers, name, message) => {
    const client = withHeaders(world.s3(), headers);
    expect(await refusal(client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "never", Body: "x" })))).toEqual({ name, message, status: 400 });
    await put("is there");
    const read = client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "is there" }));
    expect(await refusal(read)).toMatchObject(row.startsWith("row 13") ? { name: "InvalidArgument", status: 400 } : { name, message, status: 400 });
  });
});

describe("SSE-C and copies (aws-facts 1.6)", () => {
  it("aws-facts 1.6 row 15, 1.9 row 30: a source needs its key", async () => {
    await put("source");
    expect(await refusal(copy("source", "never"))).toEqual({ name: "InvalidRequest", status: 400, message: NEEDS_KEY });
    expect(await refusal(copy("source", "never", fromKey(OTHER_KEY)))).toMatchObject({ name: "AccessDenied", status: 403, message: WRONG_KEY });
    await put("plain source", { SSECustomerAlgorithm: undefined, SSECustomerKey: undefined });
    expect(await refusal(copy("plain%20source", "never", fromKey()))).toMatchObject({ name: "InvalidRequest", status: 400 });
  });

  it("aws-facts 1.6 row 16: with its key and no target headers the copy is AES256, with an MD5 as ETag; onto itself too", async () => {
    await put("to plain");
    for (const target of ["made plain", "to plain"]) {
      const answer = await copy("to%20plain", target, fromKey());
      expect(answer).toMatchObject({ ServerSideEncryption: "AES256", CopyObjectResult: { ETag: '"098f6bcd4621d373cade4e832627b4f6"' } });
      expect(answer.SSECustomerAlgorithm).toBeUndefined();
      expect(await text(target)).toBe("test");
    }
  });

  it("from one key to another, and from SSE-S3", async () => {
    await put("rekeyed");
    expect(await copy("rekeyed", "rekeyed", { ...fromKey(), ...withKey(OTHER_KEY) })).toMatchObject({ SSECustomerAlgorithm: "AES256", SSECustomerKeyMD5: md5(OTHER_KEY) });
    expect(await text("rekeyed", withKey(OTHER_KEY))).toBe("test");
    await put("was plain", { SSECustomerAlgorithm: undefined, SSECustomerKey: undefined });
    await copy("was%20plain", "was plain", withKey());
    expect(await text("was plain", withKey())).toBe("test");
  });
});

describe("SSE-C and multipart uploads (aws-facts 1.7)", () => {
  const MISMATCH = "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.";
  const create = async (Key: string, input: object = withKey()) => {
    const created = await quiet.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ...input }));
    return { created, upload: { Bucket: BUCKET, Key, UploadId: created.UploadId ?? "" } };
  };

  it("aws-facts 1.7 row 5: Complete says nothing of encryption, and GET needs the key", async () => {
    const { created, upload } = await create("parts");
    expect(created).toMatchObject(ANSWERED);
    expect(created.ServerSideEncryption).toBeUndefined();
    const big = new Uint8Array(5 * 1024 ** 2).fill(7);
    const first = await quiet.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: big, ...withKey() }));
    expect(first).toMatchObject(ANSWERED);
    await put("piece", { ...withKey(OTHER_KEY), Body: "the end" });
    const second = await quiet.send(
      new UploadPartCopyCommand({ ...upload, PartNumber: 2, CopySource: `${BUCKET}/piece`, CopySourceRange: "bytes=4-6", ...withKey(), ...fromKey(OTHER_KEY) }),
    );
    expect(second).toMatchObject(ANSWERED);
    const Parts = [first.ETag, second.CopyPartResult?.ETag].map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    const done = await quiet.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(done.ServerSideEncryption).toBeUndefined();
    expect(done.SSEKMSKeyId).toBeUndefined();
    expect(await refusal(get("parts"))).toMatchObject({ name: "InvalidRequest", message: NEEDS_KEY });
    const read = await get("parts", withKey());
    const bytes = Buffer.from((await read.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([big, Buffer.from("end")]))).toBe(true);
  });

  it("aws-facts 1.7 row 8: no key on a part of an SSE-C upload, and a key on one without", async () => {
    const { upload } = await create("strict");
    expect(await refusal(quiet.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: "x" })))).toEqual({ name: "InvalidRequest", status: 400, message: MISMATCH });
    const { upload: plain } = await create("strict plain", {});
    expect(await refusal(quiet.send(new UploadPartCommand({ ...plain, PartNumber: 1, Body: "x", ...withKey() })))).toMatchObject({ message: MISMATCH });
  });

  it("aws-facts 1.7 row 9: another key on a part, and at Complete", async () => {
    const { upload } = await create("other key");
    const message = "The provided encryption parameters did not match the ones used originally.";
    const part = quiet.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: "x", ...withKey(OTHER_KEY) }));
    expect(await refusal(part)).toEqual({ name: "InvalidRequest", status: 400, message });
    const { ETag } = await quiet.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: "x", ...withKey() }));
    const complete = (key: string) =>
      quiet.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] }, ...withKey(key) }));
    expect(await refusal(complete(OTHER_KEY))).toMatchObject({ message });
    await expect(complete(KEY)).resolves.toBeDefined();
  });
});

describe("SSE-C is blocked by default (aws-facts 1.12 and 1.9 row 23)", () => {
  const blocked = (Bucket: string, Key: string) =>
    `User: arn:aws:iam::111122223333:user/admin is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::${Bucket}/${Key}" because this bucket ` +
    "has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type";

  it("aws-facts 1.9 row 23: on an untouched bucket: Put, Copy and CreateMultipartUpload", async () => {
    await s3.send(new PutObjectCommand({ Bucket: BLOCKED, Key: "plain", Body: "x" }));
    const refused = { name: "AccessDenied", status: 403, message: blocked(BLOCKED, "k") };
    expect(await refusal(put("k", { Bucket: BLOCKED }))).toEqual(refused);
    expect(await refusal(copy("x", "k", { Bucket: BLOCKED, CopySource: `${BLOCKED}/plain`, ...withKey() }))).toEqual(refused);
    expect(await refusal(s3.send(new CreateMultipartUploadCommand({ Bucket: BLOCKED, Key: "k", ...withKey() })))).toEqual(refused);
  });

  it("by POST Object, which takes the key in its fields where it is not blocked", async () => {
    const Fields = { [`${C}algorithm`]: "AES256", [`${C}key`]: Buffer.from(KEY).toString("base64"), [`${C}key-MD5`]: md5(KEY) };
    const post = async (Bucket: string) => {
      const { fields } = await createPresignedPost(s3, { Bucket, Key: "posted", Fields, Expires: 600 });
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", new Blob(["test"]));
      return world.fetch(new Request(`http://localhost:4566/${Bucket}`, { method: "POST", body: form, headers: { host: "localhost:4566" } }));
    };
    const refused = await post(BLOCKED);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("because this bucket has blocked upload requests");
    const taken = await post(BUCKET);
    expect(taken.status).toBe(204);
    expect(taken.headers.get(`${C}algorithm`)).toBe("AES256");
    expect(taken.headers.get("x-amz-server-side-encryption")).toBeNull();
    expect(await text("posted", withKey())).toBe("test");
  });

  it("once it is put: UploadPart of an upload begun before; reads of what is there go on", async () => {
    const Bucket = "sse-c-then-blocked";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await setBlocked("NONE", Bucket);
    await put("kept", { Bucket });
    const { UploadId } = await quiet.send(new CreateMultipartUploadCommand({ Bucket, Key: "begun", ...withKey() }));
    await setBlocked("SSE-C", Bucket);
    const part = quiet.send(new UploadPartCommand({ Bucket, Key: "begun", UploadId, PartNumber: 1, Body: "x", ...withKey() }));
    expect(await refusal(part)).toEqual({ name: "AccessDenied", status: 403, message: blocked(Bucket, "begun") });
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: "kept", ...withKey() }));
    expect(await read.Body?.transformToString()).toBe("test");
  });
});
