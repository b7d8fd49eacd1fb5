import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { publicAccessBlockOf } from "./public-access-block.ts";
import { requestBucket } from "./request-bucket.ts";

/** GetPublicAccessBlock: all four on for an untouched bucket (aws-facts 5.5). Needs s3:GetBucketPublicAccessBlock. */
export function getPublicAccessBlock(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetBucketPublicAccessBlock", bucket);
    const block = publicAccessBlockOf(bucket);
    if (block === undefined) {
      throw new AwsError(404, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", {
        details: { BucketName: bucket.name },
      });
    }
    return xmlAnswer("PublicAccessBlockConfiguration", {
      BlockPublicAcls: block.blockPublicAcls,
      IgnorePublicAcls: block.ignorePublicAcls,
      BlockPublicPolicy: block.blockPublicPolicy,
      RestrictPublicBuckets: block.restrictPublicBuckets,
    });
  };
}
