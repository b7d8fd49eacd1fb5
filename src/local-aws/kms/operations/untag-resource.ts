import { changeKey } from "#local-aws/kms/change-key.ts";
import { requireNotPendingDeletion } from "#local-aws/kms/key-states.ts";
import { constraint } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

/** UntagResource; tag keys that the key does not have are passed over (aws-facts 3.5). */
export function untagResource(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return changeKey(services, "kms:UntagResource", (input) => {
    const tagKeys = input.strings("TagKeys", {}, { min: 1, max: 128 });
    if (tagKeys.length === 0) throw constraint("tagKeys", "null", "Member must not be null");
    return {
      conditions: { "aws:tagkeys": tagKeys },
      change: (key) => {
        requireNotPendingDeletion(key);
        return { ...key, tags: key.tags.filter((tag) => !tagKeys.includes(tag.TagKey)) };
      },
    };
  });
}
