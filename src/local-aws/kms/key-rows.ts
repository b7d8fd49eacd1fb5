import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsAlias, KmsKey } from "#local-aws/world.ts";

/** The key of that id in that Region. */
export function findKey(reader: MetadataReader, region: string, keyId: string): KmsKey | undefined {
  return reader.get<KmsKey>(["key", region, keyId]);
}

/** Writes a key's row. */
export function saveKey(transaction: MetadataTransaction, key: KmsKey): void {
  transaction.put(["key", key.region, key.keyId], key);
}

/** The alias of that name (`alias/…`) in that Region; undefined for a predefined one whose key was never used. */
export function findAlias(reader: MetadataReader, region: string, aliasName: string): KmsAlias | undefined {
  return reader.get<KmsAlias>(["alias", region, aliasName]);
}

/** Writes an alias's row. */
export function saveAlias(transaction: MetadataTransaction, alias: KmsAlias): void {
  transaction.put(["alias", alias.region, alias.aliasName], alias);
}

/** All aliases of a Region, by name. */
export function* aliasesOf(reader: MetadataReader, region: string): Generator<KmsAlias> {
  for (const { value } of reader.range<KmsAlias>({ prefix: ["alias", region] })) yield value;
}

/** One generation of a symmetric key's material: 32 bytes. */
export function findMaterial(reader: MetadataReader, key: KmsKey, materialId: string): Uint8Array | undefined {
  return reader.get<Uint8Array>(["material", key.region, key.keyId, materialId]);
}

/** Keeps a new generation of material; older ones stay, for what they encrypted (aws-facts 3.7). */
export function saveMaterial(transaction: MetadataTransaction, key: KmsKey, materialId: string, material: Uint8Array): void {
  transaction.put(["material", key.region, key.keyId, materialId], material);
}

/** Destroys a key: its row, its aliases and every generation of its material (aws-facts 3.5, 3.6). */
export function destroyKey(transaction: MetadataTransaction, region: string, keyId: string): void {
  const materials = [...transaction.range({ prefix: ["material", region, keyId] })].map((row) => row.key);
  const aliases = [...aliasesOf(transaction, region)].filter((alias) => alias.targetKeyId === keyId);
  for (const row of materials) transaction.remove(row);
  for (const alias of aliases) transaction.remove(["alias", region, alias.aliasName]);
  transaction.remove(["key", region, keyId]);
}
