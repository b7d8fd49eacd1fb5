import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { requestBucket } from "./request-bucket.ts";

/** What S3 answers of a bucket on which a feature was never set up: a document, or that there is none. */
type Untouched = { readonly permission: `s3:${string}` } & ({ readonly root: string; readonly members: XmlMembers } | { readonly code: string; readonly message: string });

/**
 * The reads that clients ask of every bucket (Terraform, consoles, s3cmd), for features that this stand-in's buckets cannot be given:
 * all of them are as untouched as they look.
 */
const UNTOUCHED = {
  accelerate: { permission: "s3:GetAccelerateConfiguration", root: "AccelerateConfiguration", members: {} },
  logging: { permission: "s3:GetBucketLogging", root: "BucketLoggingStatus", members: {} },
  notification: { permission: "s3:GetBucketNotification", root: "NotificationConfiguration", members: {} },
  "object-lock": {
    permission: "s3:GetBucketObjectLockConfiguration",
    code: "ObjectLockConfigurationNotFoundError",
    message: "Object Lock configuration does not exist for this bucket",
  },
  ownershipControls: { permission: "s3:GetBucketOwnershipControls", root: "OwnershipControls", members: { Rule: { ObjectOwnership: "BucketOwnerEnforced" } } },
  replication: { permission: "s3:GetReplicationConfiguration", code: "ReplicationConfigurationNotFoundError", message: "The replication configuration was not found" },
  requestPayment: { permission: "s3:GetBucketRequestPayment", root: "RequestPaymentConfiguration", members: { Payer: "BucketOwner" } },
  website: { permission: "s3:GetBucketWebsite", code: "NoSuchWebsiteConfiguration", message: "The specified bucket does not have a website configuration" },
} as const satisfies Readonly<Record<string, Untouched>>;

/**
 * The read of one such feature.
 * @throws AwsError 404 with the feature's own code where S3 has no document for it
 */
export function getUntouched(services: Pick<Services, "metadata">, feature: keyof typeof UNTOUCHED): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    const untouched: Untouched = UNTOUCHED[feature];
    authorizeBucket(request, untouched.permission, bucket);
    if ("code" in untouched) throw new AwsError(404, untouched.code, untouched.message, { details: { BucketName: bucket.name } });
    return xmlAnswer(untouched.root, untouched.members);
  };
}
