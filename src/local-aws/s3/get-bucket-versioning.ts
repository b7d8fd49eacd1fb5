import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";

/** GetBucketVersioning: without Status where versioning was never set. Needs s3:GetBucketVersioning. */
export function getBucketVersioning(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetBucketVersioning", bucket);
    return xmlAnswer("VersioningConfiguration", { Status: bucket.versioning });
  };
}
