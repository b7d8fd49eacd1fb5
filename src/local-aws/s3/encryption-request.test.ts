import { beforeAll, describe, expect, it } from "vitest";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Hashing } from "#local-aws/services.ts";
import { asksForEncryption, type EncryptionRequest, readEncryptionRequest, refuseEncryptionHeaders } from "./encryption-request.ts";

const SSE = "x-amz-server-side-encryption";
const CUSTOMER = `${SSE}-customer`;
const KEY = btoa("0123456789abcdef0123456789abcdef");
const KEY_MD5 = "Uop4hTwyTjhJMfOeL2S1zA==";

let hashing: Hashing;
beforeAll(async () => {
  hashing = await createNodeHashing();
});

function read(headers: Record<string, string>): EncryptionRequest {
  return readEncryptionRequest((name) => headers[name], hashing);
}

function refusal(work: () => unknown): { code: string; message: string; details: object } {
  try {
    work();
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, message: error.message, details: error.details };
    throw error;
  }
  throw new Error("Nothing was refused");
}

describe("readEncryptionRequest", () => {
  it("leaves everything to the bucket when no header was sent", () => {
    expect(read({})).toEqual({});
  });

  it("reads all of an SSE-KMS request", () => {
    const headers = {
      [SSE]: "aws:kms",
      [`${SSE}-aws-kms-key-id`]: "alias/finance",
      [`${SSE}-context`]: "eyJkZXB0IjoiaHIifQ==",
      [`${SSE}-bucket-key-enabled`]: "False",
    };
    const expected = { algorithm: "aws:kms", keyReference: "alias/finance", context: { dept: "hr" }, contextHeader: "eyJkZXB0IjoiaHIifQ==", bucketKeyEnabled: false };
    expect(read(headers)).toEqual(expected);
  });

  it.each(["true", "True", "TRUE"])("takes the bucket key header as %s (awscli 2.9 sends a capital)", (value) => {
    expect(read({ [SSE]: "aws:kms", [`${SSE}-bucket-key-enabled`]: value }).bucketKeyEnabled).toBe(true);
  });

  it("refuses a bucket key header that is neither true nor false", () => {
    expect(refusal(() => read({ [SSE]: "aws:kms", [`${SSE}-bucket-key-enabled`]: "yes" })).code).toBe("InvalidArgument");
  });

  it.each<Record<string, string>>([{}, { [SSE]: "AES256" }])("refuses a key or a context without KMS: aws-facts 1.9 rows 11 and 19 (%j)", (sse) => {
    const message = "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
    const expected = { code: "InvalidArgument", message, details: { ArgumentName: SSE } };
    expect(refusal(() => read({ ...sse, [`${SSE}-aws-kms-key-id`]: "k" }))).toEqual(expected);
    expect(refusal(() => read({ ...sse, [`${SSE}-context`]: "e30=" }))).toEqual(expected);
  });

  it.each(["", "aes:kms", "AWS:KMS"])("refuses the method %j: aws-facts 1.9 row 12", (value) => {
    expect(refusal(() => read({ [SSE]: value }))).toEqual({
      code: "InvalidArgument",
      message: "The encryption method specified is not supported",
      details: { ArgumentName: SSE, ArgumentValue: value },
    });
  });

  it.each(["AES256", "aws:kms"])("names the clash of %s with SSE-C before the SSE-C algorithm: aws-facts 1.9 row 13", (value) => {
    expect(refusal(() => read({ [SSE]: value, [`${CUSTOMER}-algorithm`]: "ROT13" }))).toEqual({
      code: "InvalidArgument",
      message: "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
      details: { ArgumentName: SSE, ArgumentValue: value },
    });
  });

  const provided = "Requests specifying Server Side Encryption with Customer provided keys must provide";
  it.each([
    [24, { algorithm: "AES128" }, "InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256."],
    [25, { key: KEY }, "InvalidArgument", `${provided} a valid encryption algorithm.`],
    [26, { algorithm: "AES256" }, "InvalidArgument", `${provided} an appropriate secret key.`],
    [27, { algorithm: "AES256", key: btoa("short"), "key-md5": KEY_MD5 }, "InvalidArgument", "The secret key was invalid for the specified algorithm."],
    [
      28,
      { algorithm: "AES256", key: KEY, "key-md5": btoa("another key's md5") },
      "InvalidArgument",
      "The calculated MD5 hash of the key did not match the hash that was provided.",
    ],
  ])("checks SSE-C headers: aws-facts 1.9 row %i", (_, customer, code, message) => {
    const headers = Object.fromEntries(Object.entries(customer).map(([name, value]) => [`${CUSTOMER}-${name}`, value]));
    expect(refusal(() => read(headers))).toMatchObject({ code, message });
  });

  it("recognises a complete SSE-C request", () => {
    const md5 = hashing.create("MD5");
    md5.update(new TextEncoder().encode("0123456789abcdef0123456789abcdef"));
    const digest = btoa(String.fromCharCode(...md5.digest()));
    const headers = { [`${CUSTOMER}-algorithm`]: "AES256", [`${CUSTOMER}-key`]: KEY, [`${CUSTOMER}-key-md5`]: digest };
    expect(read(headers)).toEqual({ customerKey: { bytes: new TextEncoder().encode("0123456789abcdef0123456789abcdef"), md5: digest } });
  });

  it.each([
    ["not base64", "{}"],
    ["not JSON", btoa("dept")],
    ["an array", btoa('["dept"]')],
    ["a number", btoa('{"dept":1}')],
    ["nested", btoa('{"dept":{"a":"b"}}')],
    ["without padding", "eyJkZXB0IjoiaHIifQ"],
    ["half a surrogate pair", btoa('{"dept":"\\ud800"}')],
    ["not UTF-8", btoa('{"dept":"\xff"}')],
  ])("refuses a context that is %s: aws-facts 1.9 row 18", (_, value) => {
    const message =
      "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map";
    expect(refusal(() => read({ [SSE]: "aws:kms", [`${SSE}-context`]: value }))).toMatchObject({ code: "InvalidArgument", message });
  });
});

describe("refuseEncryptionHeaders", () => {
  it("refuses the header on parts and Complete: aws-facts 1.9 row 14", () => {
    const headers: Record<string, string> = { [SSE]: "aws:kms" };
    expect(refusal(() => refuseEncryptionHeaders((name) => headers[name]))).toEqual({
      code: "InvalidArgument",
      message: "x-amz-server-side-encryption header is not supported for this operation.",
      details: { ArgumentName: SSE, ArgumentValue: "aws:kms" },
    });
  });
});

describe("asksForEncryption", () => {
  it("counts any encryption header, and nothing else, as a change", () => {
    expect(asksForEncryption(read({ [SSE]: "AES256" }))).toBe(true);
    expect(asksForEncryption(read({}))).toBe(false);
  });
});
