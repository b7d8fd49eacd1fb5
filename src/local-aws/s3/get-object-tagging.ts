import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { xmlAnswer } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";
import { versionIdHeaders } from "./response-headers.ts";
import { taggedVersion } from "./tagged-version.ts";
import { taggingXml } from "./tagging-xml.ts";

/** GetObjectTagging. Needs s3:GetObjectTagging, or s3:GetObjectVersionTagging for a version that is named. */
export function getObjectTagging(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const version = taggedVersion(services.metadata, request, { base: "s3:GetObjectTagging", version: "s3:GetObjectVersionTagging" });
    return xmlAnswer("Tagging", taggingXml(version.tags), versionIdHeaders(requestBucket(services.metadata, request), version.versionId));
  };
}
