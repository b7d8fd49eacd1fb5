import { authorize } from "#local-aws/iam/authorize.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { xmlAnswer } from "./answers.ts";
import { bucketArn, requestBucket } from "./request-bucket.ts";

/** GetBucketLocation: empty for us-east-1, as ever. Any Region's endpoint answers it; s3cmd asks it before anything else. */
export function getBucketLocation(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorize(request.caller, "s3:GetBucketLocation", bucketArn(bucket.name));
    return xmlAnswer("LocationConstraint", bucket.region === "us-east-1" ? {} : { "#text": bucket.region });
  };
}
