import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { Bucket } from "#local-aws/world.ts";
import { requestBucket } from "./request-bucket.ts";

/**
 * Replaces the row of the bucket that a request addresses by `change` of it, in one transaction.
 * @throws AwsError 404 `NoSuchBucket` when it was deleted meanwhile.
 */
export async function changeBucket(
  services: Pick<Services, "metadata">,
  request: Pick<S3Request, "bucket">,
  change: (bucket: Bucket) => Bucket,
): Promise<void> {
  await services.metadata.transact((transaction) => {
    const bucket = requestBucket(transaction, request);
    transaction.put(["bucket", bucket.name], change(bucket));
  });
}
