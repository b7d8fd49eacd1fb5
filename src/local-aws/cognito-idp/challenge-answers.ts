import { changeUser, withOwnPassword } from "./change-user.ts";
import { countWrongCode, readSession, spendSession, type AuthSession } from "./auth-sessions.ts";
import { invalidSession, notAuthorized, userIsDisabled, wrongSoftwareTokenCode } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { assertPasswordConforms, newPasswordVerifier } from "./passwords.ts";
import { findPoolUser, type PoolUser } from "./rows.ts";
import { afterFirstFactor, type SignInStep } from "./sign-in.ts";
import { takeSoftwareTokenCode } from "./software-token.ts";
import type { SignInParty } from "./srp-challenge.ts";

/**
 * The answers to challenges that carry a session (aws-facts 4.3 rows 5 to 7). A refused answer leaves the session as it is,
 * so that the user can try again; an accepted one spends it.
 */

/** A session and what it is used for: `username` where the request names its user. */
export interface ChallengeUse {
  readonly session: string;
  readonly username?: string;
}

/** NEW_PASSWORD_REQUIRED: sets the password, confirms the user, and goes on. @throws AwsError InvalidPasswordException, NotAuthorizedException */
export async function answerNewPassword(
  services: CognitoServices,
  party: SignInParty,
  use: ChallengeUse,
  newPassword: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<SignInStep> {
  const { session, user } = sessionAndUser(services, party, use, "NEW_PASSWORD_REQUIRED");
  assertPasswordConforms(party.pool.passwordPolicy, newPassword);
  const password = await newPasswordVerifier(services, party.pool, user.username, newPassword);
  await spendSession(services, session);
  const changed = await changeUser(services, user, (current) => ({ ...withOwnPassword(current, password), attributes: { ...current.attributes, ...attributes } }));
  return afterFirstFactor(services, party, changed);
}

/** SOFTWARE_TOKEN_MFA: takes a code. @throws AwsError CodeMismatchException, ExpiredCodeException, NotAuthorizedException */
export async function answerSoftwareToken(services: CognitoServices, party: SignInParty, use: ChallengeUse, code: string): Promise<SignInStep> {
  const { session, user } = sessionAndUser(services, party, use, "SOFTWARE_TOKEN_MFA");
  const taken = await takeSoftwareTokenCode(services, user, code);
  if (taken === undefined) {
    await countWrongCode(services, session);
    throw wrongSoftwareTokenCode();
  }
  await spendSession(services, session);
  return { kind: "signed-in", user: taken };
}

/** MFA_SETUP: only with the session that VerifySoftwareToken gave. @throws AwsError NotAuthorizedException */
export async function answerMfaSetup(services: CognitoServices, party: SignInParty, use: ChallengeUse): Promise<SignInStep> {
  const { session, user } = sessionAndUser(services, party, use, "MFA_SETUP");
  if (!session.tokenVerified) throw notAuthorized("Software token has not been verified for the user.");
  await spendSession(services, session);
  return { kind: "signed-in", user };
}

function sessionAndUser(
  services: CognitoServices,
  { client }: SignInParty,
  use: ChallengeUse,
  challenge: AuthSession["challenge"],
): { readonly session: AuthSession; readonly user: PoolUser } {
  const session = readSession(services, use.session, { clientId: client.clientId, challenge, ...(use.username === undefined ? {} : { username: use.username }) });
  const user = findPoolUser(services.metadata, session.userPoolId, session.username);
  if (user === undefined) throw invalidSession();
  if (!user.enabled) throw userIsDisabled();
  return { session, user };
}
