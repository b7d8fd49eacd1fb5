import { changeKey } from "#local-aws/kms/change-key.ts";
import { requireChangeableState } from "#local-aws/kms/key-states.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

/** DisableKey; nothing happens to a key that is disabled (aws-facts 3.6). */
export function disableKey(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return changeKey(services, "kms:DisableKey", () => ({
    change: (key) => {
      requireChangeableState(key);
      return { ...key, keyState: "Disabled" };
    },
  }));
}
