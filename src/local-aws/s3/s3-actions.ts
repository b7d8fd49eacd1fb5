/**
 * The actions of Amazon S3 that a bucket policy can name, by what they are asked of. Those of accounts, access points and other
 * resources that no bucket policy is about are left out, but for CreateBucket.
 */
const BUCKET_ACTIONS = words(
  "CreateBucket DeleteBucket DeleteBucketPolicy DeleteBucketWebsite GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAbac " +
    "GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration GetBucketNotification " +
    "GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock " +
    "GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration " +
    "GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration GetMetricsConfiguration " +
    "GetReplicationConfiguration ListBucket ListBucketMultipartUploads ListBucketVersions PutAccelerateConfiguration " +
    "PutAnalyticsConfiguration PutBucketAcl PutBucketCORS PutBucketLogging PutBucketNotification PutBucketObjectLockConfiguration " +
    "PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketRequestPayment PutBucketTagging " +
    "PutBucketVersioning PutBucketWebsite PutEncryptionConfiguration PutIntelligentTieringConfiguration PutInventoryConfiguration " +
    "PutLifecycleConfiguration PutMetricsConfiguration PutReplicationConfiguration",
);
const OBJECT_ACTIONS = words(
  "AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectTagging DeleteObjectVersion DeleteObjectVersionTagging " +
    "GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent " +
    "GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes GetObjectVersionForReplication GetObjectVersionTagging " +
    "GetObjectVersionTorrent InitiateReplication ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner PutObject PutObjectAcl " +
    "PutObjectLegalHold PutObjectRetention PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging ReplicateDelete " +
    "ReplicateObject ReplicateTags RestoreObject UpdateObjectEncryption",
);

/** An action of S3 and what it is asked of; the name has no `s3:`. */
export interface S3Action {
  readonly name: string;
  readonly resource: "bucket" | "object";
}

/** Every action of S3 that a bucket policy can name. */
export const S3_ACTIONS: readonly S3Action[] = [
  ...BUCKET_ACTIONS.map((name) => ({ name, resource: "bucket" as const })),
  ...OBJECT_ACTIONS.map((name) => ({ name, resource: "object" as const })),
];

function words(text: string): string[] {
  return text.split(" ");
}
