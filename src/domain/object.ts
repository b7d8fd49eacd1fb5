import { utf8Length } from "./base64.ts";
import type { ObjectEncryption } from "./encryption.ts";

/** Address of an object, or of one of its versions. `key` is raw, as S3 keeps it: never URL-encoded. */
export interface ObjectRef {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** A row of ListObjectsV2: S3 tells nothing of encryption there (aws-facts 1.1). */
export interface ObjectSummary {
  readonly key: string;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** Without quotes. */
  readonly etag: string;
  readonly storageClass: string;
}

/** A page of ListObjectsV2 under a prefix with delimiter `/`. */
export interface ObjectPage {
  readonly objects: readonly ObjectSummary[];
  /** Common prefixes, each ending in `/`. */
  readonly folders: readonly string[];
  readonly nextToken?: string | undefined;
}

/** A row of ListObjectVersions. */
export interface ObjectVersionSummary extends ObjectSummary {
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
}

/** A page of ListObjectVersions. */
export interface VersionPage {
  readonly versions: readonly ObjectVersionSummary[];
  readonly folders: readonly string[];
  readonly nextKeyMarker?: string | undefined;
  readonly nextVersionIdMarker?: string | undefined;
}

/** A checksum as S3 answers it: base64 of the big-endian bytes; composite ones end in `-N`. */
export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type?: "FULL_OBJECT" | "COMPOSITE" | undefined;
}

/** Checksum algorithms S3 verifies and stores (aws-facts 1.4). */
export type ChecksumAlgorithm = "CRC64NVME" | "CRC32" | "CRC32C" | "SHA256" | "SHA1";

/** One response header, as the page could read it. */
export type RawHeader = readonly [name: string, value: string];

/** HEAD of an object. */
export interface ObjectDetail {
  readonly ref: ObjectRef;
  readonly size: number;
  readonly lastModified: number;
  /** Without quotes; undefined when CORS does not expose it. */
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly storageClass?: string | undefined;
  readonly encryption: ObjectEncryption;
  readonly checksums: readonly ObjectChecksum[];
  /** True when S3 refused checksum mode and answered a plain HEAD: `checksums` is empty because it may not be read (aws-facts 1.8). */
  readonly checksumsWithheld?: boolean | undefined;
  /** User metadata that was readable, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly partsCount?: number | undefined;
  readonly requestId?: string | undefined;
  /** All headers the page could read, lower case, sorted. */
  readonly rawHeaders: readonly RawHeader[];
}

/** Longest key, in bytes of UTF-8 (aws-facts 7). */
const MAX_KEY_BYTES = 1024;

/**
 * What is wrong with a key, in words, or undefined. Besides S3's own length limit it refuses what a browser cannot send: URLs fold
 * path segments `.` and `..` (`%2e%2e` too), so the request would go to another key.
 */
export function keyProblem(key: string): string | undefined {
  if (key === "") return "The object needs a name.";
  const bytes = utf8Length(key);
  if (bytes > MAX_KEY_BYTES) return `The name takes ${bytes} bytes in UTF-8; S3 allows ${MAX_KEY_BYTES}.`;
  if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(key)) return "The name holds a broken Unicode character, which cannot be sent.";
  const folded = key.split("/").find((segment) => segment === "." || segment === "..");
  if (folded !== undefined) {
    return `The name has a path segment "${folded}". S3 would take it, but a browser folds it away and would write another object. Use the AWS CLI for this name, or rename it.`;
  }
  return undefined;
}

/** Key of a file below a prefix. The relative path keeps its folders; a prefix without its closing `/` gets one. */
export function joinKey(prefix: string, relativePath: string): string {
  const base = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
  return base + relativePath.replace(/^\/+/, "");
}

/** Last part of a key: the file name, or for a folder's key the folder's name with its `/`. */
export function baseName(key: string): string {
  const end = key.endsWith("/") ? key.length - 2 : key.length - 1;
  return key.slice(key.lastIndexOf("/", end) + 1);
}

/** Prefix of the folder that holds a key, `""` at the top. */
export function parentPrefix(key: string): string {
  return key.slice(0, key.length - baseName(key).length);
}

/** The folders on the way to a prefix, for breadcrumbs: `"a/b/"` → a (`a/`), b (`a/b/`). */
export function prefixTrail(prefix: string): readonly { readonly name: string; readonly prefix: string }[] {
  const trail: { name: string; prefix: string }[] = [];
  let at = 0;
  for (let slash = prefix.indexOf("/"); slash !== -1; slash = prefix.indexOf("/", at)) {
    trail.push({ name: prefix.slice(at, slash), prefix: prefix.slice(0, slash + 1) });
    at = slash + 1;
  }
  if (at < prefix.length) trail.push({ name: prefix.slice(at), prefix });
  return trail;
}

/** `s3://bucket/key`. */
export function s3Uri(ref: ObjectRef): string {
  return `s3://${ref.bucket}/${ref.key}`;
}

/** ARN of a bucket: Region and account are empty (aws-facts 2.2). */
export function bucketArn(bucket: string, partition = "aws"): string {
  return `arn:${partition}:s3:::${bucket}`;
}

/** ARN of an object: the key stands raw, not URL-encoded (aws-facts 2.2). */
export function objectArn(ref: ObjectRef, partition = "aws"): string {
  return `${bucketArn(ref.bucket, partition)}/${ref.key}`;
}
