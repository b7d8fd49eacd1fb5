import type { Services } from "#local-aws/services.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import { destroyKey } from "./destroy-key.ts";
import { scheduleWork } from "./due-rows.ts";
import { loseImportedMaterial } from "./imported-material.ts";
import { findKey } from "./key-rows.ts";
import { completeOnDemandRotation, nextRotationAt, rotateKey } from "./rotation.ts";

/** One thing that has fallen due. */
interface DueRow {
  readonly at: number;
  readonly region: string;
  readonly keyId: string;
  readonly work: string;
  readonly materialId: string;
}

/**
 * Does what the clock has made due: keys whose waiting period is over disappear with their material and aliases (aws-facts 3.6),
 * keys under automatic rotation get new material (3.7), rotations on demand are completed, imported material expires. Every request runs
 * it first, so no timer is needed and tests only move the clock. AWS may take a day longer to delete; this is at once.
 */
export async function doDueWork(services: Pick<Services, "clock" | "keyStore" | "random">): Promise<void> {
  const now = services.clock.now();
  const isDue = { prefix: ["due"], end: ["due", now + 1], limit: 1 } as const;
  if ([...services.keyStore.range(isDue)].length === 0) return;
  await services.keyStore.transact((transaction) => {
    for (let [row] = transaction.range(isDue); row !== undefined; [row] = transaction.range(isDue)) {
      transaction.remove(row.key);
      const [, at, region, keyId, work, materialId] = row.key;
      doOne(services, transaction, { at: Number(at), region: String(region), keyId: String(keyId), work: String(work), materialId: String(materialId) });
    }
  });
}

/** Works as of the time that it was due, so that a clock that leaps by years leaves the history that the years would have made. */
function doOne(services: Pick<Services, "random">, transaction: MetadataTransaction, { at, region, keyId, work, materialId }: DueRow): void {
  const key = findKey(transaction, region, keyId);
  if (key === undefined) return;
  if (work === "delete") destroyKey(transaction, key, at);
  else if (work === "complete-rotation") completeOnDemandRotation(services, transaction, key, at);
  else if (work === "expire") loseImportedMaterial(transaction, key, materialId);
  else if (key.rotation !== undefined) {
    // A key that is not enabled when its date comes waits for the next one, or for EnableKey.
    if (key.keyState === "Enabled") rotateKey(services, transaction, key, { date: at, type: "AUTOMATIC" });
    scheduleWork(transaction, "rotate", nextRotationAt(key.rotation, at), key);
  }
}
