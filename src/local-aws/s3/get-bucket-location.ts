import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";

/** GetBucketLocation: empty for us-east-1, as ever. Any Region's endpoint answers it; s3cmd asks it before anything else. */
export function getBucketLocation(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetBucketLocation", bucket);
    return xmlAnswer("LocationConstraint", bucket.region === "us-east-1" ? {} : { "#text": bucket.region });
  };
}
