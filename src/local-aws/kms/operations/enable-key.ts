import { changeKey } from "#local-aws/kms/change-key.ts";
import { requireChangeableState } from "#local-aws/kms/key-access.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

/** EnableKey; nothing happens to a key that is enabled (aws-facts 3.6). */
export function enableKey(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return changeKey(services, "kms:EnableKey", (key) => {
    requireChangeableState(key);
    return { ...key, keyState: "Enabled" };
  });
}
