import { authorizeKey } from "#local-aws/kms/authorize-key.ts";
import { cancelWork, scheduleWork } from "#local-aws/kms/due-work.ts";
import { requireCustomerManaged, resolveKey } from "#local-aws/kms/key-access.ts";
import { saveKey } from "#local-aws/kms/key-rows.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { DEFAULT_ROTATION_PERIOD_IN_DAYS, nextRotationAt, requireRotatable } from "#local-aws/kms/rotation.ts";

const ACTION = "kms:EnableKeyRotation";

/** EnableKeyRotation, every 90 to 2560 days; calling it again sets a new period (aws-facts 3.7). */
export function enableKeyRotation(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const periodInDays = input.integer("RotationPeriodInDays", { min: 90, max: 2560 }) ?? DEFAULT_ROTATION_PERIOD_IN_DAYS;
    await services.keyStore.transact((transaction) => {
      const key = resolveKey(transaction, call, ACTION, reference, "key");
      requireCustomerManaged(call, ACTION, key);
      authorizeKey(call, ACTION, key);
      requireRotatable(key);
      const now = services.clock.now();
      const rotation = { enabledAt: now, periodInDays };
      if (key.rotation !== undefined) cancelWork(transaction, "rotate", nextRotationAt(key.rotation, now), key);
      scheduleWork(transaction, "rotate", nextRotationAt(rotation, now), key);
      saveKey(transaction, { ...key, rotation });
    });
    return undefined;
  };
}
