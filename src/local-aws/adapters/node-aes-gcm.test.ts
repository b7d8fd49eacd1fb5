import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { concat, fromHex, hex, utf8 } from "#local-aws/protocol/bytes.ts";
import type { GcmParameters } from "#local-aws/services.ts";
import { nodeAesGcm } from "./node-aes-gcm.ts";

const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const parameters = fc.record({ key: exactly(32), nonce: exactly(12), boundTo: fc.uint8Array({ maxLength: 40 }) });

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return fromHex(text) ?? new Uint8Array(0);
}

test("the published vector: test case 16 of the GCM specification", () => {
  const given: GcmParameters = {
    key: bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
    nonce: bytes("cafebabefacedbaddecaf888"),
    boundTo: bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
  };
  const plaintext = bytes("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  const sealed = concat(nodeAesGcm.seal(given, [plaintext]));
  expect(hex(sealed)).toBe(
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662" +
      "76fc6ece0f4e1768cddf8853bb2d551b",
  );
});

test("what was sealed in pieces opens whole, under the same parameters only", () => {
  fc.assert(
    fc.property(parameters, fc.array(fc.uint8Array({ maxLength: 100 })), (given, pieces) => {
      const sealed = concat(nodeAesGcm.seal(given, pieces));
      expect(nodeAesGcm.open(given, sealed)).toEqual(Buffer.from(concat(pieces)));
      expect(nodeAesGcm.open({ ...given, boundTo: concat([given.boundTo, utf8("x")]) }, sealed)).toBeUndefined();
      expect(nodeAesGcm.open({ ...given, nonce: given.nonce.map((byte) => byte ^ 1) }, sealed)).toBeUndefined();
    }),
  );
});

test("no tag shorter than 16 bytes passes", () => {
  const given: GcmParameters = { key: new Uint8Array(32), nonce: new Uint8Array(12), boundTo: new Uint8Array(0) };
  const cipher = createCipheriv("aes-256-gcm", given.key, given.nonce, { authTagLength: 4 });
  cipher.final();
  expect(nodeAesGcm.open(given, cipher.getAuthTag())).toBeUndefined();
});
