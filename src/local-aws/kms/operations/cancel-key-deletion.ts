import { cancelWork } from "#local-aws/kms/due-rows.ts";
import { isWhole } from "#local-aws/kms/imported-material.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { saveKey } from "#local-aws/kms/key-rows.ts";
import { invalidState } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

const ACTION = "kms:CancelKeyDeletion";

/**
 * CancelKeyDeletion: the key comes back Disabled, not Enabled, and without DeletionDate (aws-facts 3.6, 9 row 8); one whose imported
 * material is gone waits for it.
 */
export function cancelKeyDeletion(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const key = await services.keyStore.transact((transaction) => {
      const found = permittedKey(transaction, call, ACTION, reference);
      const { deletionDate, pendingDeletionWindowInDays, ...kept } = found;
      if (deletionDate === undefined && pendingDeletionWindowInDays === undefined) throw invalidState(found.arn, "is not pending deletion.");
      if (deletionDate !== undefined) cancelWork(transaction, "delete", deletionDate, found);
      saveKey(transaction, { ...kept, keyState: isWhole(transaction, kept) ? "Disabled" : "PendingImport" });
      return found;
    });
    return { KeyId: key.arn };
  };
}
