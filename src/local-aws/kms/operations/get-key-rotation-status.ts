import { authorizeKey } from "#local-aws/kms/authorize-key.ts";
import { resolveKey } from "#local-aws/kms/key-access.ts";
import { epochSeconds } from "#local-aws/kms/key-metadata.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { nextRotationAt, requireKindThatRotates } from "#local-aws/kms/rotation.ts";

const ACTION = "kms:GetKeyRotationStatus";

/** GetKeyRotationStatus: a disabled key reports its setting, one pending deletion reports false (aws-facts 3.6, 3.7). */
export function getKeyRotationStatus(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const key = resolveKey(services.keyStore, call, ACTION, input.keyId(), "key");
    authorizeKey(call, ACTION, key);
    requireKindThatRotates(key);
    if (key.rotation === undefined || key.keyState === "PendingDeletion") return { KeyId: key.keyId, KeyRotationEnabled: false };
    return {
      KeyId: key.keyId,
      KeyRotationEnabled: true,
      RotationPeriodInDays: key.rotation.periodInDays,
      NextRotationDate: epochSeconds(nextRotationAt(key.rotation, services.clock.now())),
    };
  };
}
