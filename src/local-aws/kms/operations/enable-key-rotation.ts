import { changeKey } from "#local-aws/kms/change-key.ts";
import { cancelWork, scheduleWork } from "#local-aws/kms/due-rows.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { DEFAULT_ROTATION_PERIOD_IN_DAYS, nextRotationAt, requireRotatable } from "#local-aws/kms/rotation.ts";

/** EnableKeyRotation, every 90 to 2560 days; calling it again sets a new period (aws-facts 3.7). */
export function enableKeyRotation(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return changeKey(services, "kms:EnableKeyRotation", (input) => {
    const periodInDays = input.integer("RotationPeriodInDays", { min: 90, max: 2560 }) ?? DEFAULT_ROTATION_PERIOD_IN_DAYS;
    return {
      conditions: { "kms:rotationperiodindays": [String(periodInDays)] },
      change: (key, transaction) => {
        requireRotatable(key);
        const now = services.clock.now();
        const rotation = { enabledAt: now, periodInDays };
        if (key.rotation !== undefined) cancelWork(transaction, "rotate", nextRotationAt(key.rotation, now), key);
        scheduleWork(transaction, "rotate", nextRotationAt(rotation, now), key);
        return { ...key, rotation };
      },
    };
  });
}
