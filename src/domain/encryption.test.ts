import { describe, expect, it } from "vitest";
import { emptyContext, parseEncryptionContext } from "./encryption-context.ts";
import { encryptionHeaders, readEncryption } from "./encryption.ts";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555";

function reader(headers: Record<string, string>) {
  return (name: string) => headers[name];
}

describe("encryption headers", () => {
  it("sends nothing for the bucket's default (aws-facts 1.2 rows 1-4)", () => {
    expect(encryptionHeaders({ serverSideEncryption: "bucket-default" })).toEqual([]);
  });

  it("sends every header of SSE-KMS, an explicit false included (aws-facts 1.2 row 14)", () => {
    const parsed = parseEncryptionContext({ dept: "hr" });
    if (!parsed.ok) throw new Error(parsed.problem);
    const headers = encryptionHeaders({ serverSideEncryption: "aws:kms", keyId: KEY, encryptionContext: parsed.context, bucketKeyEnabled: false });
    expect(headers).toEqual([
      ["x-amz-server-side-encryption", "aws:kms"],
      ["x-amz-server-side-encryption-aws-kms-key-id", KEY],
      ["x-amz-server-side-encryption-context", "eyJkZXB0IjoiaHIifQ=="],
      ["x-amz-server-side-encryption-bucket-key-enabled", "false"],
    ]);
  });

  it("leaves out what was not chosen", () => {
    expect(encryptionHeaders({ serverSideEncryption: "aws:kms:dsse", encryptionContext: emptyContext })).toEqual([["x-amz-server-side-encryption", "aws:kms:dsse"]]);
  });
});

describe("reading an answer", () => {
  it("aws-facts 8.2: no readable header is not-exposed, never unencrypted", () => {
    expect(readEncryption(reader({ "content-length": "3" }))).toBe("not-exposed");
  });

  it("aws-facts 1.1: the Bucket Key's absence is off only where CORS exposes its header", () => {
    const headers = { "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": KEY };
    expect(readEncryption(reader(headers))).toEqual({ algorithm: "aws:kms", keyArn: KEY, bucketKey: "not-exposed" });
    expect(readEncryption(reader(headers), true)).toEqual({ algorithm: "aws:kms", keyArn: KEY, bucketKey: "off" });
    const on = { ...headers, "x-amz-server-side-encryption-bucket-key-enabled": "True" };
    expect(readEncryption(reader(on))).toMatchObject({ bucketKey: "on" });
  });

  it("aws-facts 1.14: DSSE-KMS has no Bucket Key, whatever is exposed", () => {
    expect(readEncryption(reader({ "x-amz-server-side-encryption": "aws:kms:dsse" }))).toEqual({ algorithm: "aws:kms:dsse", keyArn: "not-exposed", bucketKey: "off" });
  });

  it("tells SSE-C from hidden headers (aws-facts 1.2 row 12)", () => {
    expect(readEncryption(reader({ "x-amz-server-side-encryption-customer-algorithm": "AES256" }))).toEqual({ algorithm: "SSE-C", bucketKey: "off" });
  });

  it("reads an echoed context, and passes over one that is none", () => {
    const headers = { "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-context": "eyJkZXB0IjoiaHIifQ==" };
    expect(readEncryption(reader(headers))).toMatchObject({ context: { dept: "hr" } });
    expect(readEncryption(reader({ ...headers, "x-amz-server-side-encryption-context": "***" }))).not.toHaveProperty("context");
  });
});
