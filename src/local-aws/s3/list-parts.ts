import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import { authorizeObject } from "./authorize-s3.ts";
import { xmlAnswer, xmlTime } from "./answers.ts";
import { checksumMembers } from "./checksum-request.ts";
import { findUpload, uploadedParts } from "./multipart-uploads.ts";
import { readPageSize, readWholeNumber } from "./page-parameters.ts";
import { requestBucket } from "./request-bucket.ts";
import type { WriteServices } from "./write-request.ts";

/** ListParts: no encryption members; checksums only where Create asked for an algorithm (aws-facts 1.7). */
export function listParts(services: Pick<WriteServices, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const key = request.key ?? "";
    authorizeObject(request, "s3:ListMultipartUploadParts", bucket, key);
    const { query } = request;
    const upload = findUpload(services.metadata, { bucket: bucket.name, key, uploadId: query.get("uploadId") ?? "" });
    const maxParts = readPageSize(query, "max-parts");
    const marker = readWholeNumber(query, "part-number-marker", 0);
    // One more than the page tells whether it is the last.
    const found = uploadedParts(services.metadata, upload.uploadId, marker, maxParts + 1);
    const page = found.slice(0, maxParts);
    return xmlAnswer("ListPartsResult", {
      Bucket: bucket.name,
      Key: key,
      UploadId: upload.uploadId,
      Initiator: { ID: upload.initiatorArn, DisplayName: upload.initiatorName },
      Owner: { ID: bucket.ownerId },
      StorageClass: upload.storageClass,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
      MaxParts: maxParts,
      IsTruncated: maxParts > 0 && found.length > maxParts,
      ChecksumAlgorithm: upload.checksumAlgorithm,
      ChecksumType: upload.checksumType,
      Part: page.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: xmlTime(part.lastModified),
        ETag: `"${part.etag}"`,
        Size: part.size,
        ...(upload.checksumAlgorithm === undefined ? {} : checksumMembers(part.checksums)),
      })),
    });
  };
}
