/** CRCs of parts that combine into the CRC of the whole. SHA digests cannot (aws-facts 1.7). */
export type CrcAlgorithm = "CRC64NVME" | "CRC32" | "CRC32C";

/** Width in bits and reflected polynomial. All three start and end with all ones, which cancels out on combining. */
const CRC: Readonly<Record<CrcAlgorithm, { readonly width: bigint; readonly polynomial: bigint }>> = {
  CRC64NVME: { width: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
  CRC32: { width: 32n, polynomial: 0xedb88320n },
  CRC32C: { width: 32n, polynomial: 0x82f63b78n },
};

/**
 * Combines CRCs of consecutive pieces into that of the whole, without the bytes: appending n bytes multiplies a CRC by x^8n, modulo the
 * polynomial over GF(2). `pieces` in order, lengths in bytes.
 */
export function combineCrcs(algorithm: CrcAlgorithm, pieces: readonly { readonly crc: bigint; readonly length: number }[]): bigint {
  const field = new Gf2(CRC[algorithm]);
  const shifts = new Map<number, bigint>();
  let whole = 0n;
  for (const { crc, length } of pieces) {
    // All parts but the last have the same length
    let shift = shifts.get(length);
    if (shift === undefined) {
      shift = field.power(8n * BigInt(length));
      shifts.set(length, shift);
    }
    whole = field.multiply(shift, whole) ^ crc;
  }
  return whole;
}

/** Bytes of a CRC of this algorithm. */
export function crcBytes(algorithm: CrcAlgorithm): number {
  return Number(CRC[algorithm].width / 8n);
}

/** Polynomials over GF(2) modulo a CRC's, in reflected order: the highest bit is x^0. */
class Gf2 {
  readonly #one: bigint;
  readonly #x: bigint;
  readonly #polynomial: bigint;

  constructor({ width, polynomial }: { readonly width: bigint; readonly polynomial: bigint }) {
    this.#one = 1n << (width - 1n);
    this.#x = 1n << (width - 2n);
    this.#polynomial = polynomial;
  }

  multiply(a: bigint, b: bigint): bigint {
    let product = 0n;
    let shifted = b;
    for (let bit = this.#one; bit > 0n; bit >>= 1n) {
      if ((a & bit) !== 0n) product ^= shifted;
      shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ this.#polynomial : shifted >> 1n;
    }
    return product;
  }

  /** x to the power of `exponent`, by squaring. */
  power(exponent: bigint): bigint {
    let result = this.#one;
    let square = this.#x;
    for (let rest = exponent; rest > 0n; rest >>= 1n) {
      if ((rest & 1n) === 1n) result = this.multiply(result, square);
      square = this.multiply(square, square);
    }
    return result;
  }
}
