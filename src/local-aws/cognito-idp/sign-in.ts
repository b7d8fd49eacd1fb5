import { openSession } from "./auth-sessions.ts";
import { notAuthorized, passwordResetRequired, userIsDisabled, userNotConfirmed, userNotFound, wrongPassword } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { tryPassword } from "./password-attempts.ts";
import { isPasswordOf } from "./passwords.ts";
import { findPoolUser, type PoolUser } from "./rows.ts";
import type { SignInParty } from "./srp-challenge.ts";

/** Where a sign-in is: done, or waiting for the answer to one more challenge. */
export type SignInStep =
  | { readonly kind: "signed-in"; readonly user: PoolUser }
  | {
      readonly kind: "challenge";
      readonly name: "NEW_PASSWORD_REQUIRED" | "SOFTWARE_TOKEN_MFA" | "MFA_SETUP";
      readonly parameters: Readonly<Record<string, string>>;
      readonly session: string;
      readonly user: PoolUser;
    };

/**
 * Checks a password that was sent as it is: USER_PASSWORD_AUTH and managed login.
 * @throws AwsError NotAuthorizedException; UserNotFoundException where the client does not hide who exists (aws-facts 4.3)
 */
export async function checkPassword(services: CognitoServices, { pool, client }: SignInParty, username: string, password: string): Promise<PoolUser> {
  // No user has such a name, and no row may: it would count the attempts of nobody.
  if (username === "" || username.length > 128) throw wrongPassword();
  const user = findPoolUser(services.metadata, pool.id, username);
  if (user === undefined && client.preventUserExistenceErrors === "LEGACY") throw userNotFound();
  const isRight = await tryPassword(services, pool.id, username, () => isPasswordOf(services, pool, user, username, password));
  if (!isRight || user === undefined) throw wrongPassword();
  return user;
}

/**
 * What follows when a user has proved the password. The state of the user is told only now: before, it would tell that the user exists.
 * @throws AwsError `User is disabled.`, `User is not confirmed.`, PasswordResetRequiredException (aws-facts 4.3)
 */
export async function afterPassword(services: CognitoServices, party: SignInParty, user: PoolUser): Promise<SignInStep> {
  if (!user.enabled) throw userIsDisabled();
  if (user.status === "UNCONFIRMED") throw userNotConfirmed();
  if (user.status === "RESET_REQUIRED") throw passwordResetRequired();
  if (user.status === "CONFIRMED") return afterFirstFactor(services, party, user);
  if ((user.temporaryPasswordExpiresAt ?? Infinity) <= services.clock.now()) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  const session = await openSession(services, party.client, user.username, "NEW_PASSWORD_REQUIRED");
  const parameters = { USER_ID_FOR_SRP: user.username, requiredAttributes: "[]", userAttributes: JSON.stringify(user.attributes) };
  return { kind: "challenge", name: "NEW_PASSWORD_REQUIRED", parameters, session, user };
}

/** What follows when the password is settled: a code of the software token, its set-up where the pool demands one, or nothing. */
export async function afterFirstFactor(services: CognitoServices, { pool, client }: SignInParty, user: PoolUser): Promise<SignInStep> {
  if (pool.mfaConfiguration === "OFF") return { kind: "signed-in", user };
  if (user.softwareToken !== undefined && (user.softwareTokenMfaEnabled || pool.mfaConfiguration === "ON")) {
    const session = await openSession(services, client, user.username, "SOFTWARE_TOKEN_MFA");
    const { friendlyDeviceName } = user.softwareToken;
    const parameters = { USER_ID_FOR_SRP: user.username, ...(friendlyDeviceName === undefined ? {} : { FRIENDLY_DEVICE_NAME: friendlyDeviceName }) };
    return { kind: "challenge", name: "SOFTWARE_TOKEN_MFA", parameters, session, user };
  }
  if (pool.mfaConfiguration === "OPTIONAL") return { kind: "signed-in", user };
  const session = await openSession(services, client, user.username, "MFA_SETUP");
  const parameters = { USER_ID_FOR_SRP: user.username, MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' };
  return { kind: "challenge", name: "MFA_SETUP", parameters, session, user };
}
