import type { KmsKey } from "#local-aws/world.ts";
import { requireEnabled } from "./key-access.ts";
import { isSymmetricEncryptionKey } from "./key-specs.ts";
import { unsupported } from "./kms-errors.ts";

const DAY = 86_400_000;

/** Days between rotations unless the caller says otherwise, and of AWS managed keys (aws-facts 3.7, 7). */
export const DEFAULT_ROTATION_PERIOD_IN_DAYS = 365;

/** The first date after `now` (milliseconds) that lies whole periods after rotation was enabled. */
export function nextRotationAt(rotation: NonNullable<KmsKey["rotation"]>, now: number): number {
  const period = rotation.periodInDays * DAY;
  const elapsed = Math.max(0, Math.floor((now - rotation.enabledAt) / period));
  return rotation.enabledAt + (elapsed + 1) * period;
}

/**
 * Refuses a key whose material AWS does not make: asymmetric, HMAC and imported keys (aws-facts 3.6, 3.7).
 * @throws AwsError UnsupportedOperationException, without message
 */
export function requireKindThatRotates(key: KmsKey): void {
  if (!isSymmetricEncryptionKey(key) || key.origin !== "AWS_KMS") throw unsupported();
}

/** Refuses to change the rotation of a key; state is checked before the kind (aws-facts 3.7). */
export function requireRotatable(key: KmsKey): void {
  if (key.keyState !== "PendingImport") requireEnabled(key);
  requireKindThatRotates(key);
}
