import { type DataKey, openDataKey } from "#local-aws/envelope/data-key.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Bucket, ChecksumAlgorithm, MultipartUpload, UploadedPart } from "#local-aws/world.ts";
import { authorizePart } from "./authorize-part.ts";
import type { CustomerKey } from "./customer-key-headers.ts";
import { refuseBlockedCustomerKey, requestCustomerKey, requireUploadCustomerKey, verifyUploadCustomerKey } from "./customer-key-rules.ts";
import { refuseEncryptionHeaders } from "./encryption-request.ts";
import { withKmsErrors } from "./kms-errors.ts";
import type { MeasuredBody } from "./measured-body.ts";
import { findUpload, partTarget, savePart } from "./multipart-uploads.ts";
import { objectArn, requestBucket } from "./request-bucket.ts";
import { commitBody } from "./store-object.ts";
import { requireSecurityForKms } from "./transport-security.ts";
import { type HeaderReader, writeHeaders } from "./write-headers.ts";
import type { WriteServices } from "./write-request.ts";

/** A part that may be uploaded. */
export interface PartRequest {
  readonly bucket: Bucket;
  readonly upload: MultipartUpload;
  readonly partNumber: number;
  readonly header: HeaderReader;
  /** Of an upload under SSE-C: the key that the part brings, which has yet to be compared with the upload's. */
  readonly customerKey: CustomerKey | undefined;
}

/**
 * The checks that UploadPart and UploadPartCopy share.
 * @throws AwsError 400 for encryption headers (aws-facts 1.9 rows 14 and 24 to 28, 1.7) or a part number outside 1 to 10,000; 403, also
 * where the bucket blocks SSE-C by now (1.12); 404.
 */
export function beginPart(services: Pick<WriteServices, "metadata" | "hashing" | "settings">, request: S3Request): PartRequest {
  const bucket = requestBucket(services.metadata, request);
  const key = request.key ?? "";
  const header = writeHeaders(request);
  refuseEncryptionHeaders(header);
  const customerKey = requestCustomerKey(services, request);
  authorizePart(services.metadata, request, bucket, { bucket: bucket.name, key, uploadId: request.query.get("uploadId") ?? "" });
  const { uploadId, partNumber } = partTarget(request.query);
  const upload = findUpload(services.metadata, { bucket: bucket.name, key, uploadId });
  requireUploadCustomerKey(upload, customerKey);
  if (customerKey !== undefined) refuseBlockedCustomerKey(bucket, request.caller, objectArn(bucket.name, key));
  return { bucket, upload, partNumber, header, customerKey };
}

/**
 * The data key that Create made for the upload. Opening it is kms:Decrypt: a caller who lacks that succeeds with small files,
 * and fails here with big ones (aws-facts 1.7). Under SSE-C it takes the key that the upload was begun with.
 */
export async function openUploadKey(
  services: WriteServices,
  request: S3Request,
  { bucket, upload, customerKey }: Pick<PartRequest, "bucket" | "upload" | "customerKey">,
): Promise<DataKey> {
  const { key, encryption } = upload;
  await verifyUploadCustomerKey(upload, customerKey);
  requireSecurityForKms(services.settings, request, encryption.algorithm);
  return withKmsErrors(() => openDataKey(services, { caller: request.caller, region: bucket.region, bucket: bucket.name, key, encryption, customerKey: customerKey?.bytes }));
}

/**
 * The checksum that Complete will need of every part: the one that Create asked for, else the CRC64NVME that S3 gives every
 * object of which the client wanted no other (aws-facts 1.7).
 */
export function partAlgorithm(upload: MultipartUpload): ChecksumAlgorithm {
  return upload.checksumAlgorithm ?? "CRC64NVME";
}

/** Commits a part's body and stores its row. */
export async function storePart(services: WriteServices, { upload, partNumber }: PartRequest, measured: MeasuredBody): Promise<UploadedPart> {
  const { pending, etag, checksums } = measured;
  const part: UploadedPart = {
    partNumber,
    etag,
    size: pending.body.size,
    lastModified: services.clock.now(),
    body: pending.body,
    checksums,
  };
  await commitBody(services, pending, (transaction) => savePart(transaction, upload, part));
  return part;
}
