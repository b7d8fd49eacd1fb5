import type { ChecksumAlgorithm, ObjectChecksum } from "#domain/object.ts";
import { combineCrcs, crcBytes, type CrcAlgorithm } from "./crc-combine.ts";
import { hashBlob } from "./hash-blob.ts";

/** A part that was hashed. */
export interface HashedPart {
  readonly digest: Uint8Array;
  /** Bytes of the part. */
  readonly length: number;
}

/** A digest as S3 writes it. */
export function checksumOf(algorithm: ChecksumAlgorithm, digest: Uint8Array): ObjectChecksum {
  return { algorithm, value: base64(digest) };
}

/**
 * What S3 will compute for an object made of these parts: the CRC of the whole, combined from the parts', or for SHA the digest of
 * digests with the number of parts behind it (aws-facts 1.7). Parts in order.
 */
export async function checksumOfParts(algorithm: ChecksumAlgorithm, parts: readonly HashedPart[]): Promise<ObjectChecksum> {
  if (algorithm === "SHA1" || algorithm === "SHA256") {
    const digest = await hashBlob(new Blob(parts.map((part) => new Uint8Array(part.digest))), algorithm);
    return { algorithm, value: `${base64(digest)}-${parts.length}`, type: "COMPOSITE" };
  }
  const whole = combineCrcs(
    algorithm,
    parts.map(({ digest, length }) => ({ crc: toInteger(digest), length })),
  );
  return { algorithm, value: base64(toBytes(whole, algorithm)), type: "FULL_OBJECT" };
}

function toInteger(bigEndian: Uint8Array): bigint {
  return bigEndian.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function toBytes(value: bigint, algorithm: CrcAlgorithm): Uint8Array {
  const length = crcBytes(algorithm);
  return Uint8Array.from({ length }, (_, index) => Number((value >> BigInt(8 * (length - 1 - index))) & 0xffn));
}

/** Digests are a few bytes long. */
function base64(digest: Uint8Array): string {
  return btoa(String.fromCharCode(...digest));
}
