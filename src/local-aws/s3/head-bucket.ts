import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";

/** HeadBucket: tells the bucket's Region, and does so even to a caller whom it refuses. Needs s3:ListBucket. */
export function headBucket(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const region = { "x-amz-bucket-region": bucket.region };
    try {
      authorizeBucket(request, "s3:ListBucket", bucket);
    } catch (error) {
      throw error instanceof AwsError ? new AwsError(error.status, error.code, error.message, { headers: region }) : error;
    }
    return emptyAnswer(200, { ...region, "x-amz-access-point-alias": "false", "content-type": "application/xml" });
  };
}
