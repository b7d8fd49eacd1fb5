import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { ownerAclXml } from "./acl-xml.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";

/** GetBucketAcl: ACLs are off and still read. Needs s3:GetBucketAcl. */
export function getBucketAcl(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetBucketAcl", bucket);
    return xmlAnswer("AccessControlPolicy", ownerAclXml(bucket.ownerId));
  };
}
