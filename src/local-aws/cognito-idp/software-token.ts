import { Secret, TOTP } from "otpauth";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import { changeUser } from "./change-user.ts";
import { softwareTokenCodeUsed, softwareTokenNotFound } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { findPoolUser, savePoolUser, type PoolUser } from "./rows.ts";

/** Bytes of a new secret: 52 characters of base32, as AssociateSoftwareToken gives. */
const SECRET_BYTES = 32;
const STEP_SECONDS = 30;
/** Steps before and after the current one whose codes are taken: clocks differ. */
const WINDOW = 1;

/** A new secret, base32. */
export function newSoftwareTokenSecret({ random }: Pick<CognitoServices, "random">): string {
  return new Secret({ buffer: random.bytes(SECRET_BYTES).buffer }).base32;
}

/**
 * Takes a code of a user's software token: each is good once, and none that is older than the last used one.
 * @returns the user as it is now, or undefined for a wrong code
 * @throws AwsError ExpiredCodeException (aws-facts 4.3 row 8)
 */
export function takeSoftwareTokenCode(services: CognitoServices, { userPoolId, username }: PoolUser, code: string): Promise<PoolUser | undefined> {
  return services.metadata.transact((transaction) => {
    // Read again: two requests at once must not both use the code.
    const user = findPoolUser(transaction, userPoolId, username);
    const step = user?.softwareToken && stepOf(user.softwareToken.secret, code, services.clock.now());
    if (user?.softwareToken === undefined || step === undefined) return undefined;
    if (step <= (user.softwareToken.lastUsedStep ?? -Infinity)) throw softwareTokenCodeUsed();
    return save(transaction, { ...user, softwareToken: { ...user.softwareToken, lastUsedStep: step } });
  });
}

/** Keeps the secret of a token to come. */
export function associateToken(services: CognitoServices, { userPoolId, username }: Pick<PoolUser, "userPoolId" | "username">, secret: string): Promise<PoolUser> {
  return changeUser(services, { userPoolId, username }, (current) => ({ ...current, pendingTokenSecret: secret }));
}

/**
 * Makes the associated token the user's, by its first code, which counts as used. `enable` turns it on for sign-in too.
 * @returns whether the code was right
 * @throws AwsError SoftwareTokenMFANotFoundException when none was associated
 */
export function confirmToken(
  services: CognitoServices,
  { userPoolId, username }: Pick<PoolUser, "userPoolId" | "username">,
  code: string,
  { deviceName, enable }: { readonly deviceName: string | undefined; readonly enable: boolean },
): Promise<boolean> {
  return services.metadata.transact((transaction) => {
    const { pendingTokenSecret: secret, ...user } = findPoolUser(transaction, userPoolId, username) ?? {};
    if (secret === undefined || !("sub" in user)) throw softwareTokenNotFound();
    const step = stepOf(secret, code, services.clock.now());
    if (step === undefined) return false;
    const softwareToken = { secret, lastUsedStep: step, ...(deviceName === undefined ? {} : { friendlyDeviceName: deviceName }) };
    save(transaction, { ...user, softwareToken, ...(enable && { softwareTokenMfaEnabled: true, softwareTokenMfaPreferred: true }) });
    return true;
  });
}

function stepOf(secret: string, code: string, now: number): number | undefined {
  const delta = TOTP.validate({ token: code, secret: Secret.fromBase32(secret), timestamp: now, period: STEP_SECONDS, window: WINDOW });
  return delta === null ? undefined : TOTP.counter({ period: STEP_SECONDS, timestamp: now }) + delta;
}

function save(transaction: MetadataTransaction, user: PoolUser): PoolUser {
  savePoolUser(transaction, user);
  return user;
}
