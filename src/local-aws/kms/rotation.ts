import type { Services } from "#local-aws/services.ts";
import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey, KmsKeyMaterial } from "#local-aws/world.ts";
import { findMaterial, materialState, materialsOf, renewMaterial, saveMaterial } from "./key-material.ts";
import { findKey, saveKey } from "./key-rows.ts";
import { isSymmetricEncryptionKey } from "./key-specs.ts";
import { requireEnabled } from "./key-states.ts";
import { unsupported } from "./kms-errors.ts";
import { isReplica, replicasOf } from "./multi-region.ts";

const DAY = 86_400_000;

/** Days between rotations unless the caller says otherwise, and of AWS managed keys (aws-facts 3.7, 7). */
export const DEFAULT_ROTATION_PERIOD_IN_DAYS = 365;

/** The first date after `now` (milliseconds) that lies whole periods after rotation was enabled. */
export function nextRotationAt(rotation: NonNullable<KmsKey["rotation"]>, now: number): number {
  const period = rotation.periodInDays * DAY;
  const elapsed = Math.max(0, Math.floor((now - rotation.enabledAt) / period));
  return rotation.enabledAt + (elapsed + 1) * period;
}

/** Gives a key and its replicas new material (aws-facts 3.7): all of them share each generation, so what one encrypts another decrypts. */
export function rotateKey(services: Pick<Services, "random">, transaction: MetadataTransaction, key: KmsKey, rotation: NonNullable<KmsKeyMaterial["rotation"]>): KmsKey {
  const renewed = renewMaterial(services, transaction, key, rotation);
  const material = renewed.currentKeyMaterialId === undefined ? undefined : findMaterial(transaction, renewed, renewed.currentKeyMaterialId);
  if (material !== undefined) for (const replica of replicasOf(transaction, key)) takeMaterial(transaction, replica, material);
  return renewed;
}

function takeMaterial(transaction: MetadataTransaction, key: KmsKey, material: KmsKeyMaterial): void {
  saveMaterial(transaction, key, material);
  saveKey(transaction, { ...key, currentKeyMaterialId: material.materialId });
}

/** The imported material of a key that waits for RotateKeyOnDemand, once every replica has it too (aws-facts 3.7). */
export function pendingMaterial(reader: MetadataReader, key: KmsKey): KmsKeyMaterial | undefined {
  return materialsOf(reader, key).find((material) => materialState(key, material) === "PENDING_ROTATION" && isInEveryRegion(reader, key, material));
}

/** Whether imported material was imported into a key and all its replicas. */
export function isInEveryRegion(reader: MetadataReader, key: KmsKey, { materialId }: KmsKeyMaterial): boolean {
  return [key, ...replicasOf(reader, key)].every((related) => findMaterial(reader, related, materialId)?.secret !== undefined);
}

/** Ends an on-demand rotation: new material for keys of AWS's, the waiting one for imported keys. */
export function completeOnDemandRotation(services: Pick<Services, "random">, transaction: MetadataTransaction, key: KmsKey, at: number): void {
  const { onDemandRotationStartDate: _, ...kept } = key;
  const rotation = { date: at, type: "ON_DEMAND" } as const;
  if (key.origin === "AWS_KMS") {
    saveKey(transaction, kept);
    rotateKey(services, transaction, kept, rotation);
    return;
  }
  const waiting = pendingMaterial(transaction, key);
  saveKey(transaction, kept);
  if (waiting === undefined) return;
  for (const related of [kept, ...replicasOf(transaction, key)]) {
    const material = findMaterial(transaction, related, waiting.materialId);
    const fresh = findKey(transaction, related.region, related.keyId);
    if (material !== undefined && fresh !== undefined) takeMaterial(transaction, fresh, { ...material, rotation });
  }
}

/** Whether an automatic rotation was missed while the key was not enabled: then EnableKey makes up for it. */
export function isRotationOverdue(reader: MetadataReader, key: KmsKey, now: number): boolean {
  if (key.rotation === undefined) return false;
  const dates = materialsOf(reader, key).map((material) => material.rotation?.date ?? 0);
  return now - Math.max(key.rotation.enabledAt, ...dates) >= key.rotation.periodInDays * DAY;
}

/**
 * Refuses to change the rotation of a key whose material AWS does not make anew: asymmetric, HMAC and imported keys, and replicas, which
 * follow their primary. State is checked before the kind (aws-facts 3.6, 3.7).
 * @throws AwsError DisabledException, KMSInvalidStateException; UnsupportedOperationException, without message
 */
export function requireRotatable(key: KmsKey): void {
  if (key.keyState !== "PendingImport") requireEnabled(key);
  if (!isSymmetricEncryptionKey(key) || key.origin !== "AWS_KMS" || isReplica(key)) throw unsupported();
}
