/** Condition keys of S3 in lower case, with the actions (without `s3:`) that they belong to; no actions: they belong to many or all. */
const S3_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ...keys(
    "accessgrantsinstancearn accesspointnetworkorigin accesspointtag authtype bucketkeyarn dataaccesspointaccount dataaccesspointarn if-match " +
      "if-none-match isreplicationpauserequest jobsuspendedcause object-lock-legal-hold object-lock-mode " +
      "object-lock-remaining-retention-days object-lock-retain-until-date objectcreationoperation resourceaccount signatureage " +
      "signatureversion tlsversion x-amz-acl x-amz-content-sha256 x-amz-copy-source x-amz-grant-full-control x-amz-grant-read " +
      "x-amz-grant-read-acp x-amz-grant-write x-amz-grant-write-acp x-amz-metadata-directive x-amz-object-ownership " +
      "x-amz-storage-class x-amz-website-redirect-location x-amz-server-side-encryption-customer-algorithm inventoryaccessibleoptionalfields",
  ),
  ...keys("x-amz-server-side-encryption", "PutObject ReplicateObject"),
  ...keys("x-amz-server-side-encryption-aws-kms-key-id", "PutObject ReplicateObject UpdateObjectEncryption"),
  ...keys("prefix delimiter max-keys", "ListBucket ListBucketVersions ListBucketMultipartUploads"),
  ...keys("locationconstraint", "CreateBucket"),
  ...keys("requestobjecttagkeys", "PutObject PutObjectTagging PutObjectVersionTagging ReplicateTags"),
  ...keys("versionid", "DeleteObjectVersion DeleteObjectVersionTagging GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes GetObjectVersionTagging GetObjectVersionTorrent PutObjectVersionAcl PutObjectVersionTagging RestoreObject GetObject PutObject"),
]);
/** Keys with a tag's name behind the slash. */
const S3_TAG_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ...keys("requestobjecttag", "PutObject PutObjectTagging PutObjectVersionTagging ReplicateTags"),
  ...keys("existingobjecttag"),
  ...keys("buckettag"),
]);
/** Keys of identity providers and of services that call for others; they may stand in a bucket policy. */
const FOREIGN_KEY = /^(?:aws|cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|saml|ec2|lambda|identitystore):./;

/** The actions that a condition key belongs to; empty: many or all; undefined when a bucket policy cannot have the key. */
export function actionsOfConditionKey(key: string): readonly string[] | undefined {
  const lowerCase = key.toLowerCase();
  if (FOREIGN_KEY.test(lowerCase)) return [];
  const [, name = "", tag] = /^s3:([^/]+)(?:\/(.+))?$/s.exec(lowerCase) ?? [];
  return tag === undefined ? S3_KEYS.get(name) : S3_TAG_KEYS.get(name);
}

function keys(names: string, actions = ""): [string, readonly string[]][] {
  return names.split(" ").map((name) => [name, actions === "" ? [] : actions.split(" ")]);
}
