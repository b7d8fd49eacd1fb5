import type { ConditionValues } from "#local-aws/iam/authorize.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { Bucket, ObjectVersion } from "#local-aws/world.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { noSuchBucket } from "./request-bucket.ts";
import { invalidArgument } from "./request-errors.ts";
import { newVersionId, NULL_VERSION, orderOfVersionId } from "./version-id.ts";

/**
 * The `order` of a key's first version; each newer one has one less, so that rows come newest first. Far from zero and from
 * what a double cannot tell apart.
 */
const FIRST_ORDER = 2 ** 40;

/** What the versioning rules need of a bucket. */
export type VersionedBucket = Pick<Bucket, "name" | "versioning">;

/** A version to store: everything but what `storeVersion` decides. */
export type NewVersion = Omit<ObjectVersion, "bucket" | "order" | "versionId">;

/** What a write did: the new version's id, and the blobs that nothing names any more once the transaction is done. */
export interface StoredVersion {
  readonly versionId: string;
  readonly replacedBlobIds: readonly string[];
}

/** The newest version of a key, delete marker or not; undefined when the key has none. */
export function newestVersion(reader: MetadataReader, bucketName: string, key: string): ObjectVersion | undefined {
  for (const { value } of reader.range<ObjectVersion>({ prefix: ["version", bucketName, key], limit: 1 })) return value;
  return undefined;
}

/**
 * The object that a plain GET reads.
 * @throws AwsError 404 `NoSuchKey`, with `x-amz-delete-marker: true` where a delete marker hides the object (aws-facts 1.8).
 */
function currentVersion(reader: MetadataReader, bucket: VersionedBucket, key: string): ObjectVersion {
  const newest = newestVersion(reader, bucket.name, key);
  if (newest === undefined || newest.isDeleteMarker) throw noSuchKey(key, newest);
  return newest;
}

/**
 * The version that a read names, or the current one when it names none.
 * @throws AwsError 404 `NoSuchKey` or `NoSuchVersion`, 400 `InvalidArgument` for an id that cannot be one, 405
 * `MethodNotAllowed` when the id is a delete marker's: only DELETE may name it.
 */
function findVersion(reader: MetadataReader, bucket: VersionedBucket, key: string, versionId: string | undefined, method: string): ObjectVersion {
  if (versionId === undefined) return currentVersion(reader, bucket, key);
  const version = versionById(reader, bucket, key, versionId);
  if (version === undefined) throw bucket.versioning === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  if (version.isDeleteMarker) throw deleteMarkerNotAllowed(version, method);
  return version;
}

/**
 * `findVersion` for a caller: one who may not list the bucket does not learn that a key is missing.
 * @throws AwsError 403 `AccessDenied` of s3:ListBucket in place of 404 `NoSuchKey` (aws-facts 5.4), else as `findVersion`.
 */
export function findReadableVersion(
  reader: MetadataReader,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  request: Pick<S3Request, "caller" | "origin" | "headers" | "query" | "method">,
): ObjectVersion {
  try {
    return findVersion(reader, bucket, key, versionId, request.method);
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) authorizeBucket(request, "s3:ListBucket", bucket);
    throw error;
  }
}

/** The tags of the version that a request is about, as the condition keys `s3:ExistingObjectTag/…`; none where there is no such version. */
export function tagsOf(reader: MetadataReader, bucket: VersionedBucket, key: string, versionId?: string): ConditionValues {
  const order = versionId === undefined ? undefined : orderOfVersionId(versionId);
  const version =
    versionId === undefined
      ? newestVersion(reader, bucket.name, key)
      : order === undefined
        ? nullVersion(reader, bucket, key)
        : reader.get<ObjectVersion>(["version", bucket.name, key, order]);
  return version === undefined ? {} : existingObjectTags(version);
}

/** A version's tags as condition keys. */
export function existingObjectTags(version: Pick<ObjectVersion, "tags">): ConditionValues {
  return Object.fromEntries(version.tags.map(({ Key, Value }) => [`s3:existingobjecttag/${Key.toLowerCase()}`, [Value]]));
}

/**
 * The row that a version id names, delete markers included; undefined when there is none.
 * @throws AwsError 400 `InvalidArgument` for an id that cannot be one, any but `null` in a bucket that never had versioning.
 */
export function versionById(reader: MetadataReader, bucket: VersionedBucket, key: string, versionId: string): ObjectVersion | undefined {
  if (versionId === NULL_VERSION) return nullVersion(reader, bucket, key);
  const order = orderOfVersionId(versionId);
  if (bucket.versioning === undefined || order === undefined) throw invalidVersionId(versionId);
  const version = reader.get<ObjectVersion>(["version", bucket.name, key, order]);
  return version?.versionId === versionId ? version : undefined;
}

/**
 * Stores a version, or a delete marker, on top of its key by the bucket's versioning: a version of its own when Enabled, else
 * in place of the `null` version. The bucket is read again here, so that a write that took long obeys what holds when it ends.
 * Nothing of `version.parts` may be visible before this; remove `replacedBlobIds` after the transaction.
 * @throws AwsError 404 `NoSuchBucket` when the bucket was deleted meanwhile.
 */
export function storeVersion(
  transaction: MetadataTransaction,
  bucket: Pick<Bucket, "name" | "createdAt">,
  version: NewVersion,
  services: Pick<Services, "random">,
): StoredVersion {
  const present = transaction.get<Bucket>(["bucket", bucket.name]);
  if (present?.createdAt !== bucket.createdAt) throw noSuchBucket(bucket.name);
  const order = (newestVersion(transaction, present.name, version.key)?.order ?? FIRST_ORDER + 1) - 1;
  const enabled = present.versioning === "Enabled";
  const versionId = enabled ? newVersionId(order, services.random) : NULL_VERSION;
  const replaced = enabled ? undefined : nullVersion(transaction, present, version.key);
  if (replaced !== undefined) removeVersion(transaction, replaced);
  const row: ObjectVersion = { ...version, bucket: present.name, order, versionId };
  transaction.put(["version", row.bucket, row.key, order], row);
  return { versionId, replacedBlobIds: replaced === undefined ? [] : blobIds(replaced) };
}

/** Takes a version's row away; its blobs are the caller's to remove after the transaction. */
export function removeVersion(transaction: MetadataTransaction, version: ObjectVersion): void {
  transaction.remove(["version", version.bucket, version.key, version.order]);
}

/** The blobs of a version's body. */
export function blobIds(version: Pick<ObjectVersion, "parts">): string[] {
  return version.parts.map((part) => part.blobId);
}

/** 404 `NoSuchKey`; a delete marker on top of the key is told by headers. */
export function noSuchKey(key: string, marker?: ObjectVersion): AwsError {
  return new AwsError(404, "NoSuchKey", "The specified key does not exist.", {
    details: { Key: key },
    ...(marker === undefined ? {} : { headers: { "x-amz-delete-marker": "true", "x-amz-version-id": marker.versionId } }),
  });
}

/** 404 `NoSuchVersion`. */
export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError(404, "NoSuchVersion", "The specified version does not exist.", { details: { Key: key, VersionId: versionId } });
}

/** 400 `InvalidArgument` of a version id that S3 cannot have made. */
function invalidVersionId(versionId: string): AwsError {
  const message = versionId === "" ? "Version id cannot be the empty string" : "Invalid version id specified";
  return invalidArgument(message, { ArgumentName: "versionId", ArgumentValue: versionId });
}

/** 405 `MethodNotAllowed` for a request about a delete marker: only DELETE may name one. */
export function deleteMarkerNotAllowed(marker: ObjectVersion, method: string): AwsError {
  return new AwsError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", {
    details: { Method: method, ResourceType: "DeleteMarker" },
    headers: {
      allow: "DELETE",
      "last-modified": new Date(marker.lastModified).toUTCString(),
      "x-amz-delete-marker": "true",
      "x-amz-version-id": marker.versionId,
    },
  });
}

/** The one `null` version of a key. It can lie under newer ones once versioning was enabled. */
function nullVersion(reader: MetadataReader, bucket: VersionedBucket, key: string): ObjectVersion | undefined {
  if (bucket.versioning === undefined) return newestVersion(reader, bucket.name, key);
  for (const { value } of reader.range<ObjectVersion>({ prefix: ["version", bucket.name, key] })) {
    if (value.versionId === NULL_VERSION) return value;
  }
  return undefined;
}
