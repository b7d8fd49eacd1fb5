import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer, readXml, requireBodyDigest } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { readCorsConfiguration } from "./cors-configuration-xml.ts";
import { requestBucket } from "./request-bucket.ts";

/** S3 takes a CORS configuration of up to 64 KB (aws-facts 7). */
const MAX_BODY_BYTES = 64 * 1024;

/** PutBucketCors: replaces all rules. Needs s3:PutBucketCORS. */
export function putBucketCors(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:PutBucketCORS", bucket);
    const root = await readXml(request, "CORSConfiguration", MAX_BODY_BYTES);
    requireBodyDigest(request);
    const cors = readCorsConfiguration(root);
    await changeBucket(services, request, (current) => ({ ...current, cors }));
    return emptyAnswer(200);
  };
}
