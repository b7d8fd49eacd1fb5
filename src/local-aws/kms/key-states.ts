import type { KmsKey } from "#local-aws/world.ts";
import { disabled, invalidState } from "./kms-errors.ts";

/**
 * Refuses a key whose state forbids cryptographic use, and all else that the state table marks alike (aws-facts 3.6).
 * @throws AwsError DisabledException, KMSInvalidStateException
 */
export function requireEnabled(key: KmsKey): void {
  if (key.keyState === "Enabled") return;
  if (key.keyState === "Disabled") throw disabled(key.arn);
  requireChangeableState(key);
  throw invalidState(key.arn, `is ${key.keyState.toLowerCase()}.`);
}

/** Refuses a key that waits for its deletion. @throws AwsError KMSInvalidStateException (aws-facts 3.6) */
export function requireNotPendingDeletion(key: KmsKey): void {
  if (key.keyState === "PendingDeletion") throw invalidState(key.arn, "is pending deletion.");
  if (key.keyState === "PendingReplicaDeletion") throw invalidState(key.arn, "is pending replica deletion.");
}

/** Refuses to enable or disable a key that waits, for its deletion or for its material. @throws AwsError KMSInvalidStateException */
export function requireChangeableState(key: KmsKey): void {
  requireNotPendingDeletion(key);
  if (key.keyState === "PendingImport") throw invalidState(key.arn, "is pending import.");
}
