import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import { notAuthorized } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { forgetRows } from "./forget-rows.ts";

/** Wrong passwords of a user name, known or not. Row `["password-attempts", userPoolId, username in lower case]`. */
interface PasswordAttempts {
  readonly failures: number;
  /** Milliseconds since the epoch; at or before the last failure when not locked. */
  readonly lockedUntil: number;
  readonly lastFailureAt: number;
}

const FREE_FAILURES = 5;
/** Milliseconds without a failure after which all is forgotten, and the longest lock. */
const QUIET_MS = 15 * 60_000;

/**
 * Runs one try of a password under Cognito's throttle: after five wrong ones the name is locked for 1 s, and for twice as long after each
 * further one, up to 15 minutes; a right password, or 15 quiet minutes, forget them. A try during a lock is not even looked at, so that
 * guesses which run side by side learn nothing.
 * @returns what `check` found
 * @throws AwsError NotAuthorizedException `Password attempts exceeded` [inferred]
 */
export async function tryPassword(services: CognitoServices, userPoolId: string, username: string, check: () => Promise<boolean>): Promise<boolean> {
  const row = ["password-attempts", userPoolId, username.toLowerCase()];
  assertNotLocked(services.metadata, row, services.clock.now());
  const isRight = await check();
  await services.metadata.transact((transaction) => {
    const now = services.clock.now();
    assertNotLocked(transaction, row, now);
    if (isRight) {
      transaction.remove(row);
      return;
    }
    const before = transaction.get<PasswordAttempts>(row);
    const failures = (before === undefined || isForgotten(before, now) ? 0 : before.failures) + 1;
    const lockMs = failures < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (failures - FREE_FAILURES), QUIET_MS);
    forgetRows<PasswordAttempts>(transaction, ["password-attempts", userPoolId], (attempts) => isForgotten(attempts, now));
    transaction.put<PasswordAttempts>(row, { failures, lockedUntil: now + lockMs, lastFailureAt: now });
  });
  return isRight;
}

function assertNotLocked(reader: MetadataReader, row: readonly string[], now: number): void {
  const attempts = reader.get<PasswordAttempts>(row);
  if (attempts !== undefined && now < attempts.lockedUntil) throw notAuthorized("Password attempts exceeded");
}

function isForgotten({ lockedUntil, lastFailureAt }: PasswordAttempts, now: number): boolean {
  return now >= Math.max(lockedUntil, lastFailureAt) + QUIET_MS;
}
