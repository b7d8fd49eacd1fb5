import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { readRefreshToken, useRefreshToken } from "#local-aws/cognito-idp/refresh.ts";
import { findPoolUser } from "#local-aws/cognito-idp/rows.ts";
import type { SignInParty } from "#local-aws/cognito-idp/srp-challenge.ts";
import { revokeTokenFamily, startTokenFamily } from "#local-aws/cognito-idp/token-families.ts";
import { issueTokens, type Tokens } from "#local-aws/cognito-idp/tokens.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { base64, equalTextInConstantTime, sha256, utf8 } from "#local-aws/protocol/bytes.ts";
import { noteTokensOfCode, spendCode, type AuthorizationCode } from "./authorization-codes.ts";
import { authenticateClient } from "./client-authentication.ts";
import { jsonAnswer, oauthError } from "./oauth-answer.ts";
import { issuerOfCall, single, type WebCall } from "./web-call.ts";

/** `POST /oauth2/token`: tokens for a code and its PKCE verifier, or for a refresh token. */
export async function token(services: CognitoServices, call: WebCall): Promise<Response> {
  const grantType = single(call.form, "grant_type");
  if (grantType === undefined) return oauthError("invalid_request", "grant_type is missing");
  if (grantType !== "authorization_code" && grantType !== "refresh_token") return oauthError("unsupported_grant_type");
  const party = authenticateClient(services, call);
  if (party === undefined) return oauthError("invalid_client");
  return grantType === "authorization_code" ? exchangeCode(services, call, party) : refresh(services, call, party);
}

async function exchangeCode(services: CognitoServices, call: WebCall, party: SignInParty): Promise<Response> {
  const [code, redirectUri, verifier] = ["code", "redirect_uri", "code_verifier"].map((name) => single(call.form, name));
  if (code === undefined || redirectUri === undefined || verifier === undefined) return oauthError("invalid_request", "code, redirect_uri and code_verifier are needed");
  const row = await spendCode(services, party.client.clientId, code);
  if (row === undefined) return oauthError("invalid_grant");
  if (row.used) {
    // Somebody else has it too: whoever was first must not keep what it was given (RFC 6749 section 4.1.2).
    if (row.originJti !== undefined) await revokeTokenFamily(services, { ...row, originJti: row.originJti });
    return oauthError("invalid_grant");
  }
  const user = findPoolUser(services.metadata, row.userPoolId, row.username);
  if (user?.enabled !== true || row.redirectUri !== redirectUri || !(await isVerifierOf(row, verifier))) return oauthError("invalid_grant");
  const { scopes, nonce, authTime } = row;
  const family = await startTokenFamily(services, party.client, user, { scopes, authTime, ...(nonce === undefined ? {} : { nonce }) });
  await noteTokensOfCode(services, row, family.originJti);
  const tokens = await issueTokens(services, { ...party, user, family, issuer: issuerOfCall(call) });
  return tokenAnswer(tokens, scopes, true);
}

async function refresh(services: CognitoServices, call: WebCall, party: SignInParty): Promise<Response> {
  const refreshToken = single(call.form, "refresh_token");
  if (refreshToken === undefined) return oauthError("invalid_request", "refresh_token is missing");
  try {
    const grant = await readRefreshToken(services, party.pool, party.client, refreshToken);
    const family = await useRefreshToken(services, party.client, grant);
    const tokens = await issueTokens(services, { ...party, user: grant.user, family, issuer: issuerOfCall(call) });
    return tokenAnswer(tokens, family.scopes, party.client.refreshTokenRotation);
  } catch (error) {
    if (error instanceof AwsError) return oauthError("invalid_grant", error.message);
    throw error;
  }
}

/** S256 (RFC 7636 section 4.6). */
async function isVerifierOf({ codeChallenge }: AuthorizationCode, verifier: string): Promise<boolean> {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false;
  const challenge = base64(await sha256(utf8(verifier))).replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
  return equalTextInConstantTime(challenge, codeChallenge);
}

/** An ID token goes only to who asked for `openid`. */
function tokenAnswer({ idToken, accessToken, refreshToken, expiresIn }: Tokens, scopes: readonly string[], withRefreshToken: boolean): Response {
  return jsonAnswer({
    ...(scopes.includes("openid") && { id_token: idToken }),
    access_token: accessToken,
    ...(withRefreshToken && { refresh_token: refreshToken }),
    expires_in: expiresIn,
    token_type: "Bearer",
  });
}
