import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { unseal } from "./seal.ts";
import type { SignInParty } from "./srp-challenge.ts";
import { findTokenFamily, revokeTokenFamily } from "./token-families.ts";

/**
 * Ends a refresh token of a client. One that is revoked or expired already, or was never given, is as good as ended (RFC 7009).
 * @throws AwsError UnsupportedOperationException, UnsupportedTokenTypeException for another kind of token, UnauthorizedException for one of
 * another client
 */
export async function revokeRefreshToken(services: CognitoServices, { pool, client }: SignInParty, token: string): Promise<void> {
  if (!client.enableTokenRevocation) throw new AwsError(400, "UnsupportedOperationException", "Token revocation is not enabled for this client");
  if (isSignedToken(token)) throw new AwsError(400, "UnsupportedTokenTypeException", "The token type is not supported: only refresh tokens can be revoked");
  const opened = await unseal(services, pool.id, "refresh-token", token);
  if (opened.state !== "open") return;
  const family = findTokenFamily(services, pool.id, String(opened.claims["username"]), String(opened.claims["origin_jti"]));
  if (family === undefined) return;
  if (family.clientId !== client.clientId) throw new AwsError(400, "UnauthorizedException", "The token was not issued to this client");
  await revokeTokenFamily(services, family);
}

/** ID and access tokens have three parts, refresh tokens five. */
function isSignedToken(token: string): boolean {
  return token.split(".").length === 3;
}
