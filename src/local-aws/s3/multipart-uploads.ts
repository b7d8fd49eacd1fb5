import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import { hex } from "#local-aws/protocol/bytes.ts";
import type { MultipartUpload, UploadedPart } from "#local-aws/world.ts";
import { invalidArgument, noSuchUpload } from "./request-errors.ts";

/** Most parts of an upload, and the highest part number (aws-facts 7). */
export const MAX_PARTS = 10_000;
/** Fewest bytes of every part but the last: 5 MiB (aws-facts 7). */
export const MIN_PART_BYTES = 5 * 1024 ** 2;

/** A new upload id: opaque, and in the order of initiation, so that ListMultipartUploads lists a key's uploads oldest first. */
export function newUploadId(services: Pick<Services, "clock" | "random">): string {
  return services.clock.now().toString(16).padStart(12, "0") + hex(services.random.bytes(32));
}

/**
 * The unfinished upload that a request names.
 * @throws AwsError 404 `NoSuchUpload`.
 */
export function findUpload(reader: MetadataReader, address: { readonly bucket: string; readonly key: string; readonly uploadId: string }): MultipartUpload {
  const upload = reader.get<MultipartUpload>(uploadRow(address));
  if (upload === undefined) throw noSuchUpload(address.uploadId);
  return upload;
}

/** The upload and part that the query of UploadPart or UploadPartCopy names. */
export function partTarget(query: RequestContext["query"]): { readonly uploadId: string; readonly partNumber: number } {
  return { uploadId: query.get("uploadId") ?? "", partNumber: readPartNumber(query.get("partNumber") ?? "") };
}

/** Parts of an upload in the order of their numbers, from the one after `after`. */
export function uploadedParts(reader: MetadataReader, uploadId: string, after = 0, limit?: number): UploadedPart[] {
  const range = { prefix: ["part", uploadId], start: ["part", uploadId, after + 1], ...(limit === undefined ? {} : { limit }) };
  return [...reader.range<UploadedPart>(range)].map((entry) => entry.value);
}

/**
 * Stores a part, in place of an earlier one of its number.
 * @throws AwsError 404 `NoSuchUpload` when the upload was completed or aborted while the part was on its way.
 */
export function savePart(transaction: MetadataTransaction, upload: MultipartUpload, part: UploadedPart): { readonly replacedBlobIds: string[] } {
  findUpload(transaction, upload);
  const row = ["part", upload.uploadId, part.partNumber];
  const replaced = transaction.get<UploadedPart>(row);
  transaction.put(row, part);
  return { replacedBlobIds: replaced === undefined ? [] : [replaced.body.blobId] };
}

/** Forgets an upload and all its parts; the blobs of the parts are returned, for the caller to keep or to remove. */
export function removeUpload(transaction: MetadataTransaction, upload: MultipartUpload): { readonly partBlobIds: string[] } {
  const parts = uploadedParts(transaction, upload.uploadId);
  for (const part of parts) transaction.remove(["part", upload.uploadId, part.partNumber]);
  transaction.remove(uploadRow(upload));
  return { partBlobIds: parts.map((part) => part.body.blobId) };
}

/** Where an upload's row lies. */
export function uploadRow({ bucket, key, uploadId }: Pick<MultipartUpload, "bucket" | "key" | "uploadId">): readonly string[] {
  return ["upload", bucket, key, uploadId];
}

function readPartNumber(value: string): number {
  const partNumber = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (partNumber >= 1 && partNumber <= MAX_PARTS) return partNumber;
  throw invalidArgument(`Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`, { ArgumentName: "partNumber", ArgumentValue: value });
}
