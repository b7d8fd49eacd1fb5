import { base64, fromBase64 } from "#local-aws/protocol/bytes.ts";
import type { Hashing } from "#local-aws/services.ts";
import type { ChecksumAlgorithm } from "#local-aws/world.ts";

/** The checksums that can be combined from parts without the data: the CRCs. */
export type CombinableAlgorithm = Extract<ChecksumAlgorithm, "CRC32" | "CRC32C" | "CRC64NVME">;

/** One part's checksum, base64 of its big-endian bytes, and the part's length in bytes. */
export interface PartChecksum {
  readonly value: string;
  readonly size: number;
}

/** Generator polynomials, bit-reflected as these CRCs run. */
const CRCS: Readonly<Record<CombinableAlgorithm, { readonly width: number; readonly polynomial: bigint }>> = {
  CRC32: { width: 32, polynomial: 0xedb88320n },
  CRC32C: { width: 32, polynomial: 0x82f63b78n },
  CRC64NVME: { width: 64, polynomial: 0x9a6c9329ac4bc9b5n },
};

/** Whether full-object checksums of this algorithm can be made from those of the parts (aws-facts 1.7). */
export function isCombinable(algorithm: ChecksumAlgorithm): algorithm is CombinableAlgorithm {
  return Object.hasOwn(CRCS, algorithm);
}

/**
 * The CRC of the whole object from the CRCs of its parts, base64, without reading a byte again. A CRC is a remainder modulo a
 * polynomial over GF(2): appending n bytes multiplies the remainder by x^(8n), and all-ones start and finish of these three
 * CRCs cancel out. So crc(A‖B) = crc(A)·x^(8·|B|) mod P ⊕ crc(B).
 */
export function combineCrcs(algorithm: CombinableAlgorithm, parts: readonly PartChecksum[]): string {
  const { width, polynomial } = CRCS[algorithm];
  const shifts = new Map<number, bigint>();
  let crc = 0n;
  for (const part of parts) {
    // Parts of one upload mostly share one length: the power of x is worked out once for each.
    let shift = shifts.get(part.size);
    if (shift === undefined) {
      shift = powerOfX(BigInt(part.size) * 8n, width, polynomial);
      shifts.set(part.size, shift);
    }
    crc = multiply(crc, shift, width, polynomial) ^ toNumber(part.value);
  }
  return toChecksum(crc, width / 8);
}

/** S3's checksum of checksums: the digest of the parts' binary digests, base64, then `-` and their number. */
export function compositeChecksum(hashing: Hashing, algorithm: ChecksumAlgorithm, values: readonly string[]): string {
  const hasher = hashing.create(algorithm);
  for (const value of values) hasher.update(bytesOf(value));
  return `${base64(hasher.digest())}-${values.length}`;
}

/** a·b mod P; reflected, so the highest bit stands for x^0 and a shift right multiplies by x. */
function multiply(a: bigint, b: bigint, width: number, polynomial: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = 1n << BigInt(width - 1); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}

/** x^exponent mod P by repeated squaring. */
function powerOfX(exponent: bigint, width: number, polynomial: bigint): bigint {
  let result = 1n << BigInt(width - 1);
  let square = 1n << BigInt(width - 2);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square, width, polynomial);
    square = multiply(square, square, width, polynomial);
  }
  return result;
}

function bytesOf(checksum: string): Uint8Array {
  const bytes = fromBase64(checksum);
  if (bytes === undefined) throw new Error("A stored checksum is not base64");
  return bytes;
}

function toNumber(checksum: string): bigint {
  return bytesOf(checksum).reduce<bigint>((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function toChecksum(number: bigint, length: number): string {
  return base64(Uint8Array.from({ length }, (_, index) => Number((number >> BigInt((length - 1 - index) * 8)) & 0xffn)));
}
