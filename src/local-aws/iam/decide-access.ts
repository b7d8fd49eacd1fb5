import type { AccessRequest } from "./authorize.ts";
import { policyStatements, type PolicyQuestion, principalLevel } from "./compiled-policy.ts";
import { conditionLookup } from "./global-conditions.ts";
import { PRINCIPAL_LEVELS, type PrincipalLevel } from "./principal-match.ts";

/** What policies decide of a request; a denial names the kind of policy that AWS's message names (aws-facts 5.4). */
export type AccessDecision =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly effect: "explicit-deny" | "implicit-deny";
      readonly policyType: PolicyType;
    };

type PolicyType = "identity-based" | "resource-based" | "session";

/** What identity or session policies say of a request. */
interface Verdict {
  readonly denies: boolean;
  readonly allows: boolean;
}

const ALLOWED: AccessDecision = { allowed: true };
/** The root user of a bucket's account can always repair its policy (aws-facts 5.1). */
const NEVER_LOCKED_OUT = new Set(["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]);

/**
 * Decides a request as IAM does: an explicit Deny of any policy wins; within the account an Allow of one side is enough, unless the
 * resource's policy is required to allow; from another account both sides have to; session policies limit what identity policies
 * and what the resource's policy grants to the user, the role or everybody, but not what it grants to the session itself.
 */
export function decideAccess(request: AccessRequest): AccessDecision {
  const { caller, resourceAccountId, resourcePolicyMode } = request;
  const isOwnAccount = caller?.accountId === resourceAccountId;
  if (isOwnAccount && caller.type === "Root" && NEVER_LOCKED_OUT.has(request.action)) return ALLOWED;

  const question: PolicyQuestion = {
    caller,
    webIdentityProvider: request.webIdentityProvider,
    action: request.action,
    resource: request.resource,
    lookup: conditionLookup(request),
  };
  const resource = judgeResourcePolicy(request.resourcePolicy, question);
  const identity = judgePolicies(caller?.policies ?? [], question);
  const session = judgeSession(request, question);
  if (resource.denies) return denied("explicit-deny", "resource-based");
  if (identity.denies) return denied("explicit-deny", "identity-based");
  if (session.denies) return denied("explicit-deny", "session");
  if (request.allowedByGrant === true) return ALLOWED;

  const { level } = resource;
  if (caller === undefined) return level === "none" ? denied("implicit-deny", "resource-based") : ALLOWED;
  // What the root user may do, nobody has to tell.
  const identityAllows = caller.type === "Root" || identity.allows;
  if (level === "none" && (!isOwnAccount || resourcePolicyMode === "required")) return denied("implicit-deny", "resource-based");
  if (isOwnAccount && level === "session") return ALLOWED;
  if (!identityAllows && !(isOwnAccount && level === "identity")) return denied("implicit-deny", "identity-based");
  return session.allows ? ALLOWED : denied("implicit-deny", "session");
}

function denied(effect: "explicit-deny" | "implicit-deny", policyType: PolicyType): AccessDecision {
  return { allowed: false, effect, policyType };
}

/** Identity policies together: any of them may deny, any may allow. */
function judgePolicies(policies: readonly string[], question: PolicyQuestion): Verdict {
  let allows = false;
  for (const statement of policies.flatMap(policyStatements)) {
    if (!statement.covers(question)) continue;
    if (statement.effect === "Deny") return { denies: true, allows: false };
    allows = true;
  }
  return { denies: false, allows };
}

/** Session policies; a session without any has all rights of its identity, but for a federated user, who then has none. */
function judgeSession({ caller }: AccessRequest, question: PolicyQuestion): Verdict {
  const policies = caller?.sessionPolicies ?? [];
  if (policies.length === 0 && caller?.type !== "FederatedUser") return { denies: false, allows: true };
  return judgePolicies(policies, question);
}

/** A resource's policy: whether it denies, and how directly it names whom it allows. */
function judgeResourcePolicy(policy: string | undefined, question: PolicyQuestion): { readonly denies: boolean; readonly level: PrincipalLevel } {
  let level: PrincipalLevel = "none";
  for (const statement of policy === undefined ? [] : policyStatements(policy)) {
    const named = principalLevel(statement, question);
    if (named === "none" || !statement.covers(question)) continue;
    if (statement.effect === "Deny") return { denies: true, level: "none" };
    if (PRINCIPAL_LEVELS.indexOf(named) > PRINCIPAL_LEVELS.indexOf(level)) level = named;
  }
  return { denies: false, level };
}
