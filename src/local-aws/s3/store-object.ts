import type { PendingBody } from "#local-aws/envelope/body.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { Bucket } from "#local-aws/world.ts";
import { type NewVersion, newestVersion, type StoredVersion, storeVersion } from "./object-versions.ts";
import { checkWriteCondition, type WriteCondition } from "./write-condition.ts";

type StoreServices = Pick<Services, "metadata" | "blobs" | "random">;

/**
 * Makes a body durable and then, in one transaction, runs `work` that names it in a row. When `work` refuses, the body is
 * removed again: nothing was visible in between. Blobs that `work` reports as replaced are removed at the end.
 */
export async function commitBody<T extends { readonly replacedBlobIds: readonly string[] }>(
  services: StoreServices,
  pending: PendingBody,
  work: (transaction: MetadataTransaction) => T,
): Promise<T> {
  await pending.commit();
  try {
    return await transactAndSweep(services, work);
  } catch (error) {
    await removeBlobs(services, [pending.body.blobId]);
    throw error;
  }
}

/** Runs a transaction and afterwards removes the blobs that it left without a row. */
export async function transactAndSweep<T extends { readonly replacedBlobIds: readonly string[] }>(
  services: Pick<Services, "metadata" | "blobs">,
  work: (transaction: MetadataTransaction) => T,
): Promise<T> {
  const result = await services.metadata.transact(work);
  await removeBlobs(services, result.replacedBlobIds);
  return result;
}

/** Never rejects: the write is decided by now, and a blob without a row that stays is swept at the next start. */
async function removeBlobs({ blobs }: Pick<Services, "blobs">, blobIds: readonly string[]): Promise<void> {
  await Promise.allSettled(blobIds.map((blobId) => blobs.remove(blobId)));
}

/** What PutObject and CopyObject say alike of the version they store now. */
export function newObject(
  services: Pick<Services, "clock">,
  key: string,
): Pick<NewVersion, "key" | "isDeleteMarker" | "isMultipart" | "lastModified"> & { readonly checksumType: "FULL_OBJECT" } {
  return { key, isDeleteMarker: false, isMultipart: false, lastModified: services.clock.now(), checksumType: "FULL_OBJECT" };
}

/** Stores an object as its key's newest version if the condition still holds, inside the caller's transaction. */
export function storeObject(
  transaction: MetadataTransaction,
  services: Pick<Services, "random">,
  write: { readonly bucket: Bucket; readonly condition: WriteCondition; readonly version: NewVersion },
): StoredVersion {
  checkWriteCondition(write.condition, write.version.key, newestVersion(transaction, write.bucket.name, write.version.key));
  return storeVersion(transaction, write.bucket, write.version, services);
}

