import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { requireBucketOwner } from "./bucket-policy-owner.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";

/** DeleteBucketPolicy: 204 whether there was one or not (aws-facts 5.5). Needs s3:DeleteBucketPolicy. */
export function deleteBucketPolicy(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:DeleteBucketPolicy", bucket);
    requireBucketOwner(request, bucket);
    await changeBucket(services, request, (current) => ({ ...current, policy: undefined }));
    return emptyAnswer(204);
  };
}
