import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey, KmsKeyMaterial } from "#local-aws/world.ts";
import { cancelWork, scheduleWork } from "./due-rows.ts";
import { findMaterial, materialState, materialsOf, saveMaterial } from "./key-material.ts";
import { saveKey } from "./key-rows.ts";

/**
 * Writes imported material and notes its expiry. The first one becomes the key's current material; a further one waits for
 * RotateKeyOnDemand. A key is usable when all material that it ever encrypted with is there.
 */
export function takeImportedMaterial(transaction: MetadataTransaction, key: KmsKey, material: KmsKeyMaterial, isSymmetric: boolean): void {
  const before = findMaterial(transaction, key, material.materialId);
  if (before !== undefined) cancelExpiry(transaction, key, before);
  saveMaterial(transaction, key, material);
  if (material.imported?.validTo !== undefined) scheduleWork(transaction, "expire", material.imported.validTo, key, material.materialId);
  const first = isSymmetric && key.currentKeyMaterialId === undefined ? { currentKeyMaterialId: material.materialId } : {};
  const taken: KmsKey = { ...key, ...first };
  saveKey(transaction, { ...taken, keyState: taken.keyState === "PendingImport" && isWhole(transaction, taken) ? "Enabled" : taken.keyState });
}

/**
 * Deletes the secret of imported material, on request or because it expired. The key then waits for the same material again; what was
 * encrypted under it is out of reach until then. Material that only waited for its rotation goes without a trace.
 */
export function loseImportedMaterial(transaction: MetadataTransaction, key: KmsKey, materialId: string): void {
  const material = findMaterial(transaction, key, materialId);
  if (material === undefined) return;
  cancelExpiry(transaction, key, material);
  if (materialState(key, material) === "PENDING_ROTATION") {
    transaction.remove(["material", key.region, key.keyId, materialId]);
    return;
  }
  const { secret: _, ...kept } = material;
  saveMaterial(transaction, key, { ...kept, imported: kept.imported?.description === undefined ? {} : { description: kept.imported.description } });
  if (key.keyState === "Enabled" || key.keyState === "Disabled") saveKey(transaction, { ...key, keyState: "PendingImport" });
}

/** Whether a key lacks none of the material that it encrypts or ever encrypted with; always true for keys that AWS made. */
export function isWhole(reader: MetadataReader, key: KmsKey): boolean {
  const own = materialsOf(reader, key).filter((material) => materialState(key, material) !== "PENDING_ROTATION");
  return key.origin === "AWS_KMS" || (own.length > 0 && own.every((material) => material.secret !== undefined));
}

function cancelExpiry(transaction: MetadataTransaction, key: KmsKey, { materialId, imported }: KmsKeyMaterial): void {
  if (imported?.validTo !== undefined) cancelWork(transaction, "expire", imported.validTo, key, materialId);
}
