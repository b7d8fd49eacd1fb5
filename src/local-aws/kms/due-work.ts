import type { Services } from "#local-aws/services.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { destroyKey, findKey } from "./key-rows.ts";
import { renewMaterial } from "./new-key.ts";
import { nextRotationAt } from "./rotation.ts";

type DueWork = "delete" | "rotate";

/**
 * Notes that a key is to be deleted or rotated at a time. Row `["due", at, region, keyId, work]` of the key store: the first row is
 * always the next to come, so looking for due work costs one read.
 */
export function scheduleWork(transaction: MetadataTransaction, work: DueWork, at: number, key: KmsKey): void {
  transaction.put(["due", at, key.region, key.keyId, work], true);
}

/** Takes back what `scheduleWork` noted. */
export function cancelWork(transaction: MetadataTransaction, work: DueWork, at: number, key: KmsKey): void {
  transaction.remove(["due", at, key.region, key.keyId, work]);
}

/**
 * Does what the clock has made due: keys whose waiting period is over disappear with their material and aliases (aws-facts 3.6),
 * keys under automatic rotation get new material (3.7). Every request runs it first, so no timer is needed and tests only move the
 * clock. AWS may take a day longer; this is at once.
 */
export async function doDueWork(services: Pick<Services, "clock" | "keyStore" | "random">): Promise<void> {
  const now = services.clock.now();
  const isDue = { prefix: ["due"], end: ["due", now + 1], limit: 1 } as const;
  if ([...services.keyStore.range(isDue)].length === 0) return;
  await services.keyStore.transact((transaction) => {
    for (let [row] = transaction.range(isDue); row !== undefined; [row] = transaction.range(isDue)) {
      const [, , region, keyId, work] = row.key;
      transaction.remove(row.key);
      if (typeof region !== "string" || typeof keyId !== "string") continue;
      if (work === "delete") destroyKey(transaction, region, keyId);
      else rotate(services, transaction, findKey(transaction, region, keyId));
    }
  });
}

/** AWS rotates enabled keys only; a key that was away when its date came waits for the next one. */
function rotate(services: Pick<Services, "clock" | "random">, transaction: MetadataTransaction, key: KmsKey | undefined): void {
  if (key?.rotation === undefined) return;
  if (key.keyState === "Enabled") renewMaterial(services, transaction, key);
  scheduleWork(transaction, "rotate", nextRotationAt(key.rotation, services.clock.now()), key);
}
