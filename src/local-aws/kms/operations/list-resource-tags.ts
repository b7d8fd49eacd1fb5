import { permittedKey } from "#local-aws/kms/key-access.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readPage, takePage } from "#local-aws/kms/kms-pages.ts";

const ACTION = "kms:ListResourceTags";

/** ListResourceTags, by tag key; at most 50 a page (aws-facts 3.4). */
export function listResourceTags(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const page = readPage(input, "ListResourceTags", { usual: 50, most: 50 });
    const key = permittedKey(services.keyStore, call, ACTION, input.keyId());
    const tags = key.tags.toSorted((left, right) => (left.TagKey < right.TagKey ? -1 : 1));
    const { items, more } = takePage(tags, (tag) => tag.TagKey, page);
    return { Tags: items, ...more };
  };
}
