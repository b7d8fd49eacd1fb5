import fc from "fast-check";
import { expect, test } from "vitest";
import { hex, utf8 } from "#local-aws/protocol/bytes.ts";
import type { HashAlgorithm } from "#local-aws/services.ts";
import { createNodeHashing } from "./node-hashing.ts";

const CHECK_VALUES: Readonly<Record<HashAlgorithm, string>> = {
  MD5: "25f9e794323b453885f5181f1b624d0b",
  SHA1: "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
  SHA256: "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
  CRC32: "cbf43926",
  CRC32C: "e3069283",
  CRC64NVME: "ae8b14860a799888",
};
const ALGORITHMS: readonly HashAlgorithm[] = ["MD5", "SHA1", "SHA256", "CRC32", "CRC32C", "CRC64NVME"];

test.each(ALGORITHMS)('%s of "123456789" is the published check value', async (algorithm) => {
  const hasher = (await createNodeHashing()).create(algorithm);
  hasher.update(utf8("123456789"));
  expect(hex(hasher.digest())).toBe(CHECK_VALUES[algorithm]);
});

test.each(ALGORITHMS)("%s does not depend on how the bytes are cut, nor on other digests running between", async (algorithm) => {
  const hashing = await createNodeHashing();
  const whole = (bytes: Uint8Array): string => {
    const hasher = hashing.create(algorithm);
    hasher.update(bytes);
    return hex(hasher.digest());
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), fc.nat(300), (one, other, cut) => {
      const [first, second] = [hashing.create(algorithm), hashing.create(algorithm)];
      first.update(one.subarray(0, cut));
      second.update(other.subarray(0, cut));
      first.update(one.subarray(cut));
      second.update(other.subarray(cut));
      expect([hex(second.digest()), hex(first.digest())]).toEqual([whole(other), whole(one)]);
    }),
  );
});
