import { describe, expect, it } from "vitest";
import type { Bucket, BucketEncryption } from "#local-aws/world.ts";
import { resolveEncryption } from "./effective-encryption.ts";
import type { EncryptionRequest } from "./encryption-request.ts";

const KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/0d1f1a2b-0000-4000-8000-000000000001";
const OBJECT_ARN = "arn:aws:s3:::b/dir/ä b.txt";
const BUCKET_ARN = "arn:aws:s3:::b";

function resolve(request: EncryptionRequest, encryption?: BucketEncryption) {
  const bucket: Bucket = { name: "b", region: "us-east-1", ownerId: "o", accountId: "111122223333", createdAt: 0, ...(encryption ? { encryption } : {}) };
  return resolveEncryption({ bucket, key: "dir/ä b.txt", request });
}

const kmsDefault = { algorithm: "aws:kms", kmsMasterKeyId: KEY_ARN, bucketKeyEnabled: true } as const;

describe("resolveEncryption: aws-facts 1.2", () => {
  it("row 1: an untouched bucket encrypts with SSE-S3", () => {
    expect(resolve({})).toEqual({ algorithm: "AES256", bucketKeyEnabled: false });
  });

  it("rows 2 and 3: the default's key and its Bucket Key setting", () => {
    expect(resolve({}, kmsDefault)).toEqual({
      algorithm: "aws:kms",
      keyReference: KEY_ARN,
      bucketKeyEnabled: true,
      effectiveContext: { "aws:s3:arn": BUCKET_ARN },
    });
    expect(resolve({}, { ...kmsDefault, bucketKeyEnabled: false })).toMatchObject({ bucketKeyEnabled: false, effectiveContext: { "aws:s3:arn": OBJECT_ARN } });
  });

  it("row 4: a KMS default without a key means aws/s3", () => {
    expect(resolve({}, { algorithm: "aws:kms", bucketKeyEnabled: false }).keyReference).toBeUndefined();
  });

  it("row 6: an explicit aws:kms without a key means aws/s3, whatever the default's key", () => {
    expect(resolve({ algorithm: "aws:kms" }, kmsDefault).keyReference).toBeUndefined();
  });

  it("rows 7 and 14: the Bucket Key setting is inherited, an explicit false wins", () => {
    expect(resolve({ algorithm: "aws:kms" }, kmsDefault).bucketKeyEnabled).toBe(true);
    expect(resolve({ algorithm: "aws:kms", bucketKeyEnabled: false }, kmsDefault).bucketKeyEnabled).toBe(false);
  });

  it("row 9: a Bucket Key for one object", () => {
    expect(resolve({ algorithm: "aws:kms", keyReference: "k", bucketKeyEnabled: true })).toMatchObject({ keyReference: "k", bucketKeyEnabled: true });
  });

  it("row 10: an explicit AES256 beats a KMS default", () => {
    expect(resolve({ algorithm: "AES256" }, kmsDefault)).toEqual({ algorithm: "AES256", bucketKeyEnabled: false });
  });

  it("row 11: AES256 with BucketKeyEnabled is SSE-S3 without a Bucket Key", () => {
    expect(resolve({}, { algorithm: "AES256", bucketKeyEnabled: true })).toEqual({ algorithm: "AES256", bucketKeyEnabled: false });
  });

  it("1.14: DSSE-KMS has no Bucket Key and the object's ARN", () => {
    const dsse = resolve({ algorithm: "aws:kms:dsse", bucketKeyEnabled: true }, kmsDefault);
    expect(dsse).toMatchObject({ bucketKeyEnabled: false, effectiveContext: { "aws:s3:arn": OBJECT_ARN } });
  });
});

describe("resolveEncryption: aws-facts 2.2 and 2.4", () => {
  it("adds the object's ARN, the key raw, to the caller's pairs", () => {
    expect(resolve({ algorithm: "aws:kms", context: { dept: "hr" } })).toMatchObject({
      effectiveContext: { dept: "hr", "aws:s3:arn": OBJECT_ARN },
    });
  });

  it("adds the bucket's ARN under a Bucket Key", () => {
    const resolved = resolve({ algorithm: "aws:kms", context: { dept: "hr" }, bucketKeyEnabled: true });
    expect(resolved.effectiveContext).toEqual({ dept: "hr", "aws:s3:arn": BUCKET_ARN });
  });

  it("does not add again what the caller sent rightly", () => {
    const context = { "aws:s3:arn": OBJECT_ARN };
    expect(resolve({ algorithm: "aws:kms", context })).toMatchObject({ effectiveContext: context });
  });

  it("refuses another value: the object's ARN under a Bucket Key too", () => {
    expect(() => resolve({ algorithm: "aws:kms", context: { "aws:s3:arn": "arn:aws:s3:::b/other" } })).toThrow(/must be arn:aws:s3:::b\/dir/);
    expect(() => resolve({ algorithm: "aws:kms", context: { "aws:s3:arn": OBJECT_ARN }, bucketKeyEnabled: true })).toThrow(/must be arn:aws:s3:::b$/);
  });
});
