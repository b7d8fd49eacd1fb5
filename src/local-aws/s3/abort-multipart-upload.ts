import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import { authorizeObject } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { findUpload, removeUpload } from "./multipart-uploads.ts";
import { requestBucket } from "./request-bucket.ts";
import { transactAndSweep } from "./store-object.ts";
import type { WriteServices } from "./write-request.ts";

/** AbortMultipartUpload: forgets the upload and deletes its parts; a part that is still on its way finds no upload when it ends. */
export function abortMultipartUpload(services: Pick<WriteServices, "metadata" | "blobs">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const key = request.key ?? "";
    authorizeObject(request, "s3:AbortMultipartUpload", bucket, key);
    const address = { bucket: bucket.name, key, uploadId: request.query.get("uploadId") ?? "" };
    await transactAndSweep(services, (transaction) => {
      const { partBlobIds } = removeUpload(transaction, findUpload(transaction, address));
      return { replacedBlobIds: partBlobIds };
    });
    return emptyAnswer(204);
  };
}
