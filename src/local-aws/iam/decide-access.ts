import type { AccessRequest } from "./authorize.ts";
import { decide } from "./policy-match.ts";

/** What policies decide of a request; a denial names the kind of policy that AWS's message names (aws-facts 5.4). */
export type AccessDecision =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly effect: "explicit-deny" | "implicit-deny";
      readonly policyType: "identity-based" | "resource-based" | "session";
    };

/** Decides a request. */
export function decideAccess({ caller, action, resource }: AccessRequest): AccessDecision {
  const decision = decide(caller?.policies ?? [], action, resource);
  if (decision === "allow") return { allowed: true };
  return { allowed: false, effect: decision === "explicit-deny" ? "explicit-deny" : "implicit-deny", policyType: "identity-based" };
}
