import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketPolicyCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type S3Client,
  type ServerSideEncryptionRule,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { withHeaders } from "./client-with-headers.ts";
import { refusalWithMembers } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const Bucket = "error-members";
const SSE = "x-amz-server-side-encryption";
const C = `${SSE}-customer-`;

let world: World;
let s3: S3Client;
beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
});

const put = (headers: Readonly<Record<string, string>>) => withHeaders(world.s3(), headers).send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
const startUpload = async () => ({ Bucket, Key: "parts", UploadId: (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts" }))).UploadId });
const invalidArgument = (ArgumentName: string, message: string, ArgumentValue?: string) =>
  expect.objectContaining({ name: "InvalidArgument", status: 400, message, ArgumentName, ...(ArgumentValue !== undefined && { ArgumentValue }) });

describe("encryption headers", () => {
  test("aws-facts 1.9 row 11: a key without aws:kms", async () => {
    const message = "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
    const keyId = { [`${SSE}-aws-kms-key-id`]: demoKeys.finance.arn };
    for (const headers of [keyId, { ...keyId, [SSE]: "AES256" }]) expect(await refusalWithMembers(put(headers))).toEqual(invalidArgument(SSE, message));
  });

  test("aws-facts 1.9 row 12: an empty value and an unknown one", async () => {
    for (const value of ["", "aes:kms"]) {
      expect(await refusalWithMembers(put({ [SSE]: value }))).toEqual(invalidArgument(SSE, "The encryption method specified is not supported", value));
    }
  });

  test("aws-facts 1.9 row 13: beside a customer's key, before its algorithm is looked at", async () => {
    const message = "Server Side Encryption with Customer provided key is incompatible with the encryption method specified";
    for (const algorithm of ["AES256", "AES128"]) {
      for (const value of ["AES256", "aws:kms"]) {
        expect(await refusalWithMembers(put({ [SSE]: value, [`${C}algorithm`]: algorithm }))).toEqual(invalidArgument(SSE, message, value));
      }
    }
  });

  test("aws-facts 1.9 row 24: a customer's key of another algorithm", async () => {
    const key = { [`${C}key`]: btoa("k".repeat(32)), [`${C}key-md5`]: btoa("m".repeat(16)) };
    expect(await refusalWithMembers(put({ [`${C}algorithm`]: "AES128", ...key }))).toMatchObject({
      name: "InvalidEncryptionAlgorithmError",
      status: 400,
      message: "The Encryption request you specified is not valid. Supported value: AES256.",
      ArgumentName: SSE,
      ArgumentValue: "AES128",
    });
  });

  test("aws-facts 1.7 row 7, 1.9 row 14: on UploadPart, UploadPartCopy and CompleteMultipartUpload", async () => {
    const upload = await startUpload();
    for (const value of ["AES256", "aws:kms"]) {
      const client = withHeaders(world.s3(), { [SSE]: value });
      const calls = [
        client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: "x" })),
        client.send(new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${Bucket}/k` })),
        client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: "e" }] } })),
      ];
      const refusals = await Promise.all(calls.map((call) => refusalWithMembers(call)));
      const refused = invalidArgument(SSE, "x-amz-server-side-encryption header is not supported for this operation.", value);
      expect(refusals).toEqual([refused, refused, refused]);
    }
  });
});

describe("uploads", () => {
  test("aws-facts 1.4 row 6: If-None-Match tells which condition failed", async () => {
    const call = s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", IfNoneMatch: "*" }));
    expect(await refusalWithMembers(call)).toEqual({
      name: "PreconditionFailed",
      status: 412,
      message: "At least one of the pre-conditions you specified did not hold",
      Condition: "If-None-Match",
    });
  });

  test("aws-facts 1.7 row 12: an unknown upload", async () => {
    const call = s3.send(new UploadPartCommand({ Bucket, Key: "parts", UploadId: "none", PartNumber: 1, Body: "x" }));
    expect(await refusalWithMembers(call)).toMatchObject({ name: "NoSuchUpload", status: 404, UploadId: "none" });
  });

  test("aws-facts 1.7 row 13: a part number out of range", async () => {
    const upload = await startUpload();
    const refused = invalidArgument("partNumber", "Part number must be an integer between 1 and 10000, inclusive");
    for (const PartNumber of [0, 10_001]) expect(await refusalWithMembers(s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: "x" })))).toEqual(refused);
  });

  test("aws-facts 1.7 row 14: a small part that is not the last", async () => {
    const upload = await startUpload();
    const Parts = [];
    for (const PartNumber of [1, 2]) {
      const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: "small" }));
      Parts.push({ PartNumber, ETag, ChecksumCRC32 });
    }
    expect(await refusalWithMembers(s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })))).toMatchObject({
      name: "EntityTooSmall",
      status: 400,
      message: "Your proposed upload is smaller than the minimum allowed size",
      ETag: Parts[0]?.ETag?.replaceAll('"', ""),
      MinSizeAllowed: "5242880",
      PartNumber: "1",
      ProposedSize: "5",
    });
  });
});

describe("buckets", () => {
  test("aws-facts 1.8 row 10: a bad continuation token", async () => {
    const call = s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: "not a token" }));
    expect(await refusalWithMembers(call)).toEqual(invalidArgument("continuation-token", "The continuation token provided is incorrect"));
  });

  test("aws-facts 1.8 row 13: a Region that is none", async () => {
    const call = s3.send(new ListBucketsCommand({ MaxBuckets: 1, BucketRegion: "eu-east-1" }));
    expect(await refusalWithMembers(call)).toEqual(invalidArgument("bucket-region", "Argument value eu-east-1 is not a valid AWS Region"));
  });

  test("aws-facts 1.10 rows 5 and 6: a bucket that is not there, whatever the body; a key with AES256", async () => {
    const putRules = (name: string, ...Rules: ServerSideEncryptionRule[]) =>
      refusalWithMembers(s3.send(new PutBucketEncryptionCommand({ Bucket: name, ServerSideEncryptionConfiguration: { Rules } })));
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256", KMSMasterKeyID: demoKeys.finance.arn } } as const;
    const noSuchBucket = { name: "NoSuchBucket", status: 404, message: "The specified bucket does not exist", BucketName: "no-such-bucket" };
    for (const rules of [[], [rule], [rule, rule]]) expect(await putRules("no-such-bucket", ...rules)).toEqual(noSuchBucket);
    const message = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
    expect(await putRules(Bucket, rule)).toEqual(invalidArgument("ApplyServerSideEncryptionByDefault", message));
  });

  test("aws-facts 5.5 row 1: a bucket without policy", async () => {
    expect(await refusalWithMembers(s3.send(new GetBucketPolicyCommand({ Bucket })))).toEqual({
      name: "NoSuchBucketPolicy",
      status: 404,
      message: "The bucket policy does not exist",
      BucketName: Bucket,
    });
  });
});

test("aws-facts 1.9 row 1: an invalid key id is refused alike by PutObject, CopyObject and CreateMultipartUpload", async () => {
  const input = { Bucket, Key: "never", ServerSideEncryption: "aws:kms", SSEKMSKeyId: "fake-key-id" } as const;
  const calls = [
    s3.send(new PutObjectCommand({ ...input, Body: "x" })),
    s3.send(new CopyObjectCommand({ ...input, CopySource: `${Bucket}/k` })),
    s3.send(new CreateMultipartUploadCommand(input)),
  ];
  const refused = { name: "KMS.NotFoundException", status: 400, message: "Invalid keyId 'fake-key-id'" };
  expect(await Promise.all(calls.map((call) => refusalWithMembers(call)))).toEqual([refused, refused, refused]);
});
