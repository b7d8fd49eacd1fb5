import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { acceptOwnerAcl } from "./acl-xml.ts";
import { emptyAnswer } from "./answers.ts";
import { readableVersion } from "./read-object.ts";
import { requestBucket } from "./request-bucket.ts";
import { versionIdHeaders } from "./response-headers.ts";

/**
 * PutObjectAcl: refused, but for an ACL that changes nothing (aws-facts 5.5). Needs s3:PutObjectAcl, or s3:PutObjectVersionAcl for a
 * version that is named.
 */
export function putObjectAcl(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const { versionId } = readableVersion(services, request, bucket, { base: "s3:PutObjectAcl", version: "s3:PutObjectVersionAcl" });
    await acceptOwnerAcl(request, bucket.ownerId);
    return emptyAnswer(200, versionIdHeaders(bucket, versionId));
  };
}
