import type { TokenVerifier, WebIdentity } from "#local-aws/iam/web-identity.ts";
import { notAuthorized } from "./identity-input.ts";
import type { IdentityPool, LoginProvider } from "./identity-pool-rows.ts";

/** A login that a pool accepts: the provider as the pool has it, and who signed in there. */
export interface VerifiedLogin {
  readonly provider: LoginProvider;
  readonly identity: WebIdentity;
}

/**
 * Verifies `Logins` against a pool; without any the caller is a guest, if the pool lets guests in.
 * @throws AwsError 400 `NotAuthorizedException` in the words of aws-facts 4.2 rows 9 to 11
 */
export async function verifyLogins(tokens: TokenVerifier, pool: IdentityPool, logins: ReadonlyMap<string, string>): Promise<readonly VerifiedLogin[]> {
  if (logins.size === 0 && !pool.allowUnauthenticatedIdentities) {
    throw notAuthorized("Unauthenticated access is not supported for this identity pool.");
  }
  return Promise.all([...logins].map(([providerName, token]) => verifyLogin(tokens, pool, providerName, token)));
}

async function verifyLogin(tokens: TokenVerifier, pool: IdentityPool, providerName: string, token: string): Promise<VerifiedLogin> {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) throw notAuthorized("Invalid login token. Not a valid OpenId Connect identity token.");
  const verdict = await tokens.verify(token);
  switch (verdict.kind) {
    case "expired":
      throw notAuthorized(`Invalid login token. Token expired: ${verdict.now} >= ${verdict.expiredAt}`);
    case "other-issuer":
      throw notAuthorized("Invalid login token. Issuer doesn't match providerName");
    case "not-verified":
      throw notAuthorized("Invalid login token. Couldn't verify signed token.");
    case "valid":
      break;
  }
  const { identity } = verdict;
  if (identity.provider !== providerName) throw notAuthorized("Invalid login token. Issuer doesn't match providerName");
  const provider = pool.providers.find((known) => known.providerName === providerName && known.clientId === identity.audience);
  if (provider === undefined) throw notAuthorized("Token is not from a supported provider of this identity pool.");
  return { provider, identity };
}
