import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";
import type { AskedOfKey } from "./authorize-key.ts";
import { permittedKey } from "./key-access.ts";
import { saveKey } from "./key-rows.ts";
import type { KmsInput } from "./kms-input.ts";
import type { KmsOperation, KmsServices } from "./kms-operation.ts";

/** How an operation changes a key; its parameters have been read and checked. */
export interface KeyChange extends Pick<AskedOfKey, "conditions"> {
  /** Gives the key as it shall be, or throws; it may write other rows on the way. */
  readonly change: (key: KmsKey, transaction: MetadataTransaction) => KmsKey;
}

/** An operation that changes one customer managed key named by id or ARN and answers nothing. */
export function changeKey(
  services: Pick<KmsServices, "keyStore">,
  action: `kms:${string}`,
  read: (input: KmsInput) => KeyChange,
): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const { change, conditions } = read(input);
    await services.keyStore.transact((transaction) => {
      const key = permittedKey(transaction, call, action, reference, { conditions });
      saveKey(transaction, change(key, transaction));
    });
    return undefined;
  };
}
