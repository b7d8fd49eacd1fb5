import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { ChecksumAlgorithm, MultipartUpload, UploadedPart } from "#local-aws/world.ts";
import { emptyAnswer } from "./answers.ts";
import { checksumMismatch } from "./checksum-request.ts";
import { checkDeclaredLength, writeRequestBody } from "./measured-body.ts";
import { beginPart, openUploadKey, partAlgorithm, storePart } from "./part-request.ts";
import { checksumHeaders, encryptionHeaders } from "./response-headers.ts";
import type { WriteServices } from "./write-request.ts";

/** UploadPart: encrypts a part under the upload's data key; a part of the same number is replaced. */
export function uploadPart(services: WriteServices): S3Operation {
  return async (request) => {
    const part = beginPart(services, request);
    const { upload, partNumber } = part;
    checkDeclaredLength(request.body.declaredLength);
    const announced = request.body.declaredChecksum()?.algorithm;
    checkPartChecksum(upload, announced);
    const dataKey = await openUploadKey(services, request, part);
    const { encryption } = upload;
    const measured = await writeRequestBody(services, request, { encryption, dataKey, partNumber, required: [partAlgorithm(upload)] });
    const stored = await storePart(services, part, measured);
    return emptyAnswer(200, {
      etag: `"${stored.etag}"`,
      ...checksumHeaders(answeredChecksums(upload, announced, stored), undefined),
      ...encryptionHeaders(encryption, part),
    });
  };
}

/**
 * An upload that was begun for an algorithm takes no other. For a checksum of checksums each part must bring its own; for a
 * full-object one S3 computes what is missing.
 */
function checkPartChecksum(upload: MultipartUpload, announced: ChecksumAlgorithm | undefined): void {
  const expected = upload.checksumAlgorithm;
  if (expected === undefined || announced === expected) return;
  if (announced === undefined && upload.checksumType === "FULL_OBJECT") return;
  throw checksumMismatch(expected, announced);
}

/** What the client asked for, now or at Create; the CRC64NVME that S3 keeps for itself is not answered. */
function answeredChecksums(upload: MultipartUpload, announced: ChecksumAlgorithm | undefined, part: UploadedPart): UploadedPart["checksums"] {
  const algorithm = announced ?? upload.checksumAlgorithm;
  const value = algorithm === undefined ? undefined : part.checksums[algorithm];
  return algorithm === undefined || value === undefined ? {} : { [algorithm]: value };
}
