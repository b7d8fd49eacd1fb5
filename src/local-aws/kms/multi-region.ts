import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import { type KmsKey, REGIONS } from "#local-aws/world.ts";
import { findKey } from "./key-rows.ts";

/** The primary and all replicas of a multi-Region key, the key itself included; the key alone if it is a single-Region one. */
export function relatedKeys(reader: MetadataReader, key: KmsKey): readonly KmsKey[] {
  if (!key.multiRegion) return [key];
  return REGIONS.map((region) => findKey(reader, region, key.keyId)).filter((related) => related !== undefined);
}

/** True for a replica of a multi-Region key, whose rotation and deletion follow its primary. */
export function isReplica(key: KmsKey): boolean {
  return key.multiRegion && key.primaryRegion !== key.region;
}

/** The primary of a multi-Region key; any other key itself. */
export function primaryOf(reader: MetadataReader, key: KmsKey): KmsKey {
  return (isReplica(key) && key.primaryRegion !== undefined ? findKey(reader, key.primaryRegion, key.keyId) : undefined) ?? key;
}

/** The replicas of a primary key. */
export function replicasOf(reader: MetadataReader, key: KmsKey): readonly KmsKey[] {
  return relatedKeys(reader, key).filter(isReplica);
}
