import { describe, expect, it } from "vitest";
import { emptyContext, parseEncryptionContext } from "#domain/encryption-context.ts";
import { encryptionParams } from "./encryption-params.ts";

const parsed = parseEncryptionContext({ dept: "hr" });
if (!parsed.ok) throw new Error("the context of this test is valid");
const context = parsed.context;

describe("encryptionParams", () => {
  it("aws-facts 1.2 row 2: sends nothing for the bucket's default", () => {
    expect(encryptionParams({ serverSideEncryption: "bucket-default" })).toEqual({});
  });

  it("aws-facts 2.1: sends the context as base64 JSON", () => {
    expect(encryptionParams({ serverSideEncryption: "aws:kms", keyId: "alias/finance", encryptionContext: context, bucketKeyEnabled: false })).toEqual({
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: "alias/finance",
      SSEKMSEncryptionContext: "eyJkZXB0IjoiaHIifQ==",
      BucketKeyEnabled: false,
    });
  });

  it("aws-facts 1.2 rows 5 and 7: leaves key, context and Bucket Key out when they were not chosen", () => {
    expect(encryptionParams({ serverSideEncryption: "aws:kms", encryptionContext: emptyContext })).toEqual({ ServerSideEncryption: "aws:kms" });
  });

  it("aws-facts 1.14: never sends a Bucket Key for DSSE-KMS", () => {
    const settings = { serverSideEncryption: "aws:kms:dsse", encryptionContext: emptyContext, bucketKeyEnabled: true } as const;
    expect(encryptionParams(settings)).toEqual({ ServerSideEncryption: "aws:kms:dsse" });
  });
});
