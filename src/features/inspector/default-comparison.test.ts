import { describe, expect, it } from "vitest";
import type { BucketDefaultEncryption, ObjectEncryption } from "#domain/encryption.ts";
import { compareWithDefault } from "./default-comparison.ts";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1";
const setting: BucketDefaultEncryption = { algorithm: "aws:kms", keyAsStored: KEY, bucketKeyEnabled: true, blockedEncryptionTypes: [] };
const object: ObjectEncryption = { algorithm: "aws:kms", keyArn: KEY, bucketKey: "on" };

describe("compareWithDefault", () => {
  it("finds the same key and settings", () => {
    expect(compareWithDefault(object, setting, KEY).kind).toBe("same");
  });

  it.each<[string, ObjectEncryption, RegExp]>([
    ["algorithm", { algorithm: "AES256", bucketKey: "off" }, /SSE-S3; the bucket's default is SSE-KMS/],
    ["key", { ...object, keyArn: `${KEY}2` }, /another key/],
    ["Bucket Key", { ...object, bucketKey: "off" }, /does not use a Bucket Key/],
  ])("names a different %s", (_, encryption, words) => {
    const comparison = compareWithDefault(encryption, setting, KEY);
    expect(comparison.kind).toBe("differs");
    expect(comparison.findings.join(" ")).toMatch(words);
  });

  it.each<[string, ObjectEncryption, string | undefined]>([
    ["the encryption", "not-exposed", KEY],
    ["the key", { ...object, keyArn: "not-exposed" }, KEY],
    ["the Bucket Key", { ...object, bucketKey: "not-exposed" }, KEY],
    ["the default's key", object, undefined],
  ])("says unknown, not different, when %s is not known", (_, encryption, arn) => {
    expect(compareWithDefault(encryption, setting, arn).kind).toBe("unknown");
  });

  it("aws-facts 1.14: does not hold a missing Bucket Key against DSSE-KMS", () => {
    const dsse = { ...setting, algorithm: "aws:kms:dsse" };
    expect(compareWithDefault({ algorithm: "aws:kms:dsse", keyArn: KEY, bucketKey: "off" }, dsse, KEY).kind).toBe("same");
  });
});
