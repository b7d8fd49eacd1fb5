import { describe, expect, it } from "vitest";
import { emptyEncryptionDraft } from "#domain/encryption-draft.ts";
import type { BucketDefaultEncryption } from "#domain/encryption.ts";
import { bucketDefaultText, bucketKeyOutlook, kmsTakesPart } from "./encryption-words.ts";

const sseS3: BucketDefaultEncryption = { algorithm: "AES256", bucketKeyEnabled: false, blockedEncryptionTypes: [] };
const kms: BucketDefaultEncryption = { algorithm: "aws:kms", keyAsStored: "alias/finance", bucketKeyEnabled: true, blockedEncryptionTypes: [] };

describe("a bucket's default in words", () => {
  it.each([
    [sseS3, "SSE-S3"],
    [{ ...sseS3, bucketKeyEnabled: true }, "SSE-S3"],
    [kms, "SSE-KMS under finance, S3 Bucket Key on"],
    [{ ...kms, keyAsStored: undefined, bucketKeyEnabled: false }, "SSE-KMS under the AWS managed key aws/s3, S3 Bucket Key off"],
    [{ ...kms, algorithm: "aws:kms:dsse" }, "DSSE-KMS under finance"],
    [{ ...kms, keyAsStored: "00000000-0000-4000-8000-000000000001" }, "SSE-KMS under key 00000000…, S3 Bucket Key on"],
  ])("%#", (setting, text) => {
    expect(bucketDefaultText(setting)).toBe(text);
  });

  it("names the key by its alias once it has been looked up", () => {
    expect(bucketDefaultText({ ...kms, keyAsStored: "00000000-0000-4000-8000-000000000001" }, "hr")).toBe("SSE-KMS under hr, S3 Bucket Key on");
  });
});

describe("whether a Bucket Key will be used", () => {
  const sseKms = { ...emptyEncryptionDraft, keyType: "aws:kms" as const };

  it("aws-facts 1.2 row 7: is the bucket's setting when the request names none", () => {
    expect(bucketKeyOutlook(sseKms, kms)).toBe("on");
    expect(bucketKeyOutlook(sseKms, sseS3)).toBe("off");
  });

  it("aws-facts 1.2 rows 9 and 14: is what the request says when it says it", () => {
    expect(bucketKeyOutlook({ ...sseKms, bucketKey: "on" }, sseS3)).toBe("on");
    expect(bucketKeyOutlook({ ...sseKms, bucketKey: "off" }, kms)).toBe("off");
  });

  it("is unknown, not off, while the bucket's setting is unknown", () => {
    expect(bucketKeyOutlook(sseKms, undefined)).toBe("unknown");
    expect(bucketKeyOutlook(emptyEncryptionDraft, undefined)).toBe("unknown");
  });

  it("aws-facts 1.14 and 1.2 row 11: is off for DSSE-KMS and SSE-S3, whatever the form holds", () => {
    expect(bucketKeyOutlook({ ...sseKms, keyType: "aws:kms:dsse", bucketKey: "on" }, kms)).toBe("off");
    expect(bucketKeyOutlook({ ...sseKms, keyType: "AES256", bucketKey: "on" }, kms)).toBe("off");
    expect(bucketKeyOutlook(emptyEncryptionDraft, { ...sseS3, bucketKeyEnabled: true })).toBe("off");
  });
});

describe("whether KMS takes part", () => {
  it("follows the bucket's default when the request names nothing", () => {
    expect(kmsTakesPart(emptyEncryptionDraft, kms)).toBe(true);
    expect(kmsTakesPart(emptyEncryptionDraft, sseS3)).toBe(false);
    expect(kmsTakesPart(emptyEncryptionDraft, undefined)).toBeUndefined();
  });
});
