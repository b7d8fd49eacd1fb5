import { permittedKey } from "#local-aws/kms/key-access.ts";
import { epochSeconds } from "#local-aws/kms/key-metadata.ts";
import { isSymmetricEncryptionKey } from "#local-aws/kms/key-specs.ts";
import { unsupported } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { primaryOf } from "#local-aws/kms/multi-region.ts";
import { nextRotationAt } from "#local-aws/kms/rotation.ts";

/**
 * GetKeyRotationStatus: a disabled key reports its setting, one pending deletion reports false (aws-facts 3.6, 3.7). A replica reports its
 * primary's; an imported key rotates on demand only.
 */
export function getKeyRotationStatus(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const key = permittedKey(services.keyStore, call, "kms:GetKeyRotationStatus", input.keyId());
    if (!isSymmetricEncryptionKey(key) || key.keyState === "PendingImport") throw unsupported();
    const { rotation, onDemandRotationStartDate } = primaryOf(services.keyStore, key);
    const onDemand = onDemandRotationStartDate === undefined ? {} : { OnDemandRotationStartDate: epochSeconds(onDemandRotationStartDate) };
    if (rotation === undefined || key.keyState === "PendingDeletion" || key.keyState === "PendingReplicaDeletion") {
      return { KeyId: key.keyId, KeyRotationEnabled: false, ...onDemand };
    }
    return {
      KeyId: key.keyId,
      KeyRotationEnabled: true,
      RotationPeriodInDays: rotation.periodInDays,
      NextRotationDate: epochSeconds(nextRotationAt(rotation, services.clock.now())),
      ...onDemand,
    };
  };
}
