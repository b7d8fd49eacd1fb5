import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";

/** DeleteBucketCors: 204 whether there were rules or not (aws-facts 8.1). Needs s3:PutBucketCORS. */
export function deleteBucketCors(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    authorizeBucket(request, "s3:PutBucketCORS", requestBucket(services.metadata, request));
    await changeBucket(services, request, (bucket) => ({ ...bucket, cors: undefined }));
    return emptyAnswer(204);
  };
}
