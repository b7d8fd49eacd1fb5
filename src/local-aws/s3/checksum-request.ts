import { CHECKSUM_ALGORITHMS, parseChecksumAlgorithm } from "#local-aws/protocol/checksums.ts";
import type { ChecksumAlgorithm, MultipartUpload } from "#local-aws/world.ts";
import { isCombinable } from "./checksum-combine.ts";
import { invalidRequest } from "./request-errors.ts";
import type { HeaderReader } from "./write-headers.ts";

export type ChecksumType = NonNullable<MultipartUpload["checksumType"]>;

/**
 * The algorithm that `x-amz-checksum-algorithm` asks S3 to compute; undefined when it was not sent.
 * @throws AwsError 400 `InvalidRequest` for an unknown one.
 */
export function readChecksumAlgorithm(header: HeaderReader): ChecksumAlgorithm | undefined {
  const value = header("x-amz-checksum-algorithm");
  if (value === undefined) return undefined;
  const algorithm = parseChecksumAlgorithm(value);
  if (algorithm === undefined) {
    throw invalidRequest(`Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${CHECKSUM_ALGORITHMS.join(", ")}]`);
  }
  return algorithm;
}

/**
 * Algorithm and type of a multipart upload's checksum, as CreateMultipartUpload fixes them; nothing when none was asked for.
 * CRC64NVME exists for the full object only, SHA-1 and SHA-256 only as a checksum of checksums (aws-facts 1.7).
 * @throws AwsError 400 `InvalidRequest`.
 */
export function readMultipartChecksum(header: HeaderReader): Pick<MultipartUpload, "checksumAlgorithm" | "checksumType"> {
  const checksumAlgorithm = readChecksumAlgorithm(header);
  const requested = readChecksumType(header);
  if (checksumAlgorithm === undefined) {
    if (requested !== undefined) throw invalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
    return {};
  }
  const checksumType = requested ?? (checksumAlgorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  const possible = checksumType === "FULL_OBJECT" ? isCombinable(checksumAlgorithm) : checksumAlgorithm !== "CRC64NVME";
  if (!possible) {
    throw invalidRequest(`The ${checksumType} checksum type cannot be used with the ${checksumAlgorithm.toLowerCase()} checksum algorithm.`);
  }
  return { checksumAlgorithm, checksumType };
}

/**
 * `x-amz-checksum-type`; undefined when it was not sent.
 * @throws AwsError 400 `InvalidRequest` for any other text.
 */
export function readChecksumType(header: HeaderReader): ChecksumType | undefined {
  const value = header("x-amz-checksum-type");
  if (value === undefined) return undefined;
  if (value === "FULL_OBJECT" || value === "COMPOSITE") return value;
  throw invalidRequest("Value for x-amz-checksum-type header is invalid.");
}

/** 400 `InvalidRequest`: the upload was begun for one algorithm, and a part or Complete brings another, or none (`null`). */
export function checksumMismatch(expected: ChecksumAlgorithm, actual: ChecksumAlgorithm | undefined): Error {
  return invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual?.toLowerCase() ?? "null"}`,
  );
}

/** The XML members of a checksum: `ChecksumCRC32` …, and `ChecksumType` where it is known. */
export function checksumMembers(
  checksums: Readonly<Partial<Record<ChecksumAlgorithm, string>>>,
  checksumType?: ChecksumType,
): Record<string, string | undefined> {
  const members = Object.fromEntries(CHECKSUM_ALGORITHMS.map((algorithm) => [`Checksum${algorithm}`, checksums[algorithm]]));
  return checksumType === undefined ? members : { ...members, ChecksumType: checksumType };
}
