import type { Services } from "#local-aws/services.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { Bucket, ObjectVersion } from "#local-aws/world.ts";
import { blobIds, newestVersion, noSuchKey, removeVersion, storeVersion, versionById } from "./object-versions.ts";
import { matchesEtag } from "./preconditions.ts";
import { preconditionFailed } from "./request-errors.ts";

/** One deletion, as DeleteObject or an entry of DeleteObjects asks for it. */
export interface Deletion {
  readonly key: string;
  readonly versionId: string | undefined;
  /** Entity tag or `*` that the current object must have. */
  readonly ifMatch: string | undefined;
}

/** What a deletion did. */
export interface DeletionOutcome {
  /** Version id to answer: of the version that went, or of the delete marker that came; undefined without versioning. */
  readonly versionId: string | undefined;
  /** True when a delete marker was made, or was what went. */
  readonly deleteMarker: boolean;
  readonly removedBlobIds: readonly string[];
}

/**
 * Deletes within a transaction, by S3's rules: a named version goes for good; without a name, a bucket without versioning loses the
 * object, and one with versioning, enabled or suspended, gets a delete marker. What is not there deletes as well as what is.
 * Nothing was written yet when this throws.
 * @throws AwsError 404 `NoSuchKey` or 412 for a condition, 400 `InvalidArgument` for an id that cannot be one.
 */
export function deleteVersion(
  transaction: MetadataTransaction,
  bucket: Bucket,
  deletion: Deletion,
  services: Pick<Services, "clock" | "random">,
): DeletionOutcome {
  const { key, versionId } = deletion;
  const newest = newestVersion(transaction, bucket.name, key);
  if (deletion.ifMatch !== undefined) checkIfMatch(deletion.ifMatch, key, newest);
  if (versionId !== undefined) {
    const version = versionById(transaction, bucket, key, versionId);
    const answered = bucket.versioning === undefined ? undefined : versionId;
    return { ...remove(transaction, version), versionId: answered, deleteMarker: version?.isDeleteMarker === true };
  }
  if (bucket.versioning === undefined) return { ...remove(transaction, newest), versionId: undefined, deleteMarker: false };
  const marker = storeVersion(transaction, bucket, deleteMarker(key, services.clock.now()), services);
  return { versionId: marker.versionId, deleteMarker: true, removedBlobIds: marker.replacedBlobIds };
}

function remove(transaction: MetadataTransaction, version: ObjectVersion | undefined): Pick<DeletionOutcome, "removedBlobIds"> {
  if (version === undefined) return { removedBlobIds: [] };
  removeVersion(transaction, version);
  return { removedBlobIds: blobIds(version) };
}

/** A conditional deletion looks at the current object only, whatever version it names. */
function checkIfMatch(ifMatch: string, key: string, newest: ObjectVersion | undefined): void {
  if (newest === undefined) throw noSuchKey(key);
  if (newest.isDeleteMarker || !matchesEtag(ifMatch, newest.etag)) throw preconditionFailed("If-Match");
}

function deleteMarker(key: string, now: number) {
  return {
    key,
    isDeleteMarker: true,
    lastModified: now,
    size: 0,
    etag: "",
    parts: [],
    isMultipart: false,
    checksums: {},
    contentType: "",
    storageClass: "STANDARD",
    userMetadata: {},
    tags: [],
  };
}
