import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsAlias, KmsKey } from "#local-aws/world.ts";

/** Where an alias is. `aliasName` begins `alias/`. */
type AliasPlace = Pick<KmsAlias, "region" | "accountId" | "aliasName">;

/** The key of that id in that Region, of whatever account. */
export function findKey(reader: MetadataReader, region: string, keyId: string): KmsKey | undefined {
  return reader.get<KmsKey>(["key", region, keyId]);
}

/** Writes a key's row. */
export function saveKey(transaction: MetadataTransaction, key: KmsKey): void {
  transaction.put<KmsKey>(["key", key.region, key.keyId], key);
}

/** The keys of an account in a Region, by id. */
export function* keysOf(reader: MetadataReader, region: string, accountId: string): Generator<KmsKey> {
  for (const { value } of reader.range<KmsKey>({ prefix: ["key", region] })) if (value.accountId === accountId) yield value;
}

/** The alias of that name; undefined for a predefined one whose key was never used. */
export function findAlias(reader: MetadataReader, { region, accountId, aliasName }: AliasPlace): KmsAlias | undefined {
  return reader.get<KmsAlias>(["alias", region, accountId, aliasName]);
}

/** Writes an alias's row, and the one that its key finds it by: `["key-alias", region, keyId, aliasName]`. */
export function saveAlias(transaction: MetadataTransaction, alias: KmsAlias): void {
  const before = findAlias(transaction, alias);
  if (before !== undefined) removeAlias(transaction, before);
  transaction.put<KmsAlias>(["alias", alias.region, alias.accountId, alias.aliasName], alias);
  if (alias.targetKeyId !== undefined) transaction.put(["key-alias", alias.region, alias.targetKeyId, alias.aliasName], alias.aliasName);
}

/** Removes an alias; its key stays. */
export function removeAlias(transaction: MetadataTransaction, alias: KmsAlias): void {
  transaction.remove(["alias", alias.region, alias.accountId, alias.aliasName]);
  if (alias.targetKeyId !== undefined) transaction.remove(["key-alias", alias.region, alias.targetKeyId, alias.aliasName]);
}

/** All aliases of an account in a Region, by name. */
export function* aliasesOf(reader: MetadataReader, region: string, accountId: string): Generator<KmsAlias> {
  for (const { value } of reader.range<KmsAlias>({ prefix: ["alias", region, accountId] })) yield value;
}

/** Names of the aliases of a key, in order. */
export function aliasNamesOf(reader: MetadataReader, { region, keyId }: Pick<KmsKey, "region" | "keyId">): readonly string[] {
  return Array.from(reader.range<string>({ prefix: ["key-alias", region, keyId] }), ({ value }) => value);
}
