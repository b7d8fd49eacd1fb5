import { scheduleWork } from "#local-aws/kms/due-rows.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { epochSeconds } from "#local-aws/kms/key-metadata.ts";
import { saveKey } from "#local-aws/kms/key-rows.ts";
import { requireNotPendingDeletion } from "#local-aws/kms/key-states.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { replicasOf } from "#local-aws/kms/multi-region.ts";

const ACTION = "kms:ScheduleKeyDeletion";
const DAY = 86_400_000;
/** aws-facts 7. */
const WINDOW_IN_DAYS = { min: 7, max: 30 };

/**
 * ScheduleKeyDeletion: when the window is over, the key is gone for ever (aws-facts 3.6). That of a multi-Region primary key begins when
 * its last replica is gone.
 */
export function scheduleKeyDeletion(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const days = input.integer("PendingWindowInDays", WINDOW_IN_DAYS) ?? WINDOW_IN_DAYS.max;
    const deletionDate = services.clock.now() + days * DAY;
    const conditions = { "kms:schedulekeydeletionpendingwindowindays": [String(days)] };
    return services.keyStore.transact((transaction) => {
      const found = permittedKey(transaction, call, ACTION, reference, { conditions });
      requireNotPendingDeletion(found);
      const answer = { KeyId: found.arn, PendingWindowInDays: days };
      if (found.multiRegion && found.primaryRegion === found.region && replicasOf(transaction, found).length > 0) {
        saveKey(transaction, { ...found, keyState: "PendingReplicaDeletion", pendingDeletionWindowInDays: days });
        return { ...answer, KeyState: "PendingReplicaDeletion" };
      }
      saveKey(transaction, { ...found, keyState: "PendingDeletion", deletionDate });
      scheduleWork(transaction, "delete", deletionDate, found);
      return { ...answer, DeletionDate: epochSeconds(deletionDate), KeyState: "PendingDeletion" };
    });
  };
}
