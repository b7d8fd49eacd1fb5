import { authorize } from "#local-aws/iam/authorize.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { emptyAnswer } from "./answers.ts";
import { bucketArn, requestBucket } from "./request-bucket.ts";

/** HeadBucket: tells the bucket's Region, and does so even to a caller whom it refuses. Needs s3:ListBucket. */
export function headBucket(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const region = { "x-amz-bucket-region": bucket.region };
    try {
      authorize(request.caller, "s3:ListBucket", bucketArn(bucket.name));
    } catch (error) {
      throw error instanceof AwsError ? new AwsError(error.status, error.code, error.message, { headers: region }) : error;
    }
    return emptyAnswer(200, { ...region, "x-amz-access-point-alias": "false", "content-type": "application/xml" });
  };
}
