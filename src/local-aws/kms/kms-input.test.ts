import { expect, test } from "vitest";
import { kmsInput } from "./kms-input.ts";

const input = (members: Readonly<Record<string, unknown>>) => kmsInput(JSON.stringify(members));
const problem = (code: string, message: string) => expect.objectContaining({ status: 400, code, message });

test("aws-facts 3.8: lengths, ranges and missing members are told in the words of the API model", () => {
  expect(() => input({ NumberOfBytes: 1025 }).integer("NumberOfBytes", { min: 1, max: 1024 })).toThrow(
    problem(
      "ValidationException",
      "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    ),
  );
  expect(() => input({ Plaintext: btoa("x".repeat(4097)) }).requiredBlob("Plaintext", { min: 1, max: 4096 })).toThrow(
    problem(
      "ValidationException",
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    ),
  );
  expect(() => input({}).keyId()).toThrow(
    problem("ValidationException", "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null"),
  );
  expect(() => input({ KeySpec: "AES_512" }).string("KeySpec", { oneOf: ["AES_256", "AES_128"] })).toThrow(
    problem(
      "ValidationException",
      "1 validation error detected: Value 'AES_512' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]",
    ),
  );
});

test.each(["not json", "[]", "null", "7"])("the body %s is not a request", (text) => {
  expect(() => kmsInput(text)).toThrow(expect.objectContaining({ code: "SerializationException" }));
});

test("a member of a wrong type is refused, not coerced", () => {
  expect(() => input({ KeyId: 7 }).keyId()).toThrow(problem("SerializationException", "KeyId is not a string"));
  expect(() => input({ Limit: "7" }).integer("Limit", {})).toThrow(problem("SerializationException", "Limit is not an integer"));
  expect(() => input({ Plaintext: "%%%" }).requiredBlob("Plaintext", {})).toThrow(problem("SerializationException", "Plaintext is not base64"));
  for (const context of [{ a: 1 }, { a: { b: "c" } }, ["a"]]) {
    expect(() => input({ EncryptionContext: context }).context("EncryptionContext")).toThrow(
      problem("SerializationException", "EncryptionContext is not a map of strings"),
    );
  }
});

test("absent and null are the same, and an empty body has no members", () => {
  expect(input({ EncryptionContext: null }).context("EncryptionContext")).toEqual({});
  expect(kmsInput("").string("Marker")).toBeUndefined();
  expect(input({}).boolean("DryRun")).toBe(false);
});

test("members that the stand-in cannot honour are refused, not ignored", () => {
  expect(() => input({ Recipient: {} }).refuse("Recipient")).toThrow(expect.objectContaining({ code: "UnsupportedOperationException" }));
  expect(() => input({}).refuse("Recipient")).not.toThrow();
});
