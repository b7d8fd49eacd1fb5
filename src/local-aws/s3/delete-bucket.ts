import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { Bucket, MultipartUpload, UploadedPart } from "#local-aws/world.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";

/**
 * DeleteBucket: refused while any version or delete marker is left; unfinished multipart uploads go with the bucket. Needs
 * s3:DeleteBucket.
 */
export function deleteBucket(services: Pick<Services, "metadata" | "blobs">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:DeleteBucket", bucket);
    const blobIds = await services.metadata.transact((transaction) => {
      const present = requestBucket(transaction, request);
      refuseUnlessEmpty(transaction, present);
      transaction.remove(["bucket", present.name]);
      return removeUploads(transaction, present);
    });
    await Promise.all(blobIds.map((id) => services.blobs.remove(id)));
    return emptyAnswer(204);
  };
}

function refuseUnlessEmpty(transaction: MetadataTransaction, bucket: Bucket): void {
  for (const { key } of transaction.range({ prefix: ["version", bucket.name], limit: 1 })) {
    const versions = bucket.versioning === undefined ? "" : ". You must delete all versions in the bucket.";
    throw new AwsError(409, "BucketNotEmpty", `The bucket you tried to delete is not empty${versions}`, {
      details: { BucketName: String(key[1]) },
    });
  }
}

function removeUploads(transaction: MetadataTransaction, bucket: Bucket): string[] {
  const uploads = Array.from(transaction.range<MultipartUpload>({ prefix: ["upload", bucket.name] }));
  return uploads.flatMap(({ key: uploadKey, value: upload }) => {
    transaction.remove(uploadKey);
    const parts = Array.from(transaction.range<UploadedPart>({ prefix: ["part", upload.uploadId] }));
    return parts.map(({ key, value }) => {
      transaction.remove(key);
      return value.body.blobId;
    });
  });
}
