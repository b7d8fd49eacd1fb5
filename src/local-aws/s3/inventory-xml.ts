import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { malformedXml, type XmlElement } from "#local-aws/protocol/xml.ts";
import { allowChildren, singleChild, singleText } from "./answers.ts";

const OPTIONAL_FIELDS: ReadonlySet<string> = new Set([
  "BucketKeyStatus",
  "ChecksumAlgorithm",
  "ETag",
  "EncryptionStatus",
  "IntelligentTieringAccessTier",
  "IntelligentTieringReferenceDate",
  "IsMultipartUploaded",
  "LastModifiedDate",
  "LifecycleExpirationDate",
  "ObjectAccessControlList",
  "ObjectLockEventHoldDuration",
  "ObjectLockEventHoldStatus",
  "ObjectLockLegalHoldStatus",
  "ObjectLockMode",
  "ObjectLockRetainUntilDate",
  "ObjectOwner",
  "ReplicationStatus",
  "Size",
  "StorageClass",
]);

/**
 * Holds the document of PutBucketInventoryConfiguration against S3's schema.
 * @param id the parameter of the request, which the document repeats
 * @throws AwsError 400 `MalformedXML`, `IdMismatch`, `InvalidS3DestinationBucket`
 */
export function checkInventoryConfiguration(root: XmlElement, id: string): void {
  allowChildren(root, ["Destination", "IsEnabled", "Filter", "Id", "IncludedObjectVersions", "OptionalFields", "Schedule"]);
  const documentId = required(singleText(root, "Id"));
  if (documentId !== id) throw new AwsError(400, "IdMismatch", "Document ID does not match the specified configuration ID.");
  oneOf(singleText(root, "IsEnabled"), ["true", "false"]);
  oneOf(singleText(root, "IncludedObjectVersions"), ["All", "Current"]);
  oneOf(singleText(required(singleChild(root, "Schedule")), "Frequency"), ["Daily", "Weekly"]);
  const filter = singleChild(root, "Filter");
  if (filter !== undefined) required(singleText(filter, "Prefix"));
  for (const field of singleChild(root, "OptionalFields")?.children ?? []) {
    if (field.name !== "Field" || !OPTIONAL_FIELDS.has(field.text.trim())) throw malformedXml();
  }
  checkDestination(required(singleChild(required(singleChild(root, "Destination")), "S3BucketDestination")));
}

function checkDestination(destination: XmlElement): void {
  allowChildren(destination, ["AccountId", "Bucket", "Format", "Prefix", "Encryption"]);
  oneOf(singleText(destination, "Format"), ["CSV", "ORC", "Parquet"]);
  const bucket = required(singleText(destination, "Bucket"));
  if (!/^arn:aws[a-z-]*:s3:::[^/]+$/.test(bucket)) throw new AwsError(400, "InvalidS3DestinationBucket", "Invalid bucket ARN.", { details: { Bucket: bucket } });
  const encryption = singleChild(destination, "Encryption");
  if (encryption === undefined) return;
  allowChildren(encryption, ["SSE-S3", "SSE-KMS"]);
  const [type, ...others] = encryption.children;
  if (type === undefined || others.length > 0) throw malformedXml();
  if (type.name === "SSE-KMS") required(singleText(type, "KeyId"));
}

function oneOf(text: string | undefined, values: readonly string[]): void {
  if (text === undefined || !values.includes(text)) throw malformedXml();
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw malformedXml();
  return value;
}
