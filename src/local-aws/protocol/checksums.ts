import type { ChecksumAlgorithm } from "#local-aws/world.ts";
import { AwsError } from "./aws-error.ts";
import { fromBase64 } from "./bytes.ts";

/** The five algorithms of `x-amz-checksum-*`, in the order that AWS lists them. */
export const CHECKSUM_ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const satisfies readonly ChecksumAlgorithm[];

/** Digest lengths in bytes. */
const DIGEST_BYTES: Readonly<Record<ChecksumAlgorithm, number>> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

/** A checksum as declared or computed: `value` is base64 of the (big-endian) digest. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

/** Name of the header, or trailer, that carries a checksum: `x-amz-checksum-crc32` … */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The algorithm that a header or trailer name carries (any letter case), or undefined for another name. */
export function algorithmOfHeader(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => checksumHeader(algorithm) === name.toLowerCase());
}

/** The algorithm that a text names (`x-amz-checksum-algorithm`, `x-amz-sdk-checksum-algorithm`; any letter case). */
export function parseChecksumAlgorithm(text: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === text.toUpperCase());
}

/** Refuses a value that is not the base64 of a digest of the algorithm's length (aws-facts 1.4). `place` is where it stood. */
export function assertChecksumForm(checksum: Checksum, place: "header" | "trailing header" = "header"): void {
  if (fromBase64(checksum.value)?.length === DIGEST_BYTES[checksum.algorithm]) return;
  throw new AwsError(400, "InvalidRequest", `Value for ${checksumHeader(checksum.algorithm)} ${place} is invalid.`);
}

/**
 * The checksum that a request declares in its headers, undefined when there is none. More than one, or a value that cannot be
 * one, is refused with 400 InvalidRequest.
 */
export function declaredChecksumHeader(headers: Headers): Checksum | undefined {
  const declared = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = headers.get(checksumHeader(algorithm));
    return value === null ? [] : [{ algorithm, value }];
  });
  if (declared.length > 1) {
    throw new AwsError(400, "InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
  const [checksum] = declared;
  if (checksum !== undefined) assertChecksumForm(checksum);
  return checksum;
}

/** The refusal of a body that does not have its declared checksum (aws-facts 1.4). */
export function badChecksum(algorithm: ChecksumAlgorithm): AwsError {
  return new AwsError(400, "BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
}
