import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { replaceTags } from "./tagged-version.ts";

/** DeleteObjectTagging: 204 whether there were tags or not. Needs s3:DeleteObjectTagging, or s3:DeleteObjectVersionTagging for a version that is named. */
export function deleteObjectTagging(services: Pick<Services, "metadata">): S3Operation {
  const actions = { base: "s3:DeleteObjectTagging", version: "s3:DeleteObjectVersionTagging" } as const;
  return (request) => replaceTags(services, request, { tags: [], actions, status: 204 });
}
