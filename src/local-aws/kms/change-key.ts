import { authorizeKey } from "./authorize-key.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { requireCustomerManaged, resolveKey } from "./key-access.ts";
import { saveKey } from "./key-rows.ts";
import type { KmsOperation, KmsServices } from "./kms-operation.ts";

/**
 * An operation that changes one customer managed key named by id or ARN and answers nothing. `change` gives the key as it shall be, or
 * throws; it may note due work on the way.
 */
export function changeKey(
  services: Pick<KmsServices, "keyStore">,
  action: `kms:${string}`,
  change: (key: KmsKey, transaction: MetadataTransaction) => KmsKey,
): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    await services.keyStore.transact((transaction) => {
      const key = resolveKey(transaction, call, action, reference, "key");
      requireCustomerManaged(call, action, key);
      authorizeKey(call, action, key);
      saveKey(transaction, change(key, transaction));
    });
    return undefined;
  };
}
