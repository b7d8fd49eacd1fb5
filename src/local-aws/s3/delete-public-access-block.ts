import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";

/** DeletePublicAccessBlock: 204 always; then nothing is blocked. Needs s3:PutBucketPublicAccessBlock. */
export function deletePublicAccessBlock(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    authorizeBucket(request, "s3:PutBucketPublicAccessBlock", requestBucket(services.metadata, request));
    await changeBucket(services, request, (bucket) => ({ ...bucket, publicAccessBlock: "none" }));
    return emptyAnswer(204);
  };
}
