import { authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { keysOf } from "#local-aws/kms/key-rows.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readPage, takePage } from "#local-aws/kms/kms-pages.ts";

/** ListKeys: ids and ARNs only, AWS managed keys and those pending deletion included (aws-facts 3.4). */
export function listKeys(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const page = readPage(input, "ListKeys", { usual: 100, most: 1000 });
    authorizeKms(call, "kms:ListKeys", "*");
    const keys = keysOf(services.keyStore, call.region, call.caller.accountId);
    const { items, more } = takePage(keys, (key) => key.keyId, page);
    return { Keys: items.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...more };
  };
}
