import type { IdentityPolicy } from "#local-aws/world.ts";

/** What a set of identity policies says of one request. `none`: nothing allows it, which denies as well. */
export type PolicyDecision = "allow" | "explicit-deny" | "none";

/** `*` is any run of characters, `?` any one; everything else stands for itself. */
function matchesPattern(pattern: string, text: string, ignoreCase: boolean): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${source}$`, ignoreCase ? "isu" : "su").test(text);
}

/**
 * Evaluates identity policies: an explicit Deny beats every Allow. Action names compare without letter case, resources exactly,
 * as IAM does.
 */
export function decide(policies: readonly IdentityPolicy[], action: string, resource: string): PolicyDecision {
  const matching = policies
    .flatMap((policy) => policy.Statement)
    .filter(
      (statement) =>
        statement.Action.some((pattern) => matchesPattern(pattern, action, true)) &&
        statement.Resource.some((pattern) => matchesPattern(pattern, resource, false)),
    );
  if (matching.some((statement) => statement.Effect === "Deny")) return "explicit-deny";
  return matching.length > 0 ? "allow" : "none";
}
