import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketEncryptionCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  type ServerSideEncryptionRule,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CreateKeyCommand, DecryptCommand, EncryptCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { beforeAll, describe, expect, it } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { withHeaders } from "./client-with-headers.ts";
import { refusal } from "./refusal.ts";
import { told } from "./trail-events.ts";
import { startWorld, type World } from "./world.ts";

const MD5_OF_TEST = '"098f6bcd4621d373cade4e832627b4f6"';
const { finance, hr } = demoKeys;
const UNKNOWN = "arn:aws:kms:us-east-1:111122223333:key/00000000-1111-2222-3333-444444444444";

let world: World;
let s3: S3Client;

beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
});

let made = 0;
/** A new bucket, with a default of its own where a rule is given. */
async function bucketWith(rule?: ServerSideEncryptionRule): Promise<string> {
  made += 1;
  const Bucket = `encryption-rows-${made}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (rule !== undefined) await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
  return Bucket;
}

const put = (Bucket: string, input: Partial<PutObjectCommandInput> = {}, client = s3) => client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "test", ...input }));
const byDefault = (SSEAlgorithm: "AES256" | "aws:kms", KMSMasterKeyID?: string) => ({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID } });

describe("which encryption a write gets", () => {
  it("aws-facts 1.2 row 2: a default with key and Bucket Key", async () => {
    const Bucket = await bucketWith({ ...byDefault("aws:kms", finance.keyId), BucketKeyEnabled: true });
    expect(await put(Bucket)).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn, BucketKeyEnabled: true });
  });

  it("aws-facts 1.2 row 3: without Bucket Key, its header is absent, and never false (checklist 1)", async () => {
    const Bucket = await bucketWith({ ...byDefault("aws:kms", finance.arn), BucketKeyEnabled: false });
    const answer = await put(Bucket);
    expect(answer).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn });
    expect(answer).not.toHaveProperty("BucketKeyEnabled");
  });

  it("aws-facts 1.2 rows 4 and 5: aws:kms without a key, by default or by header, is the one aws/s3 of account and Region", async () => {
    const [defaulted, plain] = [await bucketWith(byDefault("aws:kms")), await bucketWith()];
    const answers = [await put(defaulted), await put(plain, { ServerSideEncryption: "aws:kms" })];
    expect(answers[0]?.SSEKMSKeyId).toMatch(/^arn:aws:kms:us-east-1:111122223333:key\/[0-9a-f-]{36}$/);
    expect(answers[1]?.SSEKMSKeyId).toBe(answers[0]?.SSEKMSKeyId);
  });

  it("aws-facts 1.2 row 6: an explicit aws:kms without a key is aws/s3 on a bucket with a key of its own too", async () => {
    const Bucket = await bucketWith({ ...byDefault("aws:kms", finance.arn), BucketKeyEnabled: false });
    const managed = (await put(await bucketWith(), { ServerSideEncryption: "aws:kms" })).SSEKMSKeyId;
    expect((await put(Bucket, { ServerSideEncryption: "aws:kms" })).SSEKMSKeyId).toBe(managed);
  });

  it("aws-facts 1.2 rows 7 and 14: an explicit aws:kms inherits the default's Bucket Key; but an explicit false wins", async () => {
    const Bucket = await bucketWith({ ...byDefault("aws:kms", finance.arn), BucketKeyEnabled: true });
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: hr.arn } as const;
    expect((await put(Bucket, kms)).BucketKeyEnabled).toBe(true);
    expect((await put(Bucket, { ...kms, BucketKeyEnabled: false })).BucketKeyEnabled).toBeUndefined();
  });

  it("aws-facts 1.2 rows 8 and 9: a bare id comes back as the key's ARN; a Bucket Key for this object only", async () => {
    const Bucket = await bucketWith();
    expect(await put(Bucket, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.keyId, BucketKeyEnabled: true })).toMatchObject({ SSEKMSKeyId: finance.arn, BucketKeyEnabled: true });
    expect((await put(Bucket, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.keyId })).BucketKeyEnabled).toBeUndefined();
  });

  it("aws-facts 1.2 row 11: AES256 with a Bucket Key in the default is AES256, with an MD5 and no Bucket Key", async () => {
    const Bucket = await bucketWith({ ...byDefault("AES256"), BucketKeyEnabled: true });
    const answer = await put(Bucket);
    expect(answer).toMatchObject({ ServerSideEncryption: "AES256", ETag: MD5_OF_TEST });
    expect(answer.BucketKeyEnabled).toBeUndefined();
  });
});

describe("checksums and conditions", () => {
  it("aws-facts 1.4 row 7: a checksum that is not base64", async () => {
    const Bucket = await bucketWith();
    expect(await refusal(put(Bucket, { ChecksumCRC32: "not base64" }))).toEqual({ name: "InvalidRequest", status: 400, message: "Value for x-amz-checksum-crc32 header is invalid." });
  });

  it("aws-facts 1.4 row 6: If-None-Match with any other value is not implemented", async () => {
    const Bucket = await bucketWith();
    expect(await refusal(put(Bucket, { IfNoneMatch: MD5_OF_TEST }))).toEqual({
      name: "NotImplemented",
      status: 501,
      message: "A header you provided implies functionality that is not implemented",
    });
  });
});

describe("refusals", () => {
  it("aws-facts 1.9 row 6: GET under a key that is pending deletion", async () => {
    const kms = world.kms();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const Bucket = await bucketWith();
    await put(Bucket, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KeyMetadata?.Arn });
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: KeyMetadata?.KeyId }));
    const refused = { name: "KMS.KMSInvalidStateException", status: 400, message: `${KeyMetadata?.Arn} is pending deletion.` };
    expect(await refusal(s3.send(new GetObjectCommand({ Bucket, Key: "k" })))).toEqual(refused);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).SSEKMSKeyId).toBe(KeyMetadata?.Arn);
  });

  it.each(["", "aes:kms", "AWS:KMS"])("aws-facts 1.9 row 12: the value %j", async (value) => {
    const Bucket = await bucketWith();
    expect(await refusal(put(Bucket, {}, withHeaders(world.s3(), { "x-amz-server-side-encryption": value })))).toEqual({
      name: "InvalidArgument",
      status: 400,
      message: "The encryption method specified is not supported",
    });
  });

  it("aws-facts 1.9 row 14: SSE on UploadPartCopy", async () => {
    const Bucket = await bucketWith();
    await put(Bucket);
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts" }));
    const part = withHeaders(world.s3(), { "x-amz-server-side-encryption": "AES256" }).send(new UploadPartCopyCommand({ Bucket, Key: "parts", UploadId, PartNumber: 1, CopySource: `${Bucket}/k` }));
    expect(await refusal(part)).toEqual({ name: "InvalidArgument", status: 400, message: "x-amz-server-side-encryption header is not supported for this operation." });
  });

  it("aws-facts 1.9 row 19: a context with AES256, or without any SSE, is refused like row 11", async () => {
    const Bucket = await bucketWith(byDefault("aws:kms"));
    const SSEKMSEncryptionContext = btoa('{"dept":"hr"}');
    for (const ServerSideEncryption of [undefined, "AES256"] as const) {
      expect(await refusal(put(Bucket, { ServerSideEncryption, SSEKMSEncryptionContext }))).toMatchObject({ name: "InvalidArgument", status: 400 });
    }
  });
});

describe("the bucket's default", () => {
  it("aws-facts 1.10 row 3, 1.1 row 13: a put replaces the whole configuration, and answers 200 without a document", async () => {
    const Bucket = await bucketWith({ ...byDefault("aws:kms", finance.arn), BucketKeyEnabled: true });
    const put = await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [byDefault("aws:kms")] } }));
    expect(put.$metadata.httpStatusCode).toBe(200);
    const rules = (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
    expect(rules).toEqual([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: false }]);
  });

  it("aws-facts 1.10 row 7: a key is not looked at when it is put; the first write without headers tells", async () => {
    const Bucket = await bucketWith(byDefault("aws:kms", UNKNOWN));
    expect((await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules?.[0]).toMatchObject(byDefault("aws:kms", UNKNOWN));
    expect(await refusal(put(Bucket))).toEqual({ name: "KMS.NotFoundException", status: 400, message: `Key '${UNKNOWN}' does not exist` });
    expect(await put(Bucket, { ServerSideEncryption: "AES256" })).toMatchObject({ ServerSideEncryption: "AES256" });
  });

  it("aws-facts 1.10 rows 8, 9 and 10: aws:kms without a key, and AES256 with a Bucket Key, read back as they were put", async () => {
    const rules = async (Bucket: string) => (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
    expect(await rules(await bucketWith(byDefault("aws:kms")))).toEqual([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: false }]);
    expect(await rules(await bucketWith({ ...byDefault("AES256"), BucketKeyEnabled: true }))).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: true },
    ]);
  });
});

describe("answers that say nothing of encryption", () => {
  it("aws-facts 1.1 rows 10 and 11: GetObjectAttributes and listings", async () => {
    const Bucket = await bucketWith({ ...byDefault("aws:kms", finance.arn), BucketKeyEnabled: true });
    const { ETag } = await put(Bucket);
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts" }));
    await s3.send(new UploadPartCommand({ Bucket, Key: "parts", UploadId, PartNumber: 1, Body: "x" }));
    const attributes = await s3.send(new GetObjectAttributesCommand({ Bucket, Key: "k", ObjectAttributes: ["ETag", "ObjectSize", "Checksum", "StorageClass"] }));
    expect(attributes).toMatchObject({ ETag: ETag?.replaceAll('"', ""), ObjectSize: 4, StorageClass: "STANDARD" });
    const answers = [
      attributes,
      await s3.send(new ListObjectsV2Command({ Bucket })),
      await s3.send(new ListObjectVersionsCommand({ Bucket })),
      await s3.send(new ListPartsCommand({ Bucket, Key: "parts", UploadId })),
      await s3.send(new ListMultipartUploadsCommand({ Bucket })),
    ];
    for (const { $metadata: _, ...answer } of answers) expect(JSON.stringify(answer)).not.toMatch(/ServerSideEncryption|SSEKMSKeyId|BucketKeyEnabled|aws:kms/);
  });
});

describe("DSSE-KMS", () => {
  it("aws-facts 1.14 row 1: has no Bucket Key, not the bucket's either, and the object's ARN as its context", async () => {
    const Bucket = await bucketWith({ ...byDefault("aws:kms", finance.arn), BucketKeyEnabled: true });
    const answer = await put(Bucket, { ServerSideEncryption: "aws:kms:dsse", SSEKMSKeyId: finance.arn, BucketKeyEnabled: true });
    expect(answer).toMatchObject({ ServerSideEncryption: "aws:kms:dsse", SSEKMSKeyId: finance.arn });
    expect(answer.BucketKeyEnabled).toBeUndefined();
    const wrong = { ServerSideEncryption: "aws:kms:dsse", SSEKMSEncryptionContext: btoa(JSON.stringify({ "aws:s3:arn": `arn:aws:s3:::${Bucket}` })) } as const;
    expect(await refusal(put(Bucket, wrong))).toMatchObject({ name: "InvalidArgument", status: 400 });
    const right = { ...wrong, SSEKMSEncryptionContext: btoa(JSON.stringify({ "aws:s3:arn": `arn:aws:s3:::${Bucket}/k` })) };
    await expect(put(Bucket, right)).resolves.toBeDefined();
  });
});

describe("the context that KMS is given, as CloudTrail shows it", () => {
  it.each([
    ["aws-facts 2.2 row 1: without CTX and Bucket Key, the object's ARN, its key as it is", {}, (arn: string) => ({ "aws:s3:arn": `${arn}/dir/ä b+c` })],
    ["aws-facts 2.2 row 2: under a Bucket Key, the bucket's", { BucketKeyEnabled: true }, (arn: string) => ({ "aws:s3:arn": arn })],
    [
      "aws-facts 2.2 row 3: the caller's pairs and the object's ARN",
      { SSEKMSEncryptionContext: btoa('{"dept":"hr"}') },
      (arn: string) => ({ dept: "hr", "aws:s3:arn": `${arn}/dir/ä b+c` }),
    ],
  ])("%s", async (_, input, expected) => {
    const Bucket = await bucketWith();
    await put(Bucket, { Key: "dir/ä b+c", ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn, ...input });
    const lookup = new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "GenerateDataKey" }], MaxResults: 1 });
    const { Events } = await world.cloudtrail().send(lookup);
    expect(told(Events?.[0])).toMatchObject({ requestParameters: { encryptionContext: expected(`arn:aws:s3:::${Bucket}`) } });
  });

  it("aws-facts 2.3 rows 1 and 2: another context does not decrypt, and KMS says nothing of it", async () => {
    const kms = world.kms();
    const EncryptionContext = { dept: "hr", team: "red" };
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: finance.arn, Plaintext: Buffer.from("secret"), EncryptionContext }));
    const decrypt = (context?: Record<string, string>) => kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));
    expect(Buffer.from((await decrypt({ team: "red", dept: "hr" })).Plaintext ?? []).toString()).toBe("secret");
    for (const context of [undefined, { dept: "hr" }, { ...EncryptionContext, dept: "HR" }, { ...EncryptionContext, more: "1" }]) {
      const thrown = await refusal(decrypt(context));
      expect(thrown).toMatchObject({ name: "InvalidCiphertextException", status: 400 });
      // The SDK's own word for an answer without one.
      expect(thrown.message).toMatch(/^(|UnknownError)$/);
    }
  });
});

describe("Bucket Keys", () => {
  it("aws-facts 2.7 row 5: a copy follows the destination's settings, not the source's", async () => {
    const [source, target] = [await bucketWith({ ...byDefault("aws:kms", finance.arn), BucketKeyEnabled: true }), await bucketWith({ ...byDefault("aws:kms", hr.arn), BucketKeyEnabled: false })];
    await put(source);
    const answer = await s3.send(new CopyObjectCommand({ Bucket: target, Key: "k", CopySource: `${source}/k` }));
    expect(answer).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: hr.arn });
    expect(answer.BucketKeyEnabled).toBeUndefined();
  });

  it("aws-facts 2.7 row 3: a new setting is for new objects", async () => {
    const Bucket = await bucketWith(byDefault("aws:kms", finance.arn));
    await put(Bucket);
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [{ ...byDefault("aws:kms", finance.arn), BucketKeyEnabled: true }] } }));
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).BucketKeyEnabled).toBeUndefined();
    expect((await put(Bucket)).BucketKeyEnabled).toBe(true);
  });
});
