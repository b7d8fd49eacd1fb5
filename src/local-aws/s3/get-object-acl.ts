import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { ownerAclXml } from "./acl-xml.ts";
import { xmlAnswer } from "./answers.ts";
import { readableVersion } from "./read-object.ts";
import { requestBucket } from "./request-bucket.ts";

/** GetObjectAcl: the bucket's owner owns every object. Needs s3:GetObjectAcl, or s3:GetObjectVersionAcl for a version that is named. */
export function getObjectAcl(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    readableVersion(services, request, bucket, { base: "s3:GetObjectAcl", version: "s3:GetObjectVersionAcl" });
    return xmlAnswer("AccessControlPolicy", ownerAclXml(bucket.ownerId));
  };
}
