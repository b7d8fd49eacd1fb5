import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { countWrongCode, openSession, readSession, spendSession } from "./auth-sessions.ts";
import { clientNotFound } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { findAppClient, type AppClient } from "./rows.ts";
import { associateToken, confirmToken, newSoftwareTokenSecret } from "./software-token.ts";

/** MFA_SETUP, first half: a new secret. The session is spent, and another goes on (aws-facts 4.3 row 6). */
export async function associateInSession(services: CognitoServices, sessionId: string): Promise<{ readonly secret: string; readonly session: string }> {
  const session = readSession(services, sessionId, { challenge: "MFA_SETUP" });
  const client = clientOf(services, session.clientId);
  await spendSession(services, session);
  const secret = newSoftwareTokenSecret(services);
  await associateToken(services, session, secret);
  return { secret, session: await openSession(services, client, session.username, "MFA_SETUP") };
}

/** MFA_SETUP, second half: the first code, which turns the token on. Returns the session that answers the challenge. @throws AwsError EnableSoftwareTokenMFAException */
export async function verifyInSession(services: CognitoServices, sessionId: string, code: string, deviceName: string | undefined): Promise<string> {
  const session = readSession(services, sessionId, { challenge: "MFA_SETUP" });
  const client = clientOf(services, session.clientId);
  if (!(await confirmToken(services, session, code, { deviceName, enable: true }))) {
    await countWrongCode(services, session);
    throw wrongFirstCode();
  }
  await spendSession(services, session);
  return openSession(services, client, session.username, "MFA_SETUP", true);
}

/** A first code that does not fit the secret. */
export function wrongFirstCode(): AwsError {
  return new AwsError(400, "EnableSoftwareTokenMFAException", "Code mismatch");
}

function clientOf({ metadata }: CognitoServices, clientId: string): AppClient {
  const client = findAppClient(metadata, clientId);
  if (client === undefined) throw clientNotFound(clientId);
  return client;
}
