import { authorizeKey } from "#local-aws/kms/authorize-key.ts";
import { cancelWork } from "#local-aws/kms/due-work.ts";
import { requireCustomerManaged, resolveKey } from "#local-aws/kms/key-access.ts";
import { saveKey } from "#local-aws/kms/key-rows.ts";
import { invalidState } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

const ACTION = "kms:CancelKeyDeletion";

/** CancelKeyDeletion: the key comes back Disabled, not Enabled, and without DeletionDate (aws-facts 3.6, 9 row 8). */
export function cancelKeyDeletion(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const key = await services.keyStore.transact((transaction) => {
      const found = resolveKey(transaction, call, ACTION, reference, "key");
      requireCustomerManaged(call, ACTION, found);
      authorizeKey(call, ACTION, found);
      const { deletionDate, ...kept } = found;
      if (deletionDate === undefined) throw invalidState(found.arn, "is not pending deletion.");
      cancelWork(transaction, "delete", deletionDate, found);
      saveKey(transaction, { ...kept, keyState: "Disabled" });
      return found;
    });
    return { KeyId: key.arn };
  };
}
