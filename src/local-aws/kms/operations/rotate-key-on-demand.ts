import { scheduleWork } from "#local-aws/kms/due-rows.ts";
import { permittedKey } from "#local-aws/kms/key-access.ts";
import { materialsOf } from "#local-aws/kms/key-material.ts";
import { saveKey } from "#local-aws/kms/key-rows.ts";
import { isSymmetricEncryptionKey } from "#local-aws/kms/key-specs.ts";
import { requireEnabled } from "#local-aws/kms/key-states.ts";
import { conflict, limitExceeded, unsupported, withoutPendingMaterial } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { isReplica } from "#local-aws/kms/multi-region.ts";
import { pendingMaterial } from "#local-aws/kms/rotation.ts";

/** On-demand rotations of one key in its life, as AWS documents today (aws-facts 3.7). */
const MAX_ON_DEMAND_ROTATIONS = 25;
/** AWS rotates in the background; this is how long it takes here, in milliseconds: GetKeyRotationStatus tells of it meanwhile. */
const ROTATION_TAKES_MS = 1000;

/** RotateKeyOnDemand: state is checked before the kind of key; the schedule of automatic rotation stays (aws-facts 3.7, 9 row 14). */
export function rotateKeyOnDemand(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    return services.keyStore.transact((transaction) => {
      const key = permittedKey(transaction, call, "kms:RotateKeyOnDemand", reference);
      requireEnabled(key);
      if (!isSymmetricEncryptionKey(key) || isReplica(key)) throw unsupported();
      if (key.onDemandRotationStartDate !== undefined) throw conflict(`An on-demand rotation of the key is in progress: ${key.arn}`);
      const rotations = materialsOf(transaction, key).filter((material) => material.rotation?.type === "ON_DEMAND");
      if (rotations.length >= MAX_ON_DEMAND_ROTATIONS) {
        throw limitExceeded(
          `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${key.arn}`,
        );
      }
      if (key.origin === "EXTERNAL" && pendingMaterial(transaction, key) === undefined) throw withoutPendingMaterial(key.arn);
      const now = services.clock.now();
      saveKey(transaction, { ...key, onDemandRotationStartDate: now });
      scheduleWork(transaction, "complete-rotation", now + ROTATION_TAKES_MS, key);
      return { KeyId: key.arn };
    });
  };
}
