import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { requireBucketOwner } from "./bucket-policy-owner.ts";
import { requestBucket } from "./request-bucket.ts";

/** GetBucketPolicy: the JSON text as it was put (aws-facts 5.5). Needs s3:GetBucketPolicy. */
export function getBucketPolicy(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetBucketPolicy", bucket);
    requireBucketOwner(request, bucket);
    if (bucket.policy === undefined) throw noSuchBucketPolicy(bucket.name);
    return new Response(bucket.policy, { status: 200, headers: { "content-type": "application/json" } });
  };
}

/** 404 `NoSuchBucketPolicy` (aws-facts 5.5). */
export function noSuchBucketPolicy(bucketName: string): AwsError {
  return new AwsError(404, "NoSuchBucketPolicy", "The bucket policy does not exist", { details: { BucketName: bucketName } });
}
