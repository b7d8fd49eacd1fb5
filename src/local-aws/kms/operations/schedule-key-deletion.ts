import { authorizeKey } from "#local-aws/kms/authorize-key.ts";
import { scheduleWork } from "#local-aws/kms/due-work.ts";
import { requireCustomerManaged, requireNotPendingDeletion, resolveKey } from "#local-aws/kms/key-access.ts";
import { epochSeconds } from "#local-aws/kms/key-metadata.ts";
import { saveKey } from "#local-aws/kms/key-rows.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";

const ACTION = "kms:ScheduleKeyDeletion";
const DAY = 86_400_000;
/** aws-facts 7. */
const WINDOW_IN_DAYS = { min: 7, max: 30 };

/** ScheduleKeyDeletion: when the window is over, the key is gone for ever (aws-facts 3.6). */
export function scheduleKeyDeletion(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const days = input.integer("PendingWindowInDays", WINDOW_IN_DAYS) ?? WINDOW_IN_DAYS.max;
    const deletionDate = services.clock.now() + days * DAY;
    const key = await services.keyStore.transact((transaction) => {
      const found = resolveKey(transaction, call, ACTION, reference, "key");
      requireCustomerManaged(call, ACTION, found);
      authorizeKey(call, ACTION, found);
      requireNotPendingDeletion(found);
      saveKey(transaction, { ...found, keyState: "PendingDeletion", deletionDate });
      scheduleWork(transaction, "delete", deletionDate, found);
      return found;
    });
    return {
      KeyId: key.arn,
      DeletionDate: epochSeconds(deletionDate),
      KeyState: "PendingDeletion",
      PendingWindowInDays: days,
    };
  };
}
