import { createLocalJWKSet, errors, jwtVerify, type JWTPayload } from "jose";
import type { AwsError } from "#local-aws/protocol/aws-error.ts";
import { notAuthorized, userIsDisabled, userNotFound } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { findPoolUser, type PoolUser, type UserPool } from "./rows.ts";
import { jwksOf } from "./signing-keys.ts";
import { findTokenFamily, type TokenFamily } from "./token-families.ts";
import { USER_SCOPE } from "./tokens.ts";
import { poolNamedBy } from "./user-pool-tokens.ts";

/** Whom an access token speaks for. */
export interface TokenBearer {
  readonly pool: UserPool;
  readonly user: PoolUser;
  readonly family: TokenFamily;
  readonly scopes: readonly string[];
}

/**
 * The bearer of an access token: its signature by the pool that it names, its time, that it was not revoked, and that the user is there.
 * @throws AwsError NotAuthorizedException, UserNotFoundException
 */
export async function bearerOf(services: CognitoServices, accessToken: string): Promise<TokenBearer> {
  const pool = poolNamedBy(services, accessToken);
  if (pool === undefined) throw invalidToken();
  const claims = await verifiedClaims(services, pool, accessToken);
  const [username, originJti] = [claims["username"], claims["origin_jti"]];
  if (claims["token_use"] !== "access" || typeof username !== "string" || typeof originJti !== "string") throw invalidToken();
  const family = findTokenFamily(services, pool.id, username, originJti);
  if (family === undefined || family.revoked) throw notAuthorized("Access Token has been revoked");
  const user = findPoolUser(services.metadata, pool.id, username);
  if (user === undefined || user.sub !== claims.sub) throw userNotFound();
  if (!user.enabled) throw userIsDisabled();
  return { pool, user, family, scopes: family.scopes };
}

/** `bearerOf`, for calls that only a token with the user's own scope may make. @throws AwsError NotAuthorizedException */
export async function selfOf(services: CognitoServices, accessToken: string): Promise<TokenBearer> {
  const bearer = await bearerOf(services, accessToken);
  if (!bearer.scopes.includes(USER_SCOPE)) throw notAuthorized("Access Token does not have required scopes");
  return bearer;
}

async function verifiedClaims(services: CognitoServices, pool: UserPool, token: string): Promise<JWTPayload> {
  const keys = createLocalJWKSet(await jwksOf(services, pool.id));
  try {
    return (await jwtVerify(token, keys, { algorithms: ["RS256"], currentDate: new Date(services.clock.now()), requiredClaims: ["exp", "sub"] })).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw notAuthorized("Access Token has expired");
    if (error instanceof errors.JOSEError) throw invalidToken();
    throw error;
  }
}

function invalidToken(): AwsError {
  return notAuthorized("Invalid Access Token");
}
