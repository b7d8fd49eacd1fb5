import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";

/** DeleteBucketLifecycle: 204 whether there were rules or not. Needs s3:PutLifecycleConfiguration. */
export function deleteBucketLifecycle(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    authorizeBucket(request, "s3:PutLifecycleConfiguration", requestBucket(services.metadata, request));
    await changeBucket(services, request, (bucket) => ({ ...bucket, lifecycle: undefined }));
    return emptyAnswer(204);
  };
}
