import type { ObjectVersion, UploadedPart } from "#local-aws/world.ts";
import type { BlobStore } from "./blob-store.ts";
import type { MetadataReader } from "./metadata-store.ts";

/** Ids of all blobs that a row names: bodies of object versions and parts of unfinished uploads. */
export function liveBlobIds(metadata: MetadataReader): Set<string> {
  const ids = new Set<string>();
  for (const { value } of metadata.range<ObjectVersion>({ prefix: ["version"] })) {
    for (const part of value.parts) ids.add(part.blobId);
  }
  for (const { value } of metadata.range<UploadedPart>({ prefix: ["part"] })) ids.add(value.body.blobId);
  return ids;
}

/**
 * Removes the blobs that no row names: what a process that was killed between committing a body and committing its row left
 * behind. Only at start, before the first request: a body lies committed for a moment before its row. Returns how many went.
 */
export async function sweepOrphanedBlobs(blobs: BlobStore, liveIds: ReadonlySet<string>): Promise<number> {
  let swept = 0;
  for await (const id of blobs.list()) {
    if (liveIds.has(id)) continue;
    await blobs.remove(id);
    swept += 1;
  }
  return swept;
}
