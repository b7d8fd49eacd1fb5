import { changeKey } from "#local-aws/kms/change-key.ts";
import { requestTagConditions } from "#local-aws/kms/key-conditions.ts";
import { requireNotPendingDeletion } from "#local-aws/kms/key-states.ts";
import { readTags, withTags } from "#local-aws/kms/key-tags.ts";
import { constraint } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

/** TagResource: adds tags, or gives those of the same keys new values (aws-facts 3.5). */
export function tagResource(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return changeKey(services, "kms:TagResource", (input) => {
    const tags = readTags(input);
    if (tags.length === 0) throw constraint("tags", "null", "Member must not be null");
    return {
      conditions: requestTagConditions(tags),
      change: (key) => {
        requireNotPendingDeletion(key);
        return { ...key, tags: withTags(key.tags, tags) };
      },
    };
  });
}
