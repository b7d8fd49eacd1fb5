import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UpdateObjectEncryptionCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, it } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { signHeader } from "./signed-request.ts";
import { policyText } from "./test-callers.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "update-encryption";
const { finance, hr, retired, europe } = demoKeys;
const MD5_OF_TEST = '"098f6bcd4621d373cade4e832627b4f6"';
const UNKNOWN = "arn:aws:kms:us-east-1:111122223333:key/00000000-1111-2222-3333-444444444444";

let world: World;
let s3: S3Client;

beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});

const put = (Key: string, input: Partial<PutObjectCommandInput> = {}) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "test", ...input }));
const head = (Key: string, VersionId?: string) => s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key, VersionId, ChecksumMode: "ENABLED" }));
const update = (Key: string, KMSKeyArn: string, BucketKeyEnabled?: boolean, client = s3, VersionId?: string) =>
  client.send(new UpdateObjectEncryptionCommand({ Bucket: BUCKET, Key, VersionId, ObjectEncryption: { SSEKMS: { KMSKeyArn, BucketKeyEnabled } } }));
const text = async (Key: string, VersionId?: string) => (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key, VersionId }))).Body?.transformToString();

describe("UpdateObjectEncryption (aws-facts 1.11)", () => {
  it.each([
    ["SSE-S3", {}],
    ["SSE-KMS", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: hr.arn, SSEKMSEncryptionContext: btoa('{"dept":"hr"}') }],
    ["SSE-KMS under aws/s3", { ServerSideEncryption: "aws:kms" }],
    ["SSE-KMS with a Bucket Key", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: hr.arn, BucketKeyEnabled: true }],
  ] as const)("aws-facts 1.11 rows 1, 3, 4 and 5: from %s, with and without a Bucket Key; everything else stays", async (_, input) => {
    await put("k", { ...input, Metadata: { a: "b" }, Tagging: "t=1", StorageClass: "STANDARD_IA" });
    const before = await head("k");
    for (const bucketKey of [undefined, true, false]) {
      world.advance(1000);
      expect((await update("k", finance.arn, bucketKey)).$metadata.httpStatusCode).toBe(200);
      const after = await head("k");
      expect(after).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn });
      expect(after.BucketKeyEnabled).toBe(bucketKey === true ? true : undefined);
      for (const name of ["ETag", "ChecksumCRC32", "ChecksumType", "LastModified", "StorageClass", "Metadata", "ContentLength"] as const) expect(after[name]).toEqual(before[name]);
      expect(await text("k")).toBe("test");
    }
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key: "k" }))).TagSet).toEqual([{ Key: "t", Value: "1" }]);
  });

  it("aws-facts 1.11 row 5: an SSE-KMS object can have an MD5 as its ETag", async () => {
    await put("md5");
    await update("md5", finance.arn);
    expect(await head("md5")).toMatchObject({ ETag: MD5_OF_TEST, ServerSideEncryption: "aws:kms" });
  });

  it("reads a multipart object under its new key, ranges too", async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: "parts" }));
    const first = new Uint8Array(5 * 1024 ** 2).fill(9);
    const Parts = [];
    for (const [index, Body] of [first, "the end"].entries()) {
      const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ Bucket: BUCKET, Key: "parts", UploadId, PartNumber: index + 1, Body }));
      Parts.push({ ETag, ChecksumCRC32, PartNumber: index + 1 });
    }
    await s3.send(new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key: "parts", UploadId, MultipartUpload: { Parts } }));
    await update("parts", finance.arn);
    const read = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "parts", Range: `bytes=${first.length - 1}-${first.length + 2}` }));
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.from([9, ...Buffer.from("the")]));
  });

  it("aws-facts 1.11 row 1: updates the version that is named, makes none, and leaves the others", async () => {
    const Bucket = "update-encryption-versions";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: "v", Body: "old" }));
    const newer = await s3.send(new PutObjectCommand({ Bucket, Key: "v", Body: "new" }));
    await s3.send(new UpdateObjectEncryptionCommand({ Bucket, Key: "v", VersionId, ObjectEncryption: { SSEKMS: { KMSKeyArn: finance.arn } } }));
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "v", VersionId }))).toMatchObject({ VersionId, SSEKMSKeyId: finance.arn });
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "v" }))).toMatchObject({ VersionId: newer.VersionId, ServerSideEncryption: "AES256" });
  });

  it("aws-facts 1.11 row 4: not from DSSE-KMS or SSE-C", async () => {
    await put("dsse", { ServerSideEncryption: "aws:kms:dsse" });
    const rule = { BlockedEncryptionTypes: { EncryptionType: ["NONE" as const] } };
    await s3.send(new PutBucketEncryptionCommand({ Bucket: BUCKET, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
    await put("sse-c", { SSECustomerAlgorithm: "AES256", SSECustomerKey: "0123456789abcdef0123456789abcdef" });
    for (const key of ["dsse", "sse-c"]) {
      expect(await refusal(update(key, finance.arn))).toEqual({
        name: "InvalidRequest",
        status: 400,
        message:
          "The UpdateObjectEncryption operation doesn't support source objects with the encryption type DSSE-KMS or SSE-C. Only source objects encrypted with SSE-S3 or SSE-KMS are supported.",
      });
    }
  });

  it.each([["a bare id", finance.keyId], ["an alias", "alias/finance"], ["an alias ARN", "arn:aws:kms:us-east-1:111122223333:alias/finance"]])("aws-facts 1.11 row 2: takes no %s", async (_, reference) => {
    await put("strict");
    expect(await refusal(update("strict", reference))).toMatchObject({ name: "InvalidRequest", status: 400, message: expect.stringContaining("a valid AWS KMS key Amazon Resource Name (ARN)") });
    expect((await head("strict")).ServerSideEncryption).toBe("AES256");
  });

  it("aws-facts 1.11 row 4: takes no SSE-S3, and no document that says nothing", async () => {
    await put("strict");
    for (const [body, code] of [
      ["<ObjectEncryption><SSE-S3/></ObjectEncryption>", "InvalidRequest"],
      ["<ObjectEncryption/>", "InvalidRequest"],
      ["<ObjectEncryption><SSE-KMS/></ObjectEncryption>", "InvalidRequest"],
      [`<ObjectEncryption><SSE-KMS><KMSKeyArn>${finance.arn}</KMSKeyArn><BucketKeyEnabled>maybe</BucketKeyEnabled></SSE-KMS></ObjectEncryption>`, "InvalidRequest"],
      ["<Other/>", "MalformedXML"],
    ] as const) {
      const { accessKeyId, secretAccessKey } = await adminCredentials();
      const signed = await signHeader({ method: "PUT", path: `/${BUCKET}/strict`, query: { encryption: "" }, body, credentials: { accessKeyId, secretAccessKey }, signedAt: world.services.clock.now() });
      const answer = await world.fetch(signed.request, { rawTarget: signed.rawTarget });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(`<Code>${code}</Code>`);
    }
  });

  it("aws-facts 1.11 row 7: a key of another account is 403", async () => {
    await put("strict");
    expect(await refusal(update("strict", finance.arn.replace("111122223333", "999988887777")))).toEqual({
      name: "AccessDenied",
      status: 403,
      message: "The AWS KMS key in the request must be owned by the same account as the bucket. Modify the request to specify a KMS key from the same account, and then try again.",
    });
  });

  it("aws-facts 1.11 row 8: no object is 404; a key that KMS refuses is told as on any write, and nothing changes", async () => {
    expect(await refusal(update("absent", finance.arn))).toMatchObject({ name: "NoSuchKey", status: 404 });
    await put("kept");
    expect(await refusal(update("kept", UNKNOWN))).toEqual({ name: "KMS.NotFoundException", status: 400, message: `Key '${UNKNOWN}' does not exist` });
    expect(await refusal(update("kept", retired.arn))).toMatchObject({ name: "KMS.DisabledException" });
    expect(await refusal(update("kept", europe.arn))).toMatchObject({ name: "KMS.NotFoundException", message: "Invalid arn eu-west-1" });
    expect(await head("kept")).toMatchObject({ ServerSideEncryption: "AES256", ETag: MD5_OF_TEST });
  });

  it("aws-facts 1.11 row 6: needs s3:UpdateObjectEncryption and five permissions of KMS", async () => {
    await put("guarded");
    const kms = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];
    const withActions = async (name: string, actions: readonly string[]) =>
      world.s3(await world.addUser(name, { policies: [policyText({ Effect: "Allow", Action: actions, Resource: "*" })] }));
    expect(await refusal(update("guarded", finance.arn, false, await withActions("nos3", kms)))).toMatchObject({ status: 403, message: expect.stringContaining("s3:UpdateObjectEncryption") });
    for (const [index, missing] of kms.entries()) {
      const client = await withActions(`without${index}`, ["s3:UpdateObjectEncryption", ...kms.filter((action) => action !== missing)]);
      expect(await refusal(update("guarded", finance.arn, false, client))).toMatchObject({ name: "AccessDenied", status: 403, message: expect.stringContaining(missing) });
    }
    expect((await head("guarded")).ServerSideEncryption).toBe("AES256");
    await update("guarded", finance.arn, false, await withActions("all", ["s3:UpdateObjectEncryption", ...kms.slice(0, 3), "kms:ReEncrypt*"]));
    expect((await head("guarded")).SSEKMSKeyId).toBe(finance.arn);
  });

  it("aws-facts 1.11 row 8: needs Signature Version 4", async () => {
    await put("guarded");
    const unsigned = new Request(`http://localhost:4566/${BUCKET}/guarded?encryption`, { method: "PUT", body: "<ObjectEncryption/>" });
    const answer = await world.fetch(unsigned);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Requests that modify an object encryption configuration require AWS Signature Version 4.");
  });

  it("an overwrite at the same time is never mixed with the update", async () => {
    for (let round = 0; round < 10; round += 1) {
      await put("race", { Body: "old" });
      await Promise.all([update("race", finance.arn), put("race", { Body: "new" }), update("race", hr.arn, true)]);
      expect(await text("race")).toBe("new");
      await Promise.allSettled([update("race", finance.arn), s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "race" }))]);
      expect(await refusal(text("race"))).toMatchObject({ name: "NoSuchKey" });
    }
  });

  async function adminCredentials() {
    return world.addUser("sender", { policies: [policyText({ Effect: "Allow", Action: "*", Resource: "*" })] });
  }
});
