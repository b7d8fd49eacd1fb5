import type { Caller } from "#local-aws/world.ts";
import { canonicalUserId } from "./canonical-user-id.ts";
import type { PrincipalElement } from "./policy-document.ts";

/**
 * How directly a policy names who asks, least first. `account`: only the account, which leaves the decision to the identity policies
 * there. `identity`: the user, the role, or everybody. `session`: the very session, which no session policy limits.
 */
export const PRINCIPAL_LEVELS = ["none", "account", "identity", "session"] as const;
export type PrincipalLevel = (typeof PRINCIPAL_LEVELS)[number];

/** Who asks: a caller, nobody known, or nobody known for whom an identity provider vouches. */
export interface Asking {
  readonly caller: Caller | undefined;
  readonly webIdentityProvider?: string | undefined;
}

/** How a Principal or NotPrincipal element takes somebody; `none` where it is not about them. */
export type PrincipalMatch = (asking: Asking) => PrincipalLevel;

/** Compiles a Principal or NotPrincipal element. A service principal is never one of the callers that this stand-in has. */
export function compilePrincipal({ negated, entries }: PrincipalElement): PrincipalMatch {
  const valuesOf = (type: string): ReadonlySet<string> => new Set(entries.flatMap((entry) => (entry.type === type ? [entry.value] : [])));
  const aws = valuesOf("AWS");
  const named: Named = { aws, everybody: aws.has("*"), federated: valuesOf("Federated"), canonicalUsers: valuesOf("CanonicalUser") };
  return negated ? (asking) => (isExempt(named, asking) ? "none" : "identity") : (asking) => levelOf(named, asking);
}

/** The entries of an element by their kinds. */
interface Named {
  readonly aws: ReadonlySet<string>;
  readonly everybody: boolean;
  readonly federated: ReadonlySet<string>;
  readonly canonicalUsers: ReadonlySet<string>;
}

function levelOf(named: Named, { caller, webIdentityProvider }: Asking): PrincipalLevel {
  const provider = webIdentityProvider ?? caller?.session?.webIdentity?.provider;
  const known = named.everybody || (provider !== undefined && named.federated.has(provider)) ? "identity" : "none";
  if (caller === undefined) return known;
  if (namesSession(named, caller)) return "session";
  if (known === "identity" || namesIdentity(named, caller)) return "identity";
  return namesAccount(named, caller) ? "account" : "none";
}

/**
 * Who is exempt from a NotPrincipal: AWS holds all that a caller is against it, the account, the user or the role, and the session, so
 * each of them has to be listed.
 */
function isExempt(named: Named, { caller }: Asking): boolean {
  if (named.everybody) return true;
  if (caller === undefined || !namesAccount(named, caller)) return false;
  if (caller.type === "Root") return true;
  return namesIdentity(named, caller) && (caller.type !== "AssumedRole" || namesSession(named, caller));
}

function namesAccount({ aws, canonicalUsers }: Named, { accountId }: Caller): boolean {
  return aws.has(accountId) || aws.has(`arn:aws:iam::${accountId}:root`) || (canonicalUsers.size > 0 && canonicalUsers.has(canonicalUserId(accountId)));
}

function namesIdentity(named: Named, caller: Caller): boolean {
  // The root user is what the account's own ARN names.
  if (caller.type === "Root") return namesAccount(named, caller);
  return named.aws.has(caller.principalArn) || named.aws.has(caller.role?.roleId ?? caller.userId);
}

function namesSession({ aws }: Named, caller: Caller): boolean {
  return (caller.type === "AssumedRole" || caller.type === "FederatedUser") && (aws.has(caller.arn) || aws.has(caller.userId));
}
