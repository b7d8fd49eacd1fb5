import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { corsConfigurationXml } from "./cors-configuration-xml.ts";
import { requestBucket } from "./request-bucket.ts";

/** GetBucketCors. Needs s3:GetBucketCORS. */
export function getBucketCors(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetBucketCORS", bucket);
    if (bucket.cors === undefined) {
      throw new AwsError(404, "NoSuchCORSConfiguration", "The CORS configuration does not exist", { details: { BucketName: bucket.name } });
    }
    return xmlAnswer("CORSConfiguration", corsConfigurationXml(bucket.cors));
  };
}
