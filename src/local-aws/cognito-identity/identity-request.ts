import type { TokenVerifier } from "#local-aws/iam/web-identity.ts";
import type { Services } from "#local-aws/services.ts";
import { notAuthorized, readId, readLogins } from "./identity-input.ts";
import { findIdentity, findIdentityPool, type Identity, type IdentityPool } from "./identity-pool-rows.ts";
import { verifyLogins, type VerifiedLogin } from "./logins.ts";

/** An identity whose logins held, in its pool. */
export interface IdentityRequest {
  readonly pool: IdentityPool;
  readonly identity: Identity;
  /** None: a guest. */
  readonly logins: readonly VerifiedLogin[];
}

/**
 * Reads and verifies what GetCredentialsForIdentity and GetOpenIdToken share: an identity that has logins is given to nobody who does
 * not bring one of them.
 * @throws AwsError 400 `NotAuthorizedException` (aws-facts 4.2 rows 9 to 12), `ResourceNotFoundException`, `ValidationException`
 */
export async function readIdentityRequest(
  services: Pick<Services, "metadata">,
  tokens: TokenVerifier,
  input: Readonly<Record<string, unknown>>,
): Promise<IdentityRequest> {
  const identity = findIdentity(services.metadata, readId(input, "IdentityId"));
  const pool = findIdentityPool(services.metadata, identity.identityPoolId);
  const given = readLogins(input);
  if (given.size === 0 && identity.logins.length > 0) throw noMatchingLogin();
  const logins = await verifyLogins(tokens, pool, given);
  const isTheirs = ({ provider, identity: who }: VerifiedLogin): boolean =>
    identity.logins.some(({ providerName, subject }) => providerName === provider.providerName && subject === who.subject);
  if (logins.length > 0 && !logins.some(isTheirs)) throw noMatchingLogin();
  return { pool, identity, logins };
}

function noMatchingLogin(): Error {
  return notAuthorized("Logins don't match. Please include at least one valid login for this identity or identity pool.");
}
