import { changeKey } from "#local-aws/kms/change-key.ts";
import { requireChangeableState } from "#local-aws/kms/key-states.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { isRotationOverdue, rotateKey } from "#local-aws/kms/rotation.ts";

/** EnableKey; nothing happens to a key that is enabled (aws-facts 3.6). A rotation that the key missed meanwhile is done at once. */
export function enableKey(services: KmsServices): KmsOperation {
  return changeKey(services, "kms:EnableKey", () => ({
    change: (key, transaction) => {
      requireChangeableState(key);
      const enabled = { ...key, keyState: "Enabled" } as const;
      const now = services.clock.now();
      return isRotationOverdue(transaction, key, now) ? rotateKey(services, transaction, enabled, { date: now, type: "AUTOMATIC" }) : enabled;
    },
  }));
}
