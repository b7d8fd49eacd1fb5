import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { Bucket } from "#local-aws/world.ts";
import { authorizePart } from "./authorize-part.ts";
import { xmlAnswer } from "./answers.ts";
import { checksumMembers } from "./checksum-request.ts";
import { checkCompleteHeaders, chooseParts, multipartEtag, objectChecksum } from "./complete-parts.ts";
import { type ListedPart, readCompleteDocument } from "./complete-request.ts";
import { requestCustomerKey, requireUploadCustomerKey } from "./customer-key-rules.ts";
import { refuseEncryptionHeaders } from "./encryption-request.ts";
import { findUpload, removeUpload, uploadedParts } from "./multipart-uploads.ts";
import { pickContentHeaders } from "./object-attributes-request.ts";
import type { NewVersion } from "./object-versions.ts";
import { openUploadKey } from "./part-request.ts";
import { requestBucket } from "./request-bucket.ts";
import { encryptionHeaders, versionIdHeaders } from "./response-headers.ts";
import { storeObject, transactAndSweep } from "./store-object.ts";
import { readWriteCondition, type WriteCondition } from "./write-condition.ts";
import { type HeaderReader, writeHeaders } from "./write-headers.ts";
import type { WriteServices } from "./write-request.ts";

/**
 * CompleteMultipartUpload: one transaction checks the list against the parts, stores the object and forgets the upload. ETag and
 * checksum come out of the parts' own; no body is read. Parts that were not listed are deleted.
 */
export function completeMultipartUpload(services: WriteServices): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const key = request.key ?? "";
    const header = writeHeaders(request);
    refuseEncryptionHeaders(header);
    const customerKey = requestCustomerKey(services, request);
    const address = { bucket: bucket.name, key, uploadId: request.query.get("uploadId") ?? "" };
    authorizePart(services.metadata, request, bucket, address);
    const condition = readWriteCondition(header);
    const upload = findUpload(services.metadata, address);
    if (customerKey !== undefined) requireUploadCustomerKey(upload, customerKey);
    const listed = await readCompleteDocument(request);
    // S3 decrypts the parts to join them, so the caller needs kms:Decrypt and a usable key once more (aws-facts 1.7). The customer's key
    // may be left out here.
    if (upload.encryption.algorithm !== "SSE-C" || customerKey !== undefined) await openUploadKey(services, request, { bucket, upload, customerKey });

    const { versionId, version } = await transactAndSweep(services, (transaction) =>
      completeInTransaction(transaction, services, { bucket, address, listed, header, condition }),
    );
    // Under KMS the answer has no checksum members, though the object has a checksum (aws-facts 1.7).
    const checksum = upload.encryption.algorithm === "AES256" ? checksumMembers(version.checksums, version.checksumType) : {};
    const result = {
      Location: `https://${bucket.name}.s3.${bucket.region}.amazonaws.com/${encodeURIComponent(key)}`,
      Bucket: bucket.name,
      Key: key,
      ETag: `"${version.etag}"`,
      ...checksum,
    };
    return xmlAnswer("CompleteMultipartUploadResult", result, { ...versionIdHeaders(bucket, versionId), ...encryptionHeaders(upload.encryption) });
  };
}

/** Everything between reading the upload and storing the object, so that nothing can come between. */
function completeInTransaction(
  transaction: MetadataTransaction,
  services: Pick<WriteServices, "hashing" | "clock" | "random">,
  complete: {
    readonly bucket: Bucket;
    readonly address: { readonly bucket: string; readonly key: string; readonly uploadId: string };
    readonly listed: readonly ListedPart[];
    readonly header: HeaderReader;
    readonly condition: WriteCondition;
  },
): { readonly versionId: string; readonly version: NewVersion; readonly replacedBlobIds: readonly string[] } {
  const { bucket, listed, header, condition } = complete;
  const upload = findUpload(transaction, complete.address);
  const parts = chooseParts(upload, listed, uploadedParts(transaction, upload.uploadId));
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const checksum = objectChecksum(services.hashing, upload, parts);
  checkCompleteHeaders(header, upload, { size, checksum });
  const version: NewVersion = {
    ...pickContentHeaders(upload),
    userMetadata: upload.userMetadata,
    storageClass: upload.storageClass,
    ...(upload.websiteRedirectLocation === undefined ? {} : { websiteRedirectLocation: upload.websiteRedirectLocation }),
    tags: upload.tags,
    key: upload.key,
    isDeleteMarker: false,
    isMultipart: true,
    lastModified: services.clock.now(),
    size,
    etag: multipartEtag(services.hashing, parts),
    // Checksums of parts are told by GetObjectAttributes only where Create asked for them.
    parts: parts.map(({ body, checksums }) => (upload.checksumAlgorithm === undefined ? body : { ...body, checksums })),
    encryption: upload.encryption,
    checksums: { [checksum.algorithm]: checksum.value },
    checksumType: checksum.type,
  };
  const { versionId, replacedBlobIds } = storeObject(transaction, services, { bucket, condition, version });
  const kept = new Set(version.parts.map((part) => part.blobId));
  const { partBlobIds } = removeUpload(transaction, upload);
  return { versionId, version, replacedBlobIds: [...replacedBlobIds, ...partBlobIds.filter((blobId) => !kept.has(blobId))] };
}
