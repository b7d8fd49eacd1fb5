import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation, S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { checkBucketPolicy, MAX_POLICY_BYTES } from "./bucket-policy-check.ts";
import { requireBucketOwner } from "./bucket-policy-owner.ts";
import { changeBucket } from "./change-bucket.ts";
import { publicAccessBlockOf } from "./public-access-block.ts";
import { isPublicPolicy } from "./public-policy.ts";
import { bucketArn, requestBucket } from "./request-bucket.ts";

/**
 * PutBucketPolicy: replaces the bucket's policy, kept as the text that it came as (aws-facts 5.5). It is evaluated from the next
 * request on. Needs s3:PutBucketPolicy.
 */
export function putBucketPolicy(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:PutBucketPolicy", bucket);
    requireBucketOwner(request, bucket);
    const policy = await readPolicy(request);
    checkBucketPolicy(services.metadata, bucket.name, policy);
    const isPublic = isPublicPolicy(policy);
    await changeBucket(services, request, (current) => {
      if (isPublic && publicAccessBlockOf(current)?.blockPublicPolicy === true) throw publicPolicyBlocked(request, bucket.name);
      return { ...current, policy };
    });
    return emptyAnswer(204);
  };
}

async function readPolicy({ body }: S3Request): Promise<string> {
  try {
    return await body.text(MAX_POLICY_BYTES);
  } catch (error) {
    if (error instanceof RangeError) throw new AwsError(400, "PolicyTooLarge", "Policy exceeds the maximum allowed document size.");
    throw error;
  }
}

/** 403 of BlockPublicPolicy, in AWS's words. */
function publicPolicyBlocked({ caller }: Pick<S3Request, "caller">, bucketName: string): AwsError {
  const message =
    caller === undefined
      ? "Access Denied"
      : `User: ${caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(bucketName)}" because public policies are ` +
        "blocked by the BlockPublicPolicy block public access setting.";
  return new AwsError(403, "AccessDenied", message);
}
