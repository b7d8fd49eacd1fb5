import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { Bucket, MultipartUpload } from "#local-aws/world.ts";
import { authorizeObject } from "./authorize-s3.ts";
import { uploadRow } from "./multipart-uploads.ts";
import { uploadConditions } from "./request-conditions.ts";

/**
 * Refuses a part, or the completion, of an upload that no policy allows, or that one denies: s3:PutObject, with the encryption that
 * the upload was begun with (aws-facts 5.1). That there is no such upload is told only to who may put the object.
 */
export function authorizePart(
  reader: MetadataReader,
  request: Pick<S3Request, "caller" | "origin" | "headers" | "query">,
  bucket: Bucket,
  address: Pick<MultipartUpload, "bucket" | "key" | "uploadId">,
): void {
  const upload = reader.get<MultipartUpload>(uploadRow(address));
  authorizeObject(request, "s3:PutObject", bucket, address.key, upload && uploadConditions(upload));
}
