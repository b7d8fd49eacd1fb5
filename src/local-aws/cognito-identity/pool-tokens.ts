import { decodeJwt, errors, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from "jose";
import type { TokenVerifier } from "#local-aws/iam/web-identity.ts";
import type { Services } from "#local-aws/services.ts";
import type { IdentityRequest } from "./identity-request.ts";

/** Issuer of identity pools' tokens, and their provider name in IAM. */
export const COGNITO_IDENTITY = "cognito-identity.amazonaws.com";
const ISSUER = `https://${COGNITO_IDENTITY}`;
const ALGORITHM = "RS512";
/** Ten minutes (aws-facts 4.2 row 3). Seconds. */
const LIFETIME_SECONDS = 600;
const KEY_ROW = ["cognito-identity", "signing-key"] as const;

type TokenServices = Pick<Services, "clock" | "keyStore">;

/** Issues the OpenID token of an identity: what GetOpenIdToken answers, and STS takes. */
export async function issuePoolToken(services: TokenServices, request: IdentityRequest): Promise<string> {
  const now = Math.floor(services.clock.now() / 1000);
  return new SignJWT({ amr: [...methodsOf(request)] })
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWS" })
    .setIssuer(ISSUER)
    .setAudience(request.pool.identityPoolId)
    .setSubject(request.identity.identityId)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_SECONDS)
    .sign(await importJWK(await signingKey(services), ALGORITHM));
}

/** The claim `amr`: whether there was a login, by whom, and as whom there. */
export function methodsOf({ logins }: Pick<IdentityRequest, "logins">): readonly string[] {
  if (logins.length === 0) return ["unauthenticated"];
  return ["authenticated", ...logins.flatMap(({ provider, identity }) => [provider.providerName, `${provider.providerName}:CognitoSignIn:${identity.subject}`])];
}

/** Checks tokens of identity pools. */
export function poolTokenVerifier(services: TokenServices): TokenVerifier {
  return {
    async verify(token) {
      if (issuerOf(token) !== ISSUER) return { kind: "other-issuer" };
      const { kty, n, e } = await signingKey(services);
      try {
        const key = await importJWK({ kty, n, e }, ALGORITHM);
        const { payload } = await jwtVerify(token, key, { issuer: ISSUER, currentDate: new Date(services.clock.now()), algorithms: [ALGORITHM] });
        const { aud, sub = "", amr } = payload;
        const methods = Array.isArray(amr) ? amr.map(String) : [];
        return { kind: "valid", identity: { provider: COGNITO_IDENTITY, audience: String(aud), subject: sub, methods, claims: payload } };
      } catch (error) {
        if (!(error instanceof errors.JWTExpired)) return { kind: "not-verified" };
        return { kind: "expired", expiredAt: error.payload.exp ?? 0, now: Math.floor(services.clock.now() / 1000) };
      }
    },
  };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** Made when it is first needed, and kept apart from the data as KMS keys are. */
async function signingKey({ keyStore }: Pick<Services, "keyStore">): Promise<JWK> {
  const kept = keyStore.get<JWK>(KEY_ROW);
  if (kept !== undefined) return kept;
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true, modulusLength: 2048 });
  const made = await exportJWK(privateKey);
  return keyStore.transact((transaction) => {
    const meanwhile = transaction.get<JWK>(KEY_ROW);
    if (meanwhile === undefined) transaction.put<JWK>(KEY_ROW, made);
    return meanwhile ?? made;
  });
}
