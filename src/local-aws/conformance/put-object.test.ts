import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, it } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { countBlobs } from "./count-blobs.ts";
import { gatedBody } from "./gated-body.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const PLAIN = "put-plain";
const { finance, retired, old, signing, europe } = demoKeys;
const UNKNOWN_ID = "00000000-1111-2222-3333-444444444444";
const MD5_OF_TEST_SSE = '"42832cdec7083e70a9cd6f2d5852e004"';

let world: World;
let s3: S3Client;
/** Sends no checksum of its own accord. */
let quiet: S3Client;

beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  quiet = world.s3();
  quiet.config.requestChecksumCalculation = async () => "WHEN_REQUIRED";
  await s3.send(new CreateBucketCommand({ Bucket: PLAIN }));
});

function put(input: Partial<PutObjectCommandInput> = {}) {
  return s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: "k", Body: "test-sse", ...input }));
}

const kms = (input: Partial<PutObjectCommandInput> = {}) => put({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn, ...input });
const head = (key = "k") => s3.send(new HeadObjectCommand({ Bucket: PLAIN, Key: key }));
const encode = (context: object) => Buffer.from(JSON.stringify(context)).toString("base64");

describe("PutObject: the effective encryption", () => {
  it("aws-facts 1.2 row 1, 1.4 row 1: SSE-S3 by default, an MD5 as ETag, the CRC32 of the plaintext", async () => {
    const answer = await put({ ChecksumAlgorithm: "CRC32" });
    expect(answer).toMatchObject({ ServerSideEncryption: "AES256", ETag: MD5_OF_TEST_SSE, ChecksumCRC32: "KHcEKQ==", ChecksumType: "FULL_OBJECT" });
    expect(answer.SSEKMSKeyId).toBeUndefined();
    expect(answer.BucketKeyEnabled).toBeUndefined();
  });

  it("aws-facts 1.2 rows 2 and 7: the default's key and Bucket Key, inherited by an explicit aws:kms", async () => {
    const inherited = await s3.send(new PutObjectCommand({ Bucket: "keyseal-demo", Key: "put/default", Body: "x" }));
    expect(inherited).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn, BucketKeyEnabled: true });
    const explicit = await s3.send(new PutObjectCommand({ Bucket: "keyseal-demo", Key: "put/explicit", Body: "x", ServerSideEncryption: "aws:kms" }));
    expect(explicit.BucketKeyEnabled).toBe(true);
  });

  it("aws-facts 1.2 rows 5 and 6: aws:kms without a key is aws/s3 everywhere, on a bucket with a key of its own too", async () => {
    const plain = await put({ ServerSideEncryption: "aws:kms" });
    const demo = await s3.send(new PutObjectCommand({ Bucket: "keyseal-demo", Key: "put/managed", Body: "x", ServerSideEncryption: "aws:kms" }));
    expect(demo.SSEKMSKeyId).toMatch(/^arn:aws:kms:us-east-1:111122223333:key\//);
    expect(demo.SSEKMSKeyId).toBe(plain.SSEKMSKeyId);
    expect(demo.SSEKMSKeyId).not.toBe(finance.arn);
  });

  it("aws-facts 1.2 row 10: an explicit AES256 beats a KMS default", async () => {
    const answer = await s3.send(new PutObjectCommand({ Bucket: "keyseal-demo", Key: "put/s3", Body: "test-sse", ServerSideEncryption: "AES256" }));
    expect(answer).toMatchObject({ ServerSideEncryption: "AES256", ETag: MD5_OF_TEST_SSE });
  });

  it("aws-facts 1.2 row 13, 1.10 row 15: changing the default leaves existing objects as they are", async () => {
    const Bucket = "put-default-changes";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "before", Body: "test-sse" }));
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: finance.keyId }, BucketKeyEnabled: false } as const;
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "before" }))).toMatchObject({ ServerSideEncryption: "AES256", ETag: MD5_OF_TEST_SSE });
    const after = await s3.send(new PutObjectCommand({ Bucket, Key: "after", Body: "test-sse" }));
    expect(after).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn });
    expect(after.BucketKeyEnabled).toBeUndefined();
  });

  it.each([["key id", finance.keyId], ["key ARN", finance.arn], ["alias", "alias/finance"], ["alias ARN", "arn:aws:kms:us-east-1:111122223333:alias/finance"]])(
    "aws-facts 1.3 rows 1, 2 and 6: answers the full key ARN for a %s",
    async (_, SSEKMSKeyId) => {
      expect((await kms({ SSEKMSKeyId })).SSEKMSKeyId).toBe(finance.arn);
      expect((await head()).SSEKMSKeyId).toBe(finance.arn);
    },
  );

  it("aws-facts 1.14: DSSE-KMS, without a Bucket Key", async () => {
    const answer = await kms({ ServerSideEncryption: "aws:kms:dsse", Key: "dsse" });
    expect(answer).toMatchObject({ ServerSideEncryption: "aws:kms:dsse", SSEKMSKeyId: finance.arn });
    expect(answer.BucketKeyEnabled).toBeUndefined();
    const read = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: "dsse" }));
    expect(await read.Body?.transformToString()).toBe("test-sse");
  });
});

describe("PutObject under SSE-KMS (aws-facts 1.4)", () => {
  it("aws-facts 1.4 row 2: has an ETag that is no MD5, another one each time, and that HEAD repeats", async () => {
    const [first, second] = [await kms(), await kms()];
    expect(first.ETag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(first.ETag).not.toBe(MD5_OF_TEST_SSE);
    expect(second.ETag).not.toBe(first.ETag);
    expect((await head()).ETag).toBe(second.ETag);
  });

  it("aws-facts 1.4 row 3: has checksums of the plaintext", async () => {
    expect((await kms({ ChecksumAlgorithm: "CRC32" })).ChecksumCRC32).toBe("KHcEKQ==");
  });

  it("aws-facts 1.9 row 21: needs kms:GenerateDataKey, and tells KMS's denial as 403", async () => {
    const uploaded = await world.s3("uploader").send(new PutObjectCommand({ Bucket: PLAIN, Key: "u", Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn }));
    expect(uploaded.SSEKMSKeyId).toBe(finance.arn);
    const read = await refusal(world.s3("uploader").send(new GetObjectCommand({ Bucket: PLAIN, Key: "u" })));
    expect(read).toMatchObject({ status: 403, name: "AccessDenied" });
  });
});

describe("PutObject checksums (aws-facts 1.4)", () => {
  it("aws-facts 1.4 row 4: computes CRC64NVME when the client sends no checksum", async () => {
    const answer = await quiet.send(new PutObjectCommand({ Bucket: PLAIN, Key: "quiet", Body: "test-sse" }));
    expect(answer.ChecksumCRC64NVME).toMatch(/^[A-Za-z0-9+/]{11}=$/);
    expect(answer.ChecksumType).toBe("FULL_OBJECT");
    const read = await s3.send(new HeadObjectCommand({ Bucket: PLAIN, Key: "quiet", ChecksumMode: "ENABLED" }));
    expect(read.ChecksumCRC64NVME).toBe(answer.ChecksumCRC64NVME);
  });

  it.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)("aws-facts 1.4 row 7: verifies and gives back %s", async (algorithm) => {
    const answer = await kms({ ChecksumAlgorithm: algorithm });
    expect(answer[`Checksum${algorithm}`]).toMatch(/=$/);
    const wrong = Buffer.alloc(Buffer.from(answer[`Checksum${algorithm}`] ?? "", "base64").length, 1).toString("base64");
    expect(await refusal(put({ Key: "never", [`Checksum${algorithm}`]: wrong }))).toEqual({
      name: "BadDigest",
      status: 400,
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
    expect(await refusal(head("never"))).toMatchObject({ status: 404 });
  });

  it("checks Content-MD5 against the plaintext under SSE-KMS", async () => {
    const right = Buffer.from("42832cdec7083e70a9cd6f2d5852e004", "hex").toString("base64");
    await expect(kms({ ContentMD5: right })).resolves.toBeDefined();
    expect(await refusal(kms({ Key: "never", ContentMD5: Buffer.alloc(16).toString("base64") }))).toMatchObject({ name: "BadDigest", status: 400 });
  });
});

describe("PutObject: keys that S3 cannot use, aws-facts 1.9 rows 1 to 6, 8 and 10, 1.3 row 5", () => {
  const arn = (id: string, region = "us-east-1") => `arn:aws:kms:${region}:111122223333:key/${id}`;
  it.each([
    ["row 1", "fake-key-id", "KMS.NotFoundException", "Invalid keyId 'fake-key-id'"],
    ["row 2", UNKNOWN_ID, "KMS.NotFoundException", `Key '${arn(UNKNOWN_ID)}' does not exist`],
    ["row 2", arn(UNKNOWN_ID), "KMS.NotFoundException", `Key '${arn(UNKNOWN_ID)}' does not exist`],
    ["row 3", europe.arn, "KMS.NotFoundException", "Invalid arn eu-west-1"],
    ["row 4", europe.keyId, "KMS.NotFoundException", `Key '${arn(europe.keyId)}' does not exist`],
    ["row 5", retired.arn, "KMS.DisabledException", `${retired.arn} is disabled.`],
    ["row 6", old.arn, "KMS.KMSInvalidStateException", `${old.arn} is pending deletion.`],
    ["row 8", signing.arn, "KMS.InvalidKeyUsageException", "You cannot generate a data key with an asymmetric CMK"],
    ["row 10", "alias/none", "KMS.NotFoundException", "Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found."],
    ["1.3", "aws/s3", "KMS.NotFoundException", "Invalid keyId 'aws/s3'"],
  ])("%s: %s", async (_, SSEKMSKeyId, name, message) => {
    expect(await refusal(kms({ Key: "never", SSEKMSKeyId }))).toEqual({ name, message, status: 400 });
    expect(await refusal(head("never"))).toMatchObject({ status: 404 });
  });
});

describe("PutObject: headers that do not go together (aws-facts 1.9)", () => {
  it("aws-facts 1.9 row 11: a key without aws:kms", async () => {
    const message = "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
    expect(await refusal(put({ SSEKMSKeyId: finance.arn }))).toEqual({ name: "InvalidArgument", message, status: 400 });
    expect(await refusal(put({ SSEKMSKeyId: finance.arn, ServerSideEncryption: "AES256" }))).toMatchObject({ message });
  });

  it("aws-facts 1.9 row 20: a Bucket Key with AES256 is accepted and has no effect", async () => {
    const answer = await put({ ServerSideEncryption: "AES256", BucketKeyEnabled: true });
    expect(answer.ServerSideEncryption).toBe("AES256");
    expect(answer.BucketKeyEnabled).toBeUndefined();
  });

  it("aws-facts 1.9 row 23: SSE-C is blocked", async () => {
    const key = "0123456789abcdef0123456789abcdef";
    const refused = await refusal(put({ Key: "c", SSECustomerAlgorithm: "AES256", SSECustomerKey: key }));
    expect(refused).toEqual({
      name: "AccessDenied",
      status: 403,
      message:
        'User: arn:aws:iam::111122223333:user/admin is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::put-plain/c" because this bucket ' +
        "has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type",
    });
  });
});

describe("PutObject: the encryption context (aws-facts 2)", () => {
  it("aws-facts 2.5 row 2: echoes what was sent, without the ARN, and nothing when nothing was sent", async () => {
    expect((await kms({ SSEKMSEncryptionContext: encode({ dept: "hr" }) })).SSEKMSEncryptionContext).toBe(encode({ dept: "hr" }));
    expect((await kms()).SSEKMSEncryptionContext).toBeUndefined();
    expect(await head()).not.toHaveProperty("SSEKMSEncryptionContext");
  });

  it("aws-facts 2.5 row 1: echoes byte for byte what was sent, from Put, Copy and CreateMultipartUpload", async () => {
    // White space, numbers as names (which JavaScript would sort) and a name that every object has: written again it would be another text.
    const context = btoa('{ "b": "1", "__proto__": "2",\n "10": "3", "9": "\\u00e9" }');
    const sent = { Bucket: PLAIN, Key: "echo", ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn, SSEKMSEncryptionContext: context } as const;
    const answers = [
      await put(sent),
      await s3.send(new CopyObjectCommand({ ...sent, CopySource: `${PLAIN}/echo` })),
      await s3.send(new CreateMultipartUploadCommand(sent)),
    ];
    expect(answers.map((answer) => answer.SSEKMSEncryptionContext)).toEqual([context, context, context]);
    const read = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: "echo" }));
    expect(await read.Body?.transformToString()).toBe("test-sse");
  });

  it("aws-facts 2.5 row 2, 2.2 row 5: echoes the ARN where it was sent rightly", async () => {
    const context = encode({ "aws:s3:arn": "arn:aws:s3:::put-plain/k", dept: "hr" });
    expect((await kms({ SSEKMSEncryptionContext: context })).SSEKMSEncryptionContext).toBe(context);
  });

  it("aws-facts 2.4: refuses a wrong aws:s3:arn; under a Bucket Key it is the bucket's", async () => {
    const wrong = await refusal(kms({ SSEKMSEncryptionContext: encode({ "aws:s3:arn": "arn:aws:s3:::put-plain/other" }) }));
    expect(wrong).toMatchObject({ name: "InvalidArgument", status: 400 });
    const objectArn = encode({ "aws:s3:arn": "arn:aws:s3:::put-plain/k" });
    expect(await refusal(kms({ BucketKeyEnabled: true, SSEKMSEncryptionContext: objectArn }))).toMatchObject({ name: "InvalidArgument" });
    const bucketArn = encode({ "aws:s3:arn": "arn:aws:s3:::put-plain" });
    await expect(kms({ BucketKeyEnabled: true, SSEKMSEncryptionContext: bucketArn })).resolves.toMatchObject({ BucketKeyEnabled: true });
  });

  it("aws-facts 1.9 row 18, 2.1 row 2: refuses what is no string map", async () => {
    expect(await refusal(kms({ SSEKMSEncryptionContext: encode({ a: 1 }) }))).toMatchObject({
      name: "InvalidArgument",
      message:
        "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map",
    });
  });
});

describe("PutObject: conditions and limits", () => {
  it("aws-facts 1.4 row 6: If-None-Match refuses an existing key", async () => {
    await put({ Key: "exists" });
    expect(await refusal(put({ Key: "exists", IfNoneMatch: "*" }))).toEqual({
      name: "PreconditionFailed",
      status: 412,
      message: "At least one of the pre-conditions you specified did not hold",
    });
    expect(await refusal(put({ Key: "exists", IfNoneMatch: '"etag"' }))).toMatchObject({ name: "NotImplemented", status: 501 });
  });

  it("aws-facts 1.4: of many writers with If-None-Match exactly one wins", async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => put({ Key: "race", Body: `writer ${index}`, IfNoneMatch: "*" })));
    const winners = results.flatMap((result, index) => (result.status === "fulfilled" ? [`writer ${index}`] : []));
    expect(winners).toHaveLength(1);
    const read = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: "race" }));
    expect(await read.Body?.transformToString()).toBe(winners[0]);
  });

  it("shows nothing of an object until all of it was taken, and the old one meanwhile", async () => {
    await put({ Key: "slow", Body: "old" });
    const body = gatedBody(new TextEncoder().encode("half"));
    const sending = quiet.send(new PutObjectCommand({ Bucket: PLAIN, Key: "slow", Body: body.stream, ContentLength: 8 }));
    await body.begun;
    expect((await head("slow")).ContentLength).toBe(3);
    body.finish();
    await sending;
    const read = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: "slow" }));
    expect(await read.Body?.transformToString()).toBe("halfhalf");
  });

  it("aws-facts 7: takes no more than 5 GiB at once, by the length that is declared", async () => {
    const body = gatedBody(new Uint8Array(1));
    const call = quiet.send(new PutObjectCommand({ Bucket: PLAIN, Key: "huge", Body: body.stream, ContentLength: 5 * 1024 ** 3 + 1 }));
    expect(await refusal(call)).toEqual({
      name: "EntityTooLarge",
      status: 400,
      message: "Your proposed upload exceeds the maximum allowed size",
    });
  });

  it("leaves no body behind of writes that were refused or replaced", async () => {
    const before = await countBlobs(world);
    await put({ Key: "once" });
    await put({ Key: "once" });
    await refusal(put({ Key: "once", IfNoneMatch: "*" }));
    await refusal(put({ Key: "once", ChecksumCRC32: "AAAAAA==" }));
    expect(await countBlobs(world)).toBe(before + 1);
  });

  it("keeps content headers, metadata and storage class", async () => {
    await put({ Key: "described", ContentType: "text/plain", CacheControl: "no-cache", Metadata: { dept: "hr" }, StorageClass: "STANDARD_IA" });
    expect(await head("described")).toMatchObject({ ContentType: "text/plain", CacheControl: "no-cache", Metadata: { dept: "hr" }, StorageClass: "STANDARD_IA" });
  });

  it("aws-facts 1.9 row 31: 2 KB of metadata, 1024 bytes of key", async () => {
    expect(await refusal(put({ Metadata: { n: "v".repeat(2048) } }))).toMatchObject({ name: "MetadataTooLarge", status: 400 });
    expect(await refusal(put({ Key: "ä".repeat(513) }))).toMatchObject({ name: "KeyTooLongError", status: 400 });
    await expect(put({ Key: "ä".repeat(512) })).resolves.toBeDefined();
  });

  it("aws-facts 5.5: ACLs are off", async () => {
    expect(await refusal(put({ ACL: "public-read" }))).toEqual({ name: "AccessControlListNotSupported", message: "The bucket does not allow ACLs", status: 400 });
    await expect(put({ ACL: "bucket-owner-full-control" })).resolves.toBeDefined();
  });

  it("aws-facts 5.4: who may not put is told so", async () => {
    expect(await refusal(world.s3("auditor").send(new PutObjectCommand({ Bucket: PLAIN, Key: "k", Body: "x" })))).toEqual({
      name: "AccessDenied",
      status: 403,
      message:
        'User: arn:aws:iam::111122223333:user/auditor is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::put-plain/k" ' +
        "because no identity-based policy allows the s3:PutObject action",
    });
  });
});
