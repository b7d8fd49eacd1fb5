import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { scheduleWork } from "./due-rows.ts";
import { grantsOf, removeGrant } from "./grant-rows.ts";
import { aliasNamesOf, findAlias, removeAlias, saveKey } from "./key-rows.ts";
import { primaryOf, replicasOf } from "./multi-region.ts";

const DAY = 86_400_000;

/**
 * Destroys a key: its row, its aliases, its grants and every generation of its material (aws-facts 3.5, 3.6). With the last replica of a
 * multi-Region key that waits for it, the primary's own waiting period begins.
 * @param at when its waiting period ended, in milliseconds
 */
export function destroyKey(transaction: MetadataTransaction, key: KmsKey, at: number): void {
  const { region, keyId, accountId } = key;
  for (const aliasName of aliasNamesOf(transaction, key)) {
    const alias = findAlias(transaction, { region, accountId, aliasName });
    if (alias !== undefined) removeAlias(transaction, alias);
  }
  // Read to the end before the first row goes: a range over rows that disappear would lose its place.
  const grants = [...grantsOf(transaction, key)];
  for (const grant of grants) removeGrant(transaction, grant);
  const secrets = ["material", "import-parameters"].flatMap((kind) => [...transaction.range({ prefix: [kind, region, keyId] })]);
  for (const row of secrets) transaction.remove(row.key);
  const primary = primaryOf(transaction, key);
  transaction.remove(["key", region, keyId]);
  if (primary.region !== region && replicasOf(transaction, primary).length === 0) beginWaitingPeriod(transaction, primary, at);
}

function beginWaitingPeriod(transaction: MetadataTransaction, primary: KmsKey, at: number): void {
  const { pendingDeletionWindowInDays, ...kept } = primary;
  if (pendingDeletionWindowInDays === undefined) return;
  const deletionDate = at + pendingDeletionWindowInDays * DAY;
  saveKey(transaction, { ...kept, keyState: "PendingDeletion", deletionDate });
  scheduleWork(transaction, "delete", deletionDate, primary);
}
