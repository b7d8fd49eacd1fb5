import { base64, equalTextInConstantTime, hmacSha256, utf8 } from "#local-aws/protocol/bytes.ts";
import { notAuthorized } from "./cognito-errors.ts";
import type { AppClient } from "./rows.ts";

/** SECRET_HASH: base64(HMAC-SHA256(client secret, user name + client id)) (aws-facts 4.3). */
export async function secretHash(clientSecret: string, username: string, clientId: string): Promise<string> {
  return base64(await hmacSha256(utf8(clientSecret), utf8(username + clientId)));
}

/**
 * Refuses a request that does not prove the secret of a client that has one, or that claims one for a client that has none.
 * @param usernames the names that it may have been computed over: as sent, and the user's own
 * @throws AwsError NotAuthorizedException (aws-facts 4.3)
 */
export async function assertSecretHash(client: AppClient, usernames: readonly string[], given: string | undefined): Promise<void> {
  const { clientId, clientSecret } = client;
  if (clientSecret === undefined) {
    if (given === undefined) return;
    throw notAuthorized(`Client ${clientId} is not configured for secret but secret hash was received`);
  }
  if (given === undefined) throw notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`);
  const expected = await Promise.all(usernames.map((username) => secretHash(clientSecret, username, clientId)));
  if (!expected.some((hash) => equalTextInConstantTime(hash, given))) throw notAuthorized(`Unable to verify secret hash for client ${clientId}`);
}
