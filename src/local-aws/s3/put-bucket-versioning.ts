import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import { malformedXml, type XmlElement } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import type { VersioningStatus } from "#local-aws/world.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { allowChildren, emptyAnswer, readXml, singleText } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { requestBucket } from "./request-bucket.ts";

const MAX_BODY_BYTES = 64 * 1024;
const STATUSES = ["Enabled", "Suspended"] as const satisfies readonly VersioningStatus[];

/**
 * PutBucketVersioning: Enabled or Suspended; there is no way back to a bucket that never had versioning. MFA Delete is not part
 * of this stand-in, and says so. Needs s3:PutBucketVersioning.
 */
export function putBucketVersioning(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:PutBucketVersioning", bucket);
    const versioning = readStatus(await readXml(request, "VersioningConfiguration", MAX_BODY_BYTES));
    await changeBucket(services, request, (current) => ({ ...current, versioning }));
    return emptyAnswer(200);
  };
}

function readStatus(root: XmlElement): VersioningStatus {
  allowChildren(root, ["Status", "MfaDelete"]);
  if (singleText(root, "MfaDelete") === "Enabled") throw new AwsError(501, "NotImplemented", "MFA Delete is not implemented by Keyseal's local AWS.");
  const text = singleText(root, "Status");
  if (text === undefined) {
    throw new AwsError(400, "IllegalVersioningConfigurationException", "The Versioning element must be specified");
  }
  const status = STATUSES.find((known) => known === text);
  if (status === undefined) throw malformedXml();
  return status;
}
