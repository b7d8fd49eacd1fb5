import { SignJWT, type JWTPayload } from "jose";
import type { CognitoServices } from "./cognito-operation.ts";
import { groupsOfUser, type AppClient, type PoolUser, type UserPool } from "./rows.ts";
import { seal } from "./seal.ts";
import { signingKey, type TokenUse } from "./signing-keys.ts";
import type { TokenFamily } from "./token-families.ts";

/** Scope of the tokens that InitiateAuth gives: the user may ask the API about itself. */
export const USER_SCOPE = "aws.cognito.signin.user.admin";

/** The tokens of one answer. */
export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Life of the access token, seconds. */
  readonly expiresIn: number;
}

/** Whose tokens, through which client, of which sign-in. `issuer`: see issuer.ts. */
export interface TokenSubject {
  readonly pool: UserPool;
  readonly client: AppClient;
  readonly user: PoolUser;
  readonly family: TokenFamily;
  readonly issuer: string;
}

/** Makes the three tokens, with the claims of aws-facts 4.3. The refresh token is opaque to its holder. */
export async function issueTokens(services: CognitoServices, subject: TokenSubject): Promise<Tokens> {
  const { pool, client, family, user } = subject;
  const eventId = services.random.uuid();
  const sealed = { username: user.username, origin_jti: family.originJti, jti: family.refreshTokenId, client_id: client.clientId };
  return {
    idToken: await sign(services, subject, "id", { event_id: eventId, ...idClaims(services, subject) }, client.idTokenValidity),
    accessToken: await sign(services, subject, "access", { event_id: eventId, ...accessClaims(services, subject) }, client.accessTokenValidity),
    refreshToken: await seal(services, pool.id, "refresh-token", sealed, family.expiresAt),
    expiresIn: client.accessTokenValidity,
  };
}

function idClaims({ metadata }: CognitoServices, { client, user, family }: TokenSubject): JWTPayload {
  const groups = groupsOfUser(metadata, user);
  const roles = groups.map((group) => group.roleArn).filter((arn) => arn !== undefined);
  const { email_verified: emailVerified, phone_number_verified: phoneVerified, ...attributes } = user.attributes;
  return {
    ...attributes,
    ...(emailVerified === undefined ? {} : { email_verified: emailVerified === "true" }),
    ...(phoneVerified === undefined ? {} : { phone_number_verified: phoneVerified === "true" }),
    ...(groups.length === 0 ? {} : { "cognito:groups": groups.map((group) => group.groupName) }),
    ...(roles.length === 0 ? {} : { "cognito:roles": roles, "cognito:preferred_role": roles[0] }),
    "cognito:username": user.username,
    aud: client.clientId,
    ...(family.nonce === undefined ? {} : { nonce: family.nonce }),
  };
}

function accessClaims({ metadata }: CognitoServices, { client, user, family }: TokenSubject): JWTPayload {
  const groups = groupsOfUser(metadata, user);
  return {
    ...(groups.length === 0 ? {} : { "cognito:groups": groups.map((group) => group.groupName) }),
    client_id: client.clientId,
    scope: family.scopes.join(" "),
    username: user.username,
    version: 2,
  };
}

/** @param validity seconds */
async function sign(services: CognitoServices, { pool, user, family, issuer }: TokenSubject, use: TokenUse, claims: JWTPayload, validity: number): Promise<string> {
  const { kid, key } = await signingKey(services, pool.id, use);
  const now = Math.floor(services.clock.now() / 1000);
  const common = { sub: user.sub, iss: issuer, origin_jti: family.originJti, token_use: use, auth_time: family.authTime };
  return new SignJWT({ ...claims, ...common, iat: now, exp: now + validity, jti: services.random.uuid() }).setProtectedHeader({ kid, alg: "RS256" }).sign(key);
}
