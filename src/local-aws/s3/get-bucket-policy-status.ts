import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { noSuchBucketPolicy } from "./get-bucket-policy.ts";
import { isPublicPolicy } from "./public-policy.ts";
import { requestBucket } from "./request-bucket.ts";

/** GetBucketPolicyStatus: whether the bucket's policy is public. Needs s3:GetBucketPolicyStatus. */
export function getBucketPolicyStatus(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetBucketPolicyStatus", bucket);
    if (bucket.policy === undefined) throw noSuchBucketPolicy(bucket.name);
    return xmlAnswer("PolicyStatus", { IsPublic: isPublicPolicy(bucket.policy) });
  };
}
