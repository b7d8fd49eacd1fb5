import { changeKey } from "#local-aws/kms/change-key.ts";
import { readDescription } from "#local-aws/kms/key-description.ts";
import { requireNotPendingDeletion } from "#local-aws/kms/key-states.ts";
import { constraint } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

/** UpdateKeyDescription; the empty text removes it (aws-facts 3.2, 7). */
export function updateKeyDescription(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return changeKey(services, "kms:UpdateKeyDescription", (input) => {
    const description = readDescription(input);
    if (description === undefined) throw constraint("description", "null", "Member must not be null");
    return {
      change: (key) => {
        requireNotPendingDeletion(key);
        return { ...key, description };
      },
    };
  });
}
