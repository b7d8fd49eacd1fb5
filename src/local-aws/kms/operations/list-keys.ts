import { authorizeKms } from "#local-aws/kms/authorize-key.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readPage, takePage } from "#local-aws/kms/kms-pages.ts";
import type { KmsKey } from "#local-aws/world.ts";

/** ListKeys: ids and ARNs only, AWS managed keys and those pending deletion included (aws-facts 3.4). */
export function listKeys(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const page = readPage(input, "ListKeys", { usual: 100, most: 1000 });
    authorizeKms(call, "kms:ListKeys", "*");
    const rows = services.keyStore.range<KmsKey>({ prefix: ["key", call.region] });
    const { items, more } = takePage(rows, (row) => row.value.keyId, page);
    return { Keys: items.map(({ value }) => ({ KeyId: value.keyId, KeyArn: value.arn })), ...more };
  };
}
