import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { requireBodyDigest } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";
import { requestTagConditions } from "./request-conditions.ts";
import { replaceTags } from "./tagged-version.ts";
import { readTagging } from "./tagging-xml.ts";

/** PutObjectTagging: replaces all tags of a version. Needs s3:PutObjectTagging, or s3:PutObjectVersionTagging for a version that is named. */
export function putObjectTagging(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    requestBucket(services.metadata, request);
    const tags = await readTagging(request, "object");
    requireBodyDigest(request);
    const actions = { base: "s3:PutObjectTagging", version: "s3:PutObjectVersionTagging", conditions: requestTagConditions(tags) } as const;
    return replaceTags(services, request, { tags, actions, status: 200 });
  };
}
