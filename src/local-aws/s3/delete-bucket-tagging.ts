import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";

/** DeleteBucketTagging: 204 whether there were tags or not. Needs s3:PutBucketTagging. */
export function deleteBucketTagging(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    authorizeBucket(request, "s3:PutBucketTagging", requestBucket(services.metadata, request));
    await changeBucket(services, request, (bucket) => ({ ...bucket, tags: undefined }));
    return emptyAnswer(204);
  };
}
