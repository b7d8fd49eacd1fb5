/** Statements that are evaluated: Effect, Action and Resource with `*` and `?` wildcards. */
interface Statements {
  readonly Statement: readonly { readonly Effect: "Allow" | "Deny"; readonly Action: string | readonly string[]; readonly Resource: string | readonly string[] }[];
}

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
export function decide(policies: readonly string[], action: string, resource: string): PolicyDecision {
  const matching = policies
    .flatMap((policy) => (JSON.parse(policy) as Statements).Statement)
    .filter(
      (statement) =>
        [statement.Action].flat().some((pattern) => matchesPattern(pattern, action, true)) &&
        [statement.Resource].flat().some((pattern) => matchesPattern(pattern, resource, false)),
    );
  if (matching.some((statement) => statement.Effect === "Deny")) return "explicit-deny";
  return matching.length > 0 ? "allow" : "none";
}
