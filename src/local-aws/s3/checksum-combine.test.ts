import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import { base64, concat, fromBase64 } from "#local-aws/protocol/bytes.ts";
import type { HashAlgorithm, Hashing } from "#local-aws/services.ts";
import { combineCrcs, compositeChecksum, isCombinable } from "./checksum-combine.ts";

let hashing: Hashing;
beforeAll(async () => {
  hashing = await createNodeHashing();
});

function digest(algorithm: HashAlgorithm, bytes: Uint8Array): string {
  const hasher = hashing.create(algorithm);
  hasher.update(bytes);
  return base64(hasher.digest());
}

describe("combineCrcs", () => {
  it.each(["CRC32", "CRC32C", "CRC64NVME"] as const)("gives the %s of the whole from those of any parts", (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 6 }), (pieces) => {
        const parts = pieces.map((piece) => ({ value: digest(algorithm, piece), size: piece.length }));
        expect(combineCrcs(algorithm, parts)).toBe(digest(algorithm, concat(pieces)));
      }),
    );
  });

  it("knows parts of real sizes: two of 5 MiB and a last byte", () => {
    const part = new Uint8Array(5 * 1024 ** 2).map((_, index) => index % 251);
    const last = Uint8Array.of(7);
    const parts = [part, part, last].map((bytes) => ({ value: digest("CRC64NVME", bytes), size: bytes.length }));
    expect(combineCrcs("CRC64NVME", parts)).toBe(digest("CRC64NVME", concat([part, part, last])));
  });

  it("combines CRCs only", () => {
    expect((["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const).filter(isCombinable)).toEqual(["CRC32", "CRC32C", "CRC64NVME"]);
  });
});

describe("compositeChecksum", () => {
  it("is the digest of the parts' binary digests and their number", () => {
    const values = [digest("SHA256", Uint8Array.of(1)), digest("SHA256", Uint8Array.of(2))];
    const binary = concat(values.map((value) => fromBase64(value) ?? new Uint8Array()));
    expect(compositeChecksum(hashing, "SHA256", values)).toBe(`${digest("SHA256", binary)}-2`);
  });
});
