import { hex } from "#local-aws/protocol/bytes.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey, KmsKeyMaterial } from "#local-aws/world.ts";
import { saveKey } from "./key-rows.ts";

/** The materialId of keys that have one material for ever: HMAC and asymmetric ones. */
export const ONLY_MATERIAL = "only";

type KeyPlace = Pick<KmsKey, "region" | "keyId">;

/** One generation of a key's material. */
export function findMaterial(reader: MetadataReader, key: KeyPlace, materialId: string): KmsKeyMaterial | undefined {
  return reader.get<KmsKeyMaterial>(["material", key.region, key.keyId, materialId]);
}

/** Writes a generation of material. */
export function saveMaterial(transaction: MetadataTransaction, key: KeyPlace, material: KmsKeyMaterial): void {
  transaction.put<KmsKeyMaterial>(["material", key.region, key.keyId, material.materialId], material);
}

/** All generations of a key's material, the first one first. */
export function materialsOf(reader: MetadataReader, key: KeyPlace): readonly KmsKeyMaterial[] {
  const rows = reader.range<KmsKeyMaterial>({ prefix: ["material", key.region, key.keyId] });
  return Array.from(rows, ({ value }) => value).toSorted((left, right) => left.sequence - right.sequence);
}

/** What a generation is to its key, as ListKeyRotations tells it. */
export function materialState(key: KmsKey, material: KmsKeyMaterial): "CURRENT" | "NON_CURRENT" | "PENDING_ROTATION" {
  if (material.materialId === key.currentKeyMaterialId) return "CURRENT";
  return material.sequence > 0 && material.rotation === undefined ? "PENDING_ROTATION" : "NON_CURRENT";
}

/**
 * Gives a symmetric key new material to encrypt with from now on, and saves the key; older material stays, for what it encrypted
 * (aws-facts 3.7).
 * @param rotation undefined for the first material of a key
 */
export function renewMaterial(
  services: Pick<Services, "random">,
  transaction: MetadataTransaction,
  key: KmsKey,
  rotation?: KmsKeyMaterial["rotation"],
): KmsKey {
  const materialId = hex(services.random.bytes(32));
  saveMaterial(transaction, key, {
    materialId,
    sequence: materialsOf(transaction, key).length,
    secret: services.random.bytes(32),
    ...(rotation && { rotation }),
  });
  const renewed = { ...key, currentKeyMaterialId: materialId };
  saveKey(transaction, renewed);
  return renewed;
}
