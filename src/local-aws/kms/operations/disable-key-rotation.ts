import { changeKey } from "#local-aws/kms/change-key.ts";
import { cancelWork } from "#local-aws/kms/due-rows.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { nextRotationAt, requireRotatable } from "#local-aws/kms/rotation.ts";

/** DisableKeyRotation (aws-facts 3.7). */
export function disableKeyRotation(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return changeKey(services, "kms:DisableKeyRotation", () => ({
    change: (key, transaction) => {
      requireRotatable(key);
      const { rotation, ...kept } = key;
      if (rotation !== undefined) cancelWork(transaction, "rotate", nextRotationAt(rotation, services.clock.now()), key);
      return kept;
    },
  }));
}
