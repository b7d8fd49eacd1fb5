import { permittedKey } from "#local-aws/kms/key-access.ts";
import { materialsOf, materialState } from "#local-aws/kms/key-material.ts";
import { epochSeconds } from "#local-aws/kms/key-metadata.ts";
import { isSymmetricEncryptionKey } from "#local-aws/kms/key-specs.ts";
import { unsupported } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsOutput, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readPage, takePage } from "#local-aws/kms/kms-pages.ts";
import { isInEveryRegion } from "#local-aws/kms/rotation.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { KmsKey, KmsKeyMaterial } from "#local-aws/world.ts";

/**
 * ListKeyRotations: what became current, when and how; with ALL_KEY_MATERIAL also the first material and what waits for its rotation
 * (aws-facts 3.4, 3.7).
 */
export function listKeyRotations(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const page = readPage(input, "ListKeyRotations", { usual: 100, most: 1000 });
    const includes = input.string("IncludeKeyMaterial", { oneOf: ["ALL_KEY_MATERIAL", "ROTATIONS_ONLY"] }) ?? "ROTATIONS_ONLY";
    const key = permittedKey(services.keyStore, call, "kms:ListKeyRotations", reference);
    if (!isSymmetricEncryptionKey(key)) throw unsupported();
    const materials = materialsOf(services.keyStore, key).filter((material) => includes === "ALL_KEY_MATERIAL" || material.rotation !== undefined);
    const { items, more } = takePage(materials, (material) => String(material.sequence).padStart(6, "0"), page);
    return { Rotations: items.map((material) => entryOf(services.keyStore, key, material)), ...more };
  };
}

function entryOf(reader: MetadataReader, key: KmsKey, material: KmsKeyMaterial): KmsOutput {
  const { materialId, rotation } = material;
  const state = materialState(key, material);
  const awaitsReplicas = state === "PENDING_ROTATION" && !isInEveryRegion(reader, key, material);
  return {
    KeyId: key.keyId,
    KeyMaterialId: materialId,
    KeyMaterialState: awaitsReplicas ? "PENDING_MULTI_REGION_IMPORT_AND_ROTATION" : state,
    ...(key.origin === "EXTERNAL" && importedMembers(material)),
    ...(rotation && { RotationDate: epochSeconds(rotation.date), RotationType: rotation.type }),
  };
}

function importedMembers({ secret, imported }: KmsKeyMaterial): KmsOutput {
  const description = imported?.description === undefined ? {} : { KeyMaterialDescription: imported.description };
  if (secret === undefined) return { ...description, ImportState: "PENDING_IMPORT" };
  const validTo = imported?.validTo;
  const expiration =
    validTo === undefined ? { ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" } : { ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo: epochSeconds(validTo) };
  return { ...description, ImportState: "IMPORTED", ...expiration };
}
