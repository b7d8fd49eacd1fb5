import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";

/**
 * What can fall due for a key: its deletion, its next automatic rotation, the end of an on-demand rotation, the expiry of imported
 * material.
 */
export type DueWork = "delete" | "rotate" | "complete-rotation" | "expire";

/**
 * Notes that something is due for a key at a time (milliseconds). Row `["due", at, region, keyId, work, materialId]` of the key store:
 * the first row is always the next to come, so looking for due work costs one read.
 */
export function scheduleWork(transaction: MetadataTransaction, work: DueWork, at: number, key: Pick<KmsKey, "region" | "keyId">, materialId = ""): void {
  transaction.put(["due", at, key.region, key.keyId, work, materialId], true);
}

/** Takes back what `scheduleWork` noted. */
export function cancelWork(transaction: MetadataTransaction, work: DueWork, at: number, key: Pick<KmsKey, "region" | "keyId">, materialId = ""): void {
  transaction.remove(["due", at, key.region, key.keyId, work, materialId]);
}
