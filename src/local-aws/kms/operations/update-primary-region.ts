import { permittedKey } from "#local-aws/kms/key-access.ts";
import { cancelWork, scheduleWork } from "#local-aws/kms/due-rows.ts";
import { authorizeKey } from "#local-aws/kms/authorize-key.ts";
import { findKey, saveKey } from "#local-aws/kms/key-rows.ts";
import { requireNotPendingDeletion } from "#local-aws/kms/key-states.ts";
import { notFound, unsupported } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { isReplica, relatedKeys } from "#local-aws/kms/multi-region.ts";
import { nextRotationAt } from "#local-aws/kms/rotation.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { KmsKey } from "#local-aws/world.ts";

const ACTION = "kms:UpdatePrimaryRegion";

/** UpdatePrimaryRegion: primary and replica change places, rotation included; the caller needs the permission on both. It is done at once. */
export function updatePrimaryRegion(services: Pick<KmsServices, "clock" | "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const region = input.requiredString("PrimaryRegion", { min: 1, max: 32, pattern: /^([a-z]+-){2,3}\d+$/ });
    await services.keyStore.transact((transaction) => {
      const conditions = { "kms:primaryregion": [region] };
      const primary = permittedKey(transaction, call, ACTION, reference, { conditions });
      if (!primary.multiRegion || isReplica(primary)) throw unsupported(`${primary.arn} is not a multi-Region primary key.`);
      requireNotPendingDeletion(primary);
      const replica = findKey(transaction, region, primary.keyId);
      if (replica === undefined || replica.region === primary.region) throw notFound(`${primary.arn} has no replica key in ${region}.`);
      authorizeKey(transaction, call, ACTION, replica, { conditions });
      requireNotPendingDeletion(replica);
      moveRotation(transaction, primary, replica, services.clock.now());
      for (const key of relatedKeys(transaction, primary)) saveKey(transaction, { ...key, primaryRegion: region });
    });
    return undefined;
  };
}

function moveRotation(transaction: MetadataTransaction, primary: KmsKey, replica: KmsKey, now: number): void {
  const { rotation, ...without } = primary;
  if (rotation === undefined) return;
  const next = nextRotationAt(rotation, now);
  cancelWork(transaction, "rotate", next, primary);
  scheduleWork(transaction, "rotate", next, replica);
  saveKey(transaction, without);
  saveKey(transaction, { ...replica, rotation });
}
