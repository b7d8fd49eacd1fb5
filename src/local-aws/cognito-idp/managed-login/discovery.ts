import type { CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { endpointOrigin, issuerOf } from "#local-aws/cognito-idp/issuer.ts";
import { findUserPool } from "#local-aws/cognito-idp/rows.ts";
import { jwksOf } from "#local-aws/cognito-idp/signing-keys.ts";
import { jsonAnswer } from "./oauth-answer.ts";

/** Path prefix under which a pool's domain is also reached at the plain endpoint: a bucket's name cannot begin so. */
export const DOMAIN_PATH = "/_cognito";

/**
 * `/POOLID/.well-known/jwks.json` and `/POOLID/.well-known/openid-configuration`. The endpoints that the latter names are those under the
 * path prefix, which every tool can reach; the pool's own host does as well.
 */
export async function wellKnown(services: CognitoServices, userPoolId: string, document: string, at: { readonly host: string; readonly secure: boolean }): Promise<Response> {
  const pool = findUserPool(services.metadata, userPoolId);
  if (pool === undefined) return jsonAnswer({ message: `User pool ${userPoolId} does not exist.` }, 404);
  const cached = { "cache-control": "public, max-age=60" };
  if (document === "jwks.json") return jsonAnswer(await jwksOf(services, pool.id), 200, cached);
  const issuer = issuerOf(pool.id, at.host, at.secure);
  const domain = `${endpointOrigin(at.host, at.secure)}${DOMAIN_PATH}/${pool.domain ?? ""}`;
  const endpoints = {
    authorization_endpoint: `${domain}/oauth2/authorize`,
    end_session_endpoint: `${domain}/logout`,
    revocation_endpoint: `${domain}/oauth2/revoke`,
    token_endpoint: `${domain}/oauth2/token`,
    userinfo_endpoint: `${domain}/oauth2/userInfo`,
  };
  const configuration = {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    ...(pool.domain === undefined ? {} : endpoints),
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "email", "phone", "profile"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
  };
  return jsonAnswer(configuration, 200, cached);
}
