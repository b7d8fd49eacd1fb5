import type { ObjectChecksum } from "#domain/object.ts";

/** The checksum members that S3's answers share. */
export interface ChecksumMembers {
  readonly ChecksumCRC64NVME?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumCRC32C?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumType?: "FULL_OBJECT" | "COMPOSITE" | undefined;
}

const ALGORITHMS = ["CRC64NVME", "CRC32", "CRC32C", "SHA256", "SHA1"] as const;

/** The checksums of an answer that were there and readable. */
export function readChecksums(answer: ChecksumMembers): readonly ObjectChecksum[] {
  return ALGORITHMS.flatMap((algorithm) => {
    const value = answer[`Checksum${algorithm}`];
    return value === undefined ? [] : [{ algorithm, value, type: answer.ChecksumType }];
  });
}

/** A checksum as a parameter of a request. */
export function checksumParams({ algorithm, value }: ObjectChecksum): ChecksumMembers {
  return { [`Checksum${algorithm}`]: value };
}

/** An ETag without its quotes. An empty one, which Ceph's radosgw answers to CompleteMultipartUpload, says nothing: undefined. */
export function unquote(etag: string | undefined): string | undefined {
  const bare = etag?.replace(/^"(.*)"$/, "$1");
  return bare === "" ? undefined : bare;
}

/**
 * Undoes `encoding-type=url` of listings, which carries the characters that XML 1.0 cannot: S3 writes spaces as `+`. Servers that do not
 * know it leave the names as they are and do not say `url`.
 */
export function nameDecoder(encodingType: string | undefined): (name: string) => string {
  return encodingType === "url" ? (name) => decodeURIComponent(name.replaceAll("+", " ")) : (name) => name;
}
