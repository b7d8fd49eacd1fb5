import { encodePercent } from "#local-aws/protocol/request-target.ts";
import { childOf, childrenOf, textOf, type XmlElement } from "#local-aws/protocol/xml.ts";
import type { CopyOrder } from "./batch-job.ts";
import { bucketOf } from "./bucket-arn.ts";
import { invalidJob, notImplemented } from "./control-errors.ts";

/** Members of S3PutObjectCopy that the stand-in does not follow: refused, so that nobody believes it did. */
const NOT_FOLLOWED = ["AccessControlGrants", "RedirectLocation", "RequesterPays", "ObjectLockLegalHoldStatus", "ObjectLockMode", "ObjectLockRetainUntilDate"];
/** Members of NewObjectMetadata, and the headers that they become. */
const METADATA_HEADERS = {
  CacheControl: "cache-control",
  ContentDisposition: "content-disposition",
  ContentEncoding: "content-encoding",
  ContentLanguage: "content-language",
  ContentType: "content-type",
  HttpExpiresDate: "expires",
} as const;

/** Reads the Operation of a job: S3PutObjectCopy as headers of CopyObject. @throws AwsError 400 `InvalidRequest`, 501 for anything else */
export function readCopyOrder(operation: XmlElement): CopyOrder {
  const copy = childOf(operation, "S3PutObjectCopy");
  if (copy === undefined || operation.children.length !== 1) {
    throw notImplemented(`the job operation ${operation.children.map(({ name }) => name).join(", ") || "(none)"}: only S3PutObjectCopy`);
  }
  const ignored = NOT_FOLLOWED.find((name) => childOf(copy, name) !== undefined);
  if (ignored !== undefined) throw notImplemented(`${ignored} of S3PutObjectCopy`);
  const target = textOf(copy, "TargetResource");
  if (target === undefined) throw invalidJob("S3PutObjectCopy lacks TargetResource.");
  const metadata = childOf(copy, "NewObjectMetadata");
  return {
    targetBucket: bucketOf(target.trim()),
    targetKeyPrefix: textOf(copy, "TargetKeyPrefix") ?? "",
    headers: {
      ...metadataHeaders(copy, metadata),
      ...taggingHeaders(copy),
      ...encryptionHeaders(copy, metadata),
      ...plain(copy, "StorageClass", "x-amz-storage-class"),
      ...plain(copy, "CannedAccessControlList", "x-amz-acl"),
      ...plain(copy, "ChecksumAlgorithm", "x-amz-checksum-algorithm"),
      ...since(copy, "ModifiedSinceConstraint", "x-amz-copy-source-if-modified-since"),
      ...since(copy, "UnModifiedSinceConstraint", "x-amz-copy-source-if-unmodified-since"),
    },
  };
}

type Headers = Readonly<Record<string, string>>;

/** New metadata replaces the old unless the directive says to copy; without any, the object keeps its own. */
function metadataHeaders(copy: XmlElement, metadata: XmlElement | undefined): Headers {
  const headers: Record<string, string> = {};
  for (const [member, header] of Object.entries(METADATA_HEADERS)) {
    const value = metadata && textOf(metadata, member);
    if (value !== undefined) headers[header] = value;
  }
  const user = metadata && childOf(metadata, "UserMetadata");
  for (const entry of user === undefined ? [] : childrenOf(user, "entry")) headers[`x-amz-meta-${textOf(entry, "key") ?? ""}`] = textOf(entry, "value") ?? "";
  const directive = textOf(copy, "MetadataDirective") ?? (Object.keys(headers).length === 0 ? undefined : "REPLACE");
  return { ...headers, ...(directive === undefined ? {} : { "x-amz-metadata-directive": directive }) };
}

function taggingHeaders(copy: XmlElement): Headers {
  const tagging = childOf(copy, "NewObjectTagging");
  if (tagging === undefined) return {};
  const tags = childrenOf(tagging, "member").map((tag) => `${encodePercent(textOf(tag, "Key") ?? "")}=${encodePercent(textOf(tag, "Value") ?? "")}`);
  return { "x-amz-tagging-directive": "REPLACE", ...(tags.length === 0 ? {} : { "x-amz-tagging": tags.join("&") }) };
}

/** A key is for SSE-KMS, whether or not the algorithm is named; neither: the target bucket's default. */
function encryptionHeaders(copy: XmlElement, metadata: XmlElement | undefined): Headers {
  const keyId = textOf(copy, "SSEAwsKmsKeyId");
  const algorithm = metadata && textOf(metadata, "SSEAlgorithm");
  if (algorithm !== undefined && algorithm !== "AES256" && algorithm !== "KMS") throw invalidJob("SSEAlgorithm must be AES256 or KMS.");
  if (algorithm === "AES256" && keyId !== undefined) throw invalidJob("SSEAwsKmsKeyId cannot be given with the SSEAlgorithm AES256.");
  const bucketKey = textOf(copy, "BucketKeyEnabled");
  return {
    ...(algorithm === "AES256" ? { "x-amz-server-side-encryption": "AES256" } : {}),
    ...(algorithm === "KMS" || keyId !== undefined ? { "x-amz-server-side-encryption": "aws:kms" } : {}),
    ...(keyId === undefined ? {} : { "x-amz-server-side-encryption-aws-kms-key-id": keyId }),
    ...(bucketKey === undefined ? {} : { "x-amz-server-side-encryption-bucket-key-enabled": bucketKey }),
  };
}

function plain(copy: XmlElement, member: string, header: string): Headers {
  const value = textOf(copy, member);
  return value === undefined ? {} : { [header]: value };
}

function since(copy: XmlElement, member: string, header: string): Headers {
  const text = textOf(copy, member);
  if (text === undefined) return {};
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalidJob(`${member} must be a time.`);
  return { [header]: new Date(time).toUTCString() };
}
