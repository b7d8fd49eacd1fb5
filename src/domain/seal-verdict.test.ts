import { describe, expect, it } from "vitest";
import { emptyContext, parseEncryptionContext } from "./encryption-context.ts";
import { askedKeyName, sealVerdict } from "./seal-verdict.ts";
import type { BucketDefaultEncryption, EncryptionSettings, ObjectEncryption } from "./encryption.ts";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555";
const OTHER = "arn:aws:kms:us-east-1:111122223333:key/99999999-2222-3333-4444-555555555555";
const parsed = parseEncryptionContext({ dept: "hr" });
const hr = parsed.ok ? parsed.context : emptyContext;
const asked: EncryptionSettings = { serverSideEncryption: "aws:kms", keyId: KEY, encryptionContext: hr, bucketKeyEnabled: true };
const stored: ObjectEncryption = { algorithm: "aws:kms", keyArn: KEY, bucketKey: "on", context: hr };

describe("seal verdict", () => {
  it("is sealed as asked when every answer matches", () => {
    expect(sealVerdict({ settings: asked, observed: stored })).toEqual({ kind: "sealed-as-asked", unverified: [] });
  });

  it.each<[string, Partial<Exclude<ObjectEncryption, "not-exposed">>, string]>([
    ["another algorithm", { algorithm: "AES256" }, "algorithm"],
    ["another key", { keyArn: OTHER }, "key"],
    ["no Bucket Key", { bucketKey: "off" }, "bucket-key"],
    ["no such context", { context: emptyContext }, "context"],
  ])("names the difference: %s", (_, change, field) => {
    const verdict = sealVerdict({ settings: asked, observed: { ...stored, ...change } });
    expect(verdict.kind === "not-as-asked" && verdict.differences.map((difference) => difference.field)).toEqual([field]);
  });

  it("never takes the hidden for right or wrong", () => {
    expect(sealVerdict({ settings: asked, observed: "not-exposed" })).toEqual({ kind: "not-verified", unverified: ["encryption"] });
    expect(sealVerdict({ settings: asked, observed: { algorithm: "aws:kms", keyArn: "not-exposed", bucketKey: "not-exposed" } }).unverified).toEqual(["key", "Bucket Key", "encryption context"]);
  });

  it("aws-facts 1.2 rows 2, 3: compares a header-less write with the bucket's default", () => {
    const bucketDefault: BucketDefaultEncryption = { algorithm: "aws:kms", keyAsStored: KEY, bucketKeyEnabled: true, blockedEncryptionTypes: [] };
    const settings: EncryptionSettings = { serverSideEncryption: "bucket-default" };
    expect(sealVerdict({ settings, observed: stored, bucketDefault })).toEqual({ kind: "sealed-as-asked", unverified: [] });
    expect(sealVerdict({ settings, observed: { ...stored, keyArn: OTHER }, bucketDefault }).kind).toBe("not-as-asked");
    expect(sealVerdict({ settings, observed: stored })).toEqual({ kind: "sealed-as-asked", unverified: [] });
  });

  it("aws-facts 1.2 row 8: a bare key id and the ARN S3 answers are the same key", () => {
    const settings: EncryptionSettings = { serverSideEncryption: "aws:kms", keyId: KEY.split("/")[1], encryptionContext: emptyContext, bucketKeyEnabled: true };
    expect(sealVerdict({ settings, observed: stored }).kind).toBe("sealed-as-asked");
  });

  it("does not count S3's own aws:s3:arn in the echo as a difference (aws-facts 2.5)", () => {
    const echo = parseEncryptionContext({ dept: "hr", "aws:s3:arn": "arn:aws:s3:::b/k" });
    expect(sealVerdict({ settings: asked, observed: { ...stored, context: echo.ok ? echo.context : emptyContext } }).kind).toBe("sealed-as-asked");
  });

  it("aws-facts 1.2 row 6: SSE-KMS without a key is aws/s3, which KMS's word confirms or refutes", () => {
    const settings: EncryptionSettings = { serverSideEncryption: "aws:kms", encryptionContext: emptyContext, bucketKeyEnabled: true };
    expect(askedKeyName(settings)).toBe("alias/aws/s3");
    expect(askedKeyName(asked)).toBeUndefined();
    expect(sealVerdict({ settings, observed: stored })).toEqual({ kind: "not-verified", unverified: [`that alias/aws/s3 names ${KEY}`] });
    expect(sealVerdict({ settings, observed: stored, askedKeyArn: KEY }).kind).toBe("sealed-as-asked");
    expect(sealVerdict({ settings, observed: stored, askedKeyArn: OTHER }).kind).toBe("not-as-asked");
  });

  describe("of a server that gives keys names of its own", () => {
    const named: EncryptionSettings = { serverSideEncryption: "aws:kms", keyId: "testkey-1", encryptionContext: emptyContext, bucketKeyEnabled: false };
    const answered = (keyArn: string): ObjectEncryption => ({ algorithm: "aws:kms", keyArn, bucketKey: "off" });

    it("compares the name that was sent with the one that was answered, and asks no KMS about it", () => {
      expect(askedKeyName(named)).toBeUndefined();
      expect(sealVerdict({ settings: named, observed: answered("testkey-1") })).toEqual({ kind: "sealed-as-asked", unverified: [] });
      expect(sealVerdict({ settings: named, observed: answered("testkey-2") })).toMatchObject({ kind: "not-as-asked", differences: [{ field: "key", asked: "testkey-1", observed: "testkey-2" }] });
    });

    it("takes a name that looks like a key id for the name it is", () => {
      const keyId = KEY.split("/")[1] ?? "";
      expect(sealVerdict({ settings: { ...named, keyId }, observed: answered(keyId) }).kind).toBe("sealed-as-asked");
    });

    it("does not judge an ARN, which may be the same key written differently", () => {
      expect(sealVerdict({ settings: named, observed: answered("arn:aws:kms:testkey-1") })).toEqual({ kind: "not-verified", unverified: ["that testkey-1 names arn:aws:kms:testkey-1"] });
    });
  });

  it("takes a matching checksum for proof of the size too", () => {
    const checksum = { algorithm: "CRC64NVME", value: "AAAAAAAAAAA=" } as const;
    expect(sealVerdict({ settings: asked, observed: stored, size: { asked: 3, observed: undefined }, checksum: { asked: checksum, observed: checksum } }).kind).toBe("sealed-as-asked");
  });

  it("compares size and checksum, and lists what was not answered", () => {
    const checksum = { algorithm: "CRC64NVME", value: "AAAAAAAAAAA=" } as const;
    expect(sealVerdict({ settings: asked, observed: stored, size: { asked: 3, observed: 4 }, checksum: { asked: checksum, observed: checksum } }).kind).toBe("not-as-asked");
    expect(sealVerdict({ settings: asked, observed: stored, size: { asked: 3, observed: undefined }, checksum: { asked: checksum, observed: undefined } })).toEqual({
      kind: "not-verified",
      unverified: ["size", "checksum"],
    });
  });
});
