import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { acceptOwnerAcl } from "./acl-xml.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";

/** PutBucketAcl: refused, but for an ACL that changes nothing (aws-facts 5.5). Needs s3:PutBucketAcl. */
export function putBucketAcl(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:PutBucketAcl", bucket);
    await acceptOwnerAcl(request, bucket.ownerId);
    return emptyAnswer(200);
  };
}
