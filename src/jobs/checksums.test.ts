import fc from "fast-check";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checksumOf, checksumOfParts } from "./checksums.ts";
import { hashBlob } from "./hash-blob.ts";

describe("hashBlob", () => {
  it.each([
    // Check values of the catalogue of parametrised CRC algorithms, over "123456789"
    ["CRC32", "y/Q5Jg=="],
    ["CRC32C", "4waSgw=="],
    ["CRC64NVME", "rosUhgp5mIg="],
  ] as const)("computes the check value of %s", async (algorithm, value) => {
    expect(checksumOf(algorithm, await hashBlob(new Blob(["123456789"]), algorithm)).value).toBe(value);
  });

  it("aws-facts 1.4: CRC32 of the recorded body", async () => {
    expect(checksumOf("CRC32", await hashBlob(new Blob(["test-sse"]), "CRC32"))).toEqual({ algorithm: "CRC32", value: "KHcEKQ==" });
  });

  it("reads blobs longer than a slice", async () => {
    const bytes = new Uint8Array(9 * 1024 ** 2).fill(7);
    expect(Buffer.from(await hashBlob(new Blob([bytes]), "SHA256"))).toEqual(createHash("sha256").update(bytes).digest());
  });
});

describe("checksumOfParts", () => {
  it.each(["CRC64NVME", "CRC32", "CRC32C"] as const)("equals the %s of the whole", async (algorithm) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 64 }), { minLength: 1, maxLength: 6 }), async (pieces) => {
        const chunks = pieces.map((piece) => new Uint8Array(piece));
        const parts = await Promise.all(chunks.map(async (chunk) => ({ digest: await hashBlob(new Blob([chunk]), algorithm), length: chunk.length })));
        const whole = await hashBlob(new Blob(chunks), algorithm);
        expect(await checksumOfParts(algorithm, parts)).toEqual({ ...checksumOf(algorithm, whole), type: "FULL_OBJECT" });
      }),
    );
  });

  it("makes a composite of SHA digests, with the number of parts", async () => {
    const digests = ["one", "two"].map((text) => createHash("sha256").update(text).digest());
    const parts = digests.map((digest) => ({ digest, length: 3 }));
    const value = `${createHash("sha256").update(Buffer.concat(digests)).digest("base64")}-2`;
    expect(await checksumOfParts("SHA256", parts)).toEqual({ algorithm: "SHA256", value, type: "COMPOSITE" });
  });
});
