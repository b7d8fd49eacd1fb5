import { expect, test } from "vitest";
import { versionRow } from "#local-aws/conformance/s3-operations.ts";
import { checksumHeaders, encryptionHeaders, objectHeaders, versionIdHeaders } from "./response-headers.ts";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

test("aws-facts 1.1: BK is true or absent, CTX only where it is echoed, as the caller sent it", () => {
  const encryption = {
    algorithm: "aws:kms",
    kmsKeyArn: KEY,
    bucketKeyEnabled: true,
    effectiveContext: { dept: "hr", "aws:s3:arn": "arn:aws:s3:::b" },
    wrappedKey: undefined,
  } as const;
  const read = {
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": KEY,
    "x-amz-server-side-encryption-bucket-key-enabled": "true",
  };
  expect(encryptionHeaders(encryption)).toEqual(read);
  // The example of aws-facts 2.1.
  expect(encryptionHeaders(encryption, { contextHeader: "eyJkZXB0IjoiaHIifQ==" })).toEqual({ ...read, "x-amz-server-side-encryption-context": "eyJkZXB0IjoiaHIifQ==" });
  expect(encryptionHeaders({ ...encryption, bucketKeyEnabled: false })).toEqual({
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": KEY,
  });
  expect(encryptionHeaders({ algorithm: "AES256", wrappedKey: undefined })).toEqual({ "x-amz-server-side-encryption": "AES256" });
});

test("a bucket that never had versioning answers no version id; a suspended one does", () => {
  expect(versionIdHeaders({}, "null")).toEqual({});
  expect(versionIdHeaders({ versioning: "Suspended" }, "null")).toEqual({ "x-amz-version-id": "null" });
});

test("checksums go with their type, and without any there is none", () => {
  expect(checksumHeaders({ CRC32: "KHcEKQ==" }, "FULL_OBJECT")).toEqual({ "x-amz-checksum-crc32": "KHcEKQ==", "x-amz-checksum-type": "FULL_OBJECT" });
  expect(checksumHeaders({}, "FULL_OBJECT")).toEqual({});
});

test("metadata beyond ASCII goes as an RFC 2047 word, content headers as the bytes that came", () => {
  const headers = new Headers(objectHeaders(versionRow({ key: "k", userMetadata: { plain: "a b", city: "Köln" }, contentDisposition: 'inline; filename="ö"' })));
  expect(headers.get("x-amz-meta-plain")).toBe("a b");
  expect(headers.get("x-amz-meta-city")).toBe("=?UTF-8?B?S8O2bG4=?=");
  expect(headers.get("content-disposition")).toBe('inline; filename="\u00c3\u00b6"');
});

test("the default storage class is left out, others and the number of tags are told", () => {
  expect(objectHeaders(versionRow({ key: "k" }))).not.toHaveProperty("x-amz-storage-class");
  expect(objectHeaders(versionRow({ key: "k", storageClass: "GLACIER_IR", tags: [{ Key: "a", Value: "b" }] }))).toMatchObject({
    "x-amz-storage-class": "GLACIER_IR",
    "x-amz-tagging-count": "1",
  });
});
