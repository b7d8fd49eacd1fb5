import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer, requireBodyDigest } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";
import { readTagging } from "./tagging-xml.ts";

/** PutBucketTagging: replaces all tags of the bucket; 204. Needs s3:PutBucketTagging. */
export function putBucketTagging(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:PutBucketTagging", bucket);
    const tags = await readTagging(request, "bucket");
    requireBodyDigest(request);
    await changeBucket(services, request, (current) => ({ ...current, tags }));
    return emptyAnswer(204);
  };
}
