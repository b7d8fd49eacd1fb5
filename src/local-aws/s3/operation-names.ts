/** An operation of S3, as its API calls it. */
export interface S3OperationName {
  readonly operation: string;
  /**
   * Management operations are in the account's event history, reads and changes alike. Data operations, all those on objects and HeadBucket
   * among them, are not (aws-facts 6.2 rows 1, 2 and 6).
   */
  readonly event?: "read" | "change";
}

const read = (operation: string): S3OperationName => ({ operation, event: "read" });
const change = (operation: string): S3OperationName => ({ operation, event: "change" });
const data = (operation: string): S3OperationName => ({ operation });

/** The operations of S3 by the names that `router.ts` gives them; for those that the stand-in refuses as not implemented too. */
const OPERATIONS: ReadonlyMap<string, S3OperationName> = new Map([
  ["GET service", read("ListBuckets")],

  ["PUT bucket", change("CreateBucket")],
  ["DELETE bucket", change("DeleteBucket")],
  ["HEAD bucket", data("HeadBucket")],
  ["GET bucket ?location", read("GetBucketLocation")],
  ["GET bucket ?encryption", read("GetBucketEncryption")],
  ["PUT bucket ?encryption", change("PutBucketEncryption")],
  ["DELETE bucket ?encryption", change("DeleteBucketEncryption")],
  ["GET bucket ?cors", read("GetBucketCors")],
  ["PUT bucket ?cors", change("PutBucketCors")],
  ["DELETE bucket ?cors", change("DeleteBucketCors")],
  ["GET bucket ?versioning", read("GetBucketVersioning")],
  ["PUT bucket ?versioning", change("PutBucketVersioning")],
  ["GET bucket ?policy", read("GetBucketPolicy")],
  ["PUT bucket ?policy", change("PutBucketPolicy")],
  ["DELETE bucket ?policy", change("DeleteBucketPolicy")],
  ["GET bucket ?policyStatus", read("GetBucketPolicyStatus")],
  ["GET bucket ?acl", read("GetBucketAcl")],
  ["PUT bucket ?acl", change("PutBucketAcl")],
  ["GET bucket ?tagging", read("GetBucketTagging")],
  ["PUT bucket ?tagging", change("PutBucketTagging")],
  ["DELETE bucket ?tagging", change("DeleteBucketTagging")],
  ["GET bucket ?inventory", read("ListBucketInventoryConfigurations")],
  ["PUT bucket ?inventory", change("PutBucketInventoryConfiguration")],
  ["DELETE bucket ?inventory", change("DeleteBucketInventoryConfiguration")],
  ["GET bucket ?lifecycle", read("GetBucketLifecycle")],
  ["PUT bucket ?lifecycle", change("PutBucketLifecycle")],
  ["DELETE bucket ?lifecycle", change("DeleteBucketLifecycle")],
  ["GET bucket ?ownershipControls", read("GetBucketOwnershipControls")],
  ["PUT bucket ?ownershipControls", change("PutBucketOwnershipControls")],
  ["DELETE bucket ?ownershipControls", change("DeleteBucketOwnershipControls")],
  ["GET bucket ?publicAccessBlock", read("GetBucketPublicAccessBlock")],
  ["PUT bucket ?publicAccessBlock", change("PutBucketPublicAccessBlock")],
  ["DELETE bucket ?publicAccessBlock", change("DeleteBucketPublicAccessBlock")],
  ["GET bucket ?logging", read("GetBucketLogging")],
  ["GET bucket ?notification", read("GetBucketNotification")],
  ["GET bucket ?replication", read("GetBucketReplication")],
  ["GET bucket ?requestPayment", read("GetBucketRequestPayment")],
  ["GET bucket ?website", read("GetBucketWebsite")],
  ["GET bucket ?accelerate", read("GetAccelerateConfiguration")],
  ["GET bucket ?object-lock", read("GetBucketObjectLockConfiguration")],

  ["GET bucket", data("ListObjects")],
  ["GET bucket ?list-type=2", data("ListObjectsV2")],
  ["GET bucket ?versions", data("ListObjectVersions")],
  ["GET bucket ?uploads", data("ListMultipartUploads")],
  ["POST bucket ?delete", data("DeleteObjects")],
  ["POST bucket", data("PostObject")],
  ["GET object", data("GetObject")],
  ["HEAD object", data("HeadObject")],
  ["PUT object", data("PutObject")],
  ["PUT object copy", data("CopyObject")],
  ["DELETE object", data("DeleteObject")],
  ["GET object ?attributes", data("GetObjectAttributes")],
  ["GET object ?acl", data("GetObjectAcl")],
  ["PUT object ?acl", data("PutObjectAcl")],
  ["GET object ?retention", data("GetObjectRetention")],
  ["PUT object ?retention", data("PutObjectRetention")],
  ["GET object ?legal-hold", data("GetObjectLegalHold")],
  ["PUT object ?legal-hold", data("PutObjectLegalHold")],
  ["GET object ?tagging", data("GetObjectTagging")],
  ["PUT object ?tagging", data("PutObjectTagging")],
  ["DELETE object ?tagging", data("DeleteObjectTagging")],
  ["PUT object ?encryption", data("UpdateObjectEncryption")],
  ["POST object ?uploads", data("CreateMultipartUpload")],
  ["PUT object ?uploadId", data("UploadPart")],
  ["PUT object ?uploadId copy", data("UploadPartCopy")],
  ["POST object ?uploadId", data("CompleteMultipartUpload")],
  ["DELETE object ?uploadId", data("AbortMultipartUpload")],
  ["GET object ?uploadId", data("ListParts")],
]);

/** The operation that a route is; undefined for one that S3 does not have, or that nobody here knows. */
export function s3OperationName(route: string, query: URLSearchParams): S3OperationName | undefined {
  // One configuration and their list differ by `id` only.
  if (route === "GET bucket ?inventory" && query.has("id")) return read("GetBucketInventoryConfiguration");
  return OPERATIONS.get(route);
}
