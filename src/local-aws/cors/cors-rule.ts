import type { CorsRule } from "#local-aws/world.ts";

/** A request as CORS sees it. */
export interface CorsRequest {
  readonly origin: string;
  readonly method: string;
  /** Lower-case names of `Access-Control-Request-Headers`; empty for an actual request. */
  readonly headers: readonly string[];
}

/** The rule that lets a request through, and by which of its origins. */
export interface CorsMatch {
  readonly rule: CorsRule;
  /** True when the rule's origin is the bare `*`: the answer then says `*` and allows no credentials (aws-facts 8.1). */
  readonly anyOrigin: boolean;
}

/** The first rule that allows origin, method and every requested header (aws-facts 8.1). */
export function matchCorsRule(rules: readonly CorsRule[], request: CorsRequest): CorsMatch | undefined {
  for (const rule of rules) {
    const origin = rule.allowedOrigins.find((allowed) => matchesWildcard(allowed, request.origin));
    if (origin === undefined || !rule.allowedMethods.includes(request.method)) continue;
    if (!request.headers.every((header) => rule.allowedHeaders.some((allowed) => matchesWildcard(allowed.toLowerCase(), header)))) continue;
    return { rule, anyOrigin: origin === "*" };
  }
  return undefined;
}

/** One `*` stands for any run of characters; S3 takes no second one. */
function matchesWildcard(pattern: string, text: string): boolean {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === text;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

/** Names of a header list, lower case; the commas may have spaces or none. */
export function headerList(value: string | null): string[] {
  return (value ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}
