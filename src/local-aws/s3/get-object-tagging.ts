import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { xmlAnswer } from "./answers.ts";
import { readableVersion } from "./read-object.ts";
import { requestBucket } from "./request-bucket.ts";
import { versionIdHeaders } from "./response-headers.ts";

/** GetObjectTagging. Needs s3:GetObjectTagging, or s3:GetObjectVersionTagging for a version that is named. */
export function getObjectTagging(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const version = readableVersion(services, request, bucket, { base: "s3:GetObjectTagging", version: "s3:GetObjectVersionTagging" });
    const tagSet = version.tags.length === 0 ? {} : { Tag: version.tags.map(({ Key, Value }) => ({ Key, Value })) };
    return xmlAnswer("Tagging", { TagSet: tagSet }, versionIdHeaders(bucket, version.versionId));
  };
}
