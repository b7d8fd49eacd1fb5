import { selfOf } from "#local-aws/cognito-idp/access-token.ts";
import { openSession, readSession, spendSession } from "#local-aws/cognito-idp/auth-sessions.ts";
import { clientNotFound, invalidParameter } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { findAppClient, type PoolUser } from "#local-aws/cognito-idp/rows.ts";
import { associateToken, newSoftwareTokenSecret } from "#local-aws/cognito-idp/software-token.ts";

/**
 * AssociateSoftwareToken (aws-facts 4.3 first table row 6): a new secret, by access token or in the middle of MFA_SETUP. A token that the
 * user has already stays good until VerifySoftwareToken has seen a code of the new one.
 */
export function associateSoftwareToken(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const sessionId = input.string("Session", { min: 20, max: 2048 });
    const accessToken = input.string("AccessToken");
    if (accessToken !== undefined) return { SecretCode: await setSecret(services, (await selfOf(services, accessToken)).user) };
    if (sessionId === undefined) throw invalidParameter("Either AccessToken or Session is required.");
    const session = readSession(services, sessionId, { challenge: "MFA_SETUP" });
    const client = findAppClient(services.metadata, session.clientId);
    if (client === undefined) throw clientNotFound(session.clientId);
    await spendSession(services, session);
    const SecretCode = await setSecret(services, session);
    return { SecretCode, Session: await openSession(services, client, session.username, "MFA_SETUP") };
  };
}

async function setSecret(services: CognitoServices, user: Pick<PoolUser, "userPoolId" | "username">): Promise<string> {
  const secret = newSoftwareTokenSecret(services);
  await associateToken(services, user, secret);
  return secret;
}
