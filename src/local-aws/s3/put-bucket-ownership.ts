import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import { malformedXml } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { allowChildren, emptyAnswer, readXml, requireBodyDigest, singleChild, singleText } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";

const MAX_BODY_BYTES = 64 * 1024;
/** The values that Object Ownership has. */
export const OWNERSHIPS: readonly string[] = ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"];

/**
 * PutBucketOwnershipControls: `BucketOwnerEnforced`, which every bucket here has already (aws-facts 5.5). The others would bring ACLs
 * back, which this stand-in does not have, and says so. Needs s3:PutBucketOwnershipControls.
 * @throws AwsError 400 `MalformedXML`, 501 `NotImplemented`
 */
export function putBucketOwnership(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    authorizeBucket(request, "s3:PutBucketOwnershipControls", requestBucket(services.metadata, request));
    const root = await readXml(request, "OwnershipControls", MAX_BODY_BYTES);
    requireBodyDigest(request);
    allowChildren(root, ["Rule"]);
    const rule = singleChild(root, "Rule");
    const ownership = rule === undefined ? undefined : singleText(rule, "ObjectOwnership");
    if (ownership === undefined || !OWNERSHIPS.includes(ownership)) throw malformedXml();
    if (ownership !== "BucketOwnerEnforced") throw new AwsError(501, "NotImplemented", "Keyseal's local AWS has no ACLs: Object Ownership is BucketOwnerEnforced.");
    return emptyAnswer(200);
  };
}
