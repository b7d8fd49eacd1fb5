import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { notAuthorized, userIsDisabled } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { findPoolUser, type AppClient, type PoolUser, type UserPool } from "./rows.ts";
import { unseal } from "./seal.ts";
import { findTokenFamily, rotateRefreshToken, type TokenFamily } from "./token-families.ts";

/** What a refresh token stands for. */
export interface RefreshGrant {
  readonly user: PoolUser;
  readonly family: TokenFamily;
}

/**
 * Reads a refresh token of a client; nothing is spent yet.
 * @throws AwsError NotAuthorizedException `Invalid Refresh Token`, `Refresh Token has expired`, `Refresh Token has been revoked`,
 * `User is disabled.` (aws-facts 4.3); RefreshTokenReuseException for one that rotation has replaced
 */
export async function readRefreshToken(services: CognitoServices, pool: UserPool, client: AppClient, refreshToken: string): Promise<RefreshGrant> {
  const opened = await unseal(services, pool.id, "refresh-token", refreshToken);
  if (opened.state === "expired") throw notAuthorized("Refresh Token has expired");
  if (opened.state !== "open") throw notAuthorized("Invalid Refresh Token");
  const { claims } = opened;
  const family = findTokenFamily(services, pool.id, String(claims["username"]), String(claims["origin_jti"]));
  const user = family && findPoolUser(services.metadata, pool.id, family.username);
  if (family === undefined || family.clientId !== client.clientId || user === undefined) throw notAuthorized("Invalid Refresh Token");
  if (family.revoked) throw notAuthorized("Refresh Token has been revoked");
  if (family.refreshTokenId !== claims.jti) throw tokenReused();
  if (!user.enabled) throw userIsDisabled();
  return { user, family };
}

/** Uses a refresh token: the family as it is then, with a new token where the client rotates them. @throws AwsError RefreshTokenReuseException */
export async function useRefreshToken(services: CognitoServices, client: AppClient, { family }: RefreshGrant): Promise<TokenFamily> {
  if (!client.refreshTokenRotation) return family;
  const rotated = await rotateRefreshToken(services, family);
  if (rotated === undefined) throw tokenReused();
  return rotated;
}

function tokenReused(): AwsError {
  return new AwsError(400, "RefreshTokenReuseException", "Refresh token has been reused");
}
