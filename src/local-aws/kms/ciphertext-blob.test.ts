import fc from "fast-check";
import { expect, test } from "vitest";
import { hex } from "#local-aws/protocol/bytes.ts";
import { decodeCiphertextBlob, encodeCiphertextBlob } from "./ciphertext-blob.ts";

const ARN = "arn:aws:kms:us-east-1:111122223333:key/1a7f3c52-8d0e-4b6a-9c41-5e2f7b90d313";
const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => new Uint8Array(array));
const materialIds = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hex);

test("a blob reads back as it was written", () => {
  fc.assert(
    fc.property(materialIds, bytes(12, 12), bytes(16, 80), (materialId, nonce, sealed) => {
      const blob = { keyArn: ARN, materialId, nonce, sealed };
      expect(decodeCiphertextBlob(encodeCiphertextBlob(blob))).toEqual(blob);
    }),
  );
});

test("bytes that are no blob are refused, and never break the reader", () => {
  const whole = encodeCiphertextBlob({
    keyArn: ARN,
    materialId: "00".repeat(32),
    nonce: new Uint8Array(12),
    sealed: new Uint8Array(16),
  });
  for (let length = 0; length < whole.length; length += 1) expect(decodeCiphertextBlob(whole.subarray(0, length))).toBeUndefined();
  expect(decodeCiphertextBlob(Uint8Array.of(2, ...whole.subarray(1)))).toBeUndefined();
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => void decodeCiphertextBlob(noise)));
});

test("a material id that is none is a fault of the store, not of the caller", () => {
  expect(() => encodeCiphertextBlob({ keyArn: ARN, materialId: "abc", nonce: new Uint8Array(12), sealed: new Uint8Array(16) })).toThrow(
    RangeError,
  );
});
