import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { concat, fromHex, hex } from "#local-aws/protocol/bytes.ts";
import { badChecksum, CHECKSUM_ALGORITHMS, checksumHeader } from "#local-aws/protocol/checksums.ts";
import type { Hashing } from "#local-aws/services.ts";
import type { ChecksumAlgorithm, MultipartUpload, UploadedPart } from "#local-aws/world.ts";
import { combineCrcs, compositeChecksum, isCombinable } from "./checksum-combine.ts";
import { type ChecksumType, checksumMismatch, readChecksumType } from "./checksum-request.ts";
import type { ListedPart } from "./complete-request.ts";
import { MIN_PART_BYTES } from "./multipart-uploads.ts";
import { partAlgorithm } from "./part-request.ts";
import { invalidArgument, invalidRequest } from "./request-errors.ts";
import type { HeaderReader } from "./write-headers.ts";

/** A checksum of a whole object. */
export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** base64; under COMPOSITE with `-N` behind it. */
  readonly value: string;
}

/**
 * The uploaded parts that Complete lists, checked against what it says of them.
 * @throws AwsError 400 `InvalidPartOrder`, `InvalidPart`, `EntityTooSmall` (aws-facts 1.7) or, where each part's checksum is
 * required, `InvalidRequest`.
 */
export function chooseParts(upload: MultipartUpload, listed: readonly ListedPart[], uploaded: readonly UploadedPart[]): readonly UploadedPart[] {
  if (listed.some((part, index) => index > 0 && part.partNumber <= (listed[index - 1]?.partNumber ?? 0))) {
    throw new AwsError(400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.", {
      details: { UploadId: upload.uploadId },
    });
  }
  const byNumber = new Map(uploaded.map((part) => [part.partNumber, part]));
  const chosen = listed.map((part) => {
    const found = byNumber.get(part.partNumber);
    if (found === undefined || found.etag !== part.etag || !checksumsAgree(part, found)) throw invalidPart(upload, part);
    requirePartChecksum(upload, part);
    return found;
  });
  for (const part of chosen.slice(0, -1)) if (part.size < MIN_PART_BYTES) throw tooSmall(part);
  return chosen;
}

/** MD5 of the parts' binary ETags, `-` and their number; under KMS too, from ETags that are no MD5s (aws-facts 1.7). */
export function multipartEtag(hashing: Hashing, parts: readonly UploadedPart[]): string {
  const md5 = hashing.create("MD5");
  md5.update(concat(parts.map((part) => fromHex(part.etag) ?? new Uint8Array())));
  return `${hex(md5.digest())}-${parts.length}`;
}

/** The object's checksum out of the parts': their CRCs combined, or the digest of their digests; no data is read again. */
export function objectChecksum(hashing: Hashing, upload: MultipartUpload, parts: readonly UploadedPart[]): ObjectChecksum {
  const algorithm = partAlgorithm(upload);
  const type = upload.checksumType ?? "FULL_OBJECT";
  const values = parts.map((part) => ({ value: part.checksums[algorithm] ?? "", size: part.size }));
  const value =
    type === "FULL_OBJECT" && isCombinable(algorithm)
      ? combineCrcs(algorithm, values)
      : compositeChecksum(
          hashing,
          algorithm,
          values.map((part) => part.value),
        );
  return { algorithm, type, value };
}

/**
 * Checks what the headers of Complete say of the whole object: its size and its checksum.
 * @throws AwsError 400 `InvalidRequest` for another size (aws-facts 1.7), checksum type or algorithm; 400 `BadDigest`.
 */
export function checkCompleteHeaders(header: HeaderReader, upload: MultipartUpload, object: { readonly size: number; readonly checksum: ObjectChecksum }): void {
  const { size, checksum } = object;
  const declaredSize = header("x-amz-mp-object-size");
  if (declaredSize !== undefined && !/^\d{1,15}$/.test(declaredSize)) {
    throw invalidArgument("Value for x-amz-mp-object-size header is invalid.", { ArgumentName: "x-amz-mp-object-size", ArgumentValue: declaredSize });
  }
  if (declaredSize !== undefined && Number(declaredSize) !== size) {
    throw invalidRequest(`The provided 'x-amz-mp-object-size' header value ${Number(declaredSize)} does not match what was computed: ${size}`);
  }
  const declaredType = readChecksumType(header);
  if (declaredType !== undefined && declaredType !== checksum.type) {
    throw invalidRequest(`The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`);
  }
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const declared = header(checksumHeader(algorithm));
    if (declared === undefined) continue;
    if (algorithm !== checksum.algorithm) {
      // S3 ignores other algorithms where Create asked for none.
      if (upload.checksumAlgorithm === undefined) continue;
      throw checksumMismatch(upload.checksumAlgorithm, algorithm);
    }
    if (declared !== checksum.value && `${declared}-${checksum.value.split("-")[1]}` !== checksum.value) throw badChecksum(algorithm);
  }
}

function checksumsAgree(listed: ListedPart, uploaded: UploadedPart): boolean {
  return CHECKSUM_ALGORITHMS.every((algorithm) => listed.checksums[algorithm] === undefined || listed.checksums[algorithm] === uploaded.checksums[algorithm]);
}

function requirePartChecksum({ checksumAlgorithm, checksumType }: MultipartUpload, part: ListedPart): void {
  if (checksumAlgorithm === undefined || checksumType !== "COMPOSITE" || part.checksums[checksumAlgorithm] !== undefined) return;
  throw invalidRequest(
    `The upload was created using a ${checksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. ` +
      `It was missing for part ${part.partNumber} in the request.`,
  );
}

function invalidPart(upload: MultipartUpload, part: ListedPart): AwsError {
  return new AwsError(
    400,
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { details: { ETag: part.etag, PartNumber: String(part.partNumber), UploadId: upload.uploadId } },
  );
}

function tooSmall(part: UploadedPart): AwsError {
  return new AwsError(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
    details: { ETag: part.etag, MinSizeAllowed: String(MIN_PART_BYTES), PartNumber: String(part.partNumber), ProposedSize: String(part.size) },
  });
}
