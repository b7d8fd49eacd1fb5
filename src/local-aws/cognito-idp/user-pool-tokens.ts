import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from "jose";
import type { TokenVerifier } from "#local-aws/iam/web-identity.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { findUserPool, type UserPool } from "./rows.ts";
import { jwksOf } from "./signing-keys.ts";

/**
 * Checks ID tokens of user pools, for identity pools and for sts:AssumeRoleWithWebIdentity. The issuer's origin is that of the request
 * which the token was made for (see issuer.ts), so it is the pool's id behind it, and the pool's own key, that count.
 */
export function userPoolTokenVerifier(services: CognitoServices): TokenVerifier {
  return {
    async verify(token) {
      const pool = poolNamedBy(services, token);
      if (pool === undefined) return { kind: "other-issuer" };
      try {
        const keys = createLocalJWKSet(await jwksOf(services, pool.id));
        const { payload } = await jwtVerify(token, keys, { algorithms: ["RS256"], currentDate: new Date(services.clock.now()), requiredClaims: ["exp", "sub", "aud"] });
        // An access token says nothing of who its bearer is (aws-facts 4.2).
        if (payload["token_use"] !== "id") return { kind: "not-verified" };
        const provider = `cognito-idp.${pool.region}.amazonaws.com/${pool.id}`;
        return { kind: "valid", identity: { provider, audience: String(payload.aud), subject: payload.sub ?? "", methods: [], claims: payload } };
      } catch (error) {
        if (!(error instanceof errors.JWTExpired)) return { kind: "not-verified" };
        return { kind: "expired", expiredAt: error.payload.exp ?? 0, now: Math.floor(services.clock.now() / 1000) };
      }
    },
  };
}

/** The pool that a token says it is from: not verified, only which keys to verify it with. */
export function poolNamedBy({ metadata }: Pick<CognitoServices, "metadata">, token: string): UserPool | undefined {
  try {
    return findUserPool(metadata, decodeJwt(token).iss?.split("/").at(-1) ?? "");
  } catch {
    return undefined;
  }
}
