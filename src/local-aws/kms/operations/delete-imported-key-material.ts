import { loseImportedMaterial } from "#local-aws/kms/imported-material.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { findMaterial, ONLY_MATERIAL } from "#local-aws/kms/key-material.ts";
import { notFound, unsupported } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

/** DeleteImportedKeyMaterial: the key waits for the same material again, in state PendingImport; without material nothing happens. */
export function deleteImportedKeyMaterial(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const named = input.string("KeyMaterialId", { min: 64, max: 64, pattern: /^[a-f0-9]+$/ });
    return services.keyStore.transact((transaction) => {
      const key = permittedKey(transaction, call, "kms:DeleteImportedKeyMaterial", reference);
      if (key.origin !== "EXTERNAL") throw unsupported();
      const materialId = named ?? key.currentKeyMaterialId ?? ONLY_MATERIAL;
      if (named !== undefined && findMaterial(transaction, key, named) === undefined) throw notFound(`Key material ${named} does not exist.`);
      loseImportedMaterial(transaction, key, materialId);
      return { KeyId: key.arn, ...(materialId !== ONLY_MATERIAL && { KeyMaterialId: materialId }) };
    });
  };
}
