import { preconditionFailed } from "./request-errors.ts";

/** The four conditions of RFC 9110 as a request states them; undefined where it states none. */
export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifUnmodifiedSince?: string | undefined;
}

/** What conditions are held against: `etag` without quotes, `lastModified` in ms. */
export interface ConditionTarget {
  readonly etag: string;
  readonly lastModified: number;
}

/** `failed` names the condition that did not hold. */
export type ConditionOutcome =
  | { readonly kind: "proceed" }
  | { readonly kind: "not-modified" }
  | { readonly kind: "failed"; readonly condition: "If-Match" | "If-Unmodified-Since" };

/**
 * Holds a read's conditions against an object in S3's order of precedence: an If-Match decides over If-Unmodified-Since, an
 * If-None-Match over If-Modified-Since. Dates that are no dates are ignored, and so is an If-Modified-Since that lies beyond `now`, in
 * ms, as S3 does; times count in whole seconds.
 */
export function evaluateConditions(conditions: Conditions, target: ConditionTarget, now: number): ConditionOutcome {
  const { ifMatch, ifNoneMatch } = conditions;
  const modifiedAt = Math.floor(target.lastModified / 1000);
  const unmodifiedSince = seconds(conditions.ifUnmodifiedSince);
  const modifiedSince = seconds(conditions.ifModifiedSince);
  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, target.etag)) return { kind: "failed", condition: "If-Match" };
  } else if (unmodifiedSince !== undefined && modifiedAt > unmodifiedSince) {
    return { kind: "failed", condition: "If-Unmodified-Since" };
  }
  if (ifNoneMatch !== undefined) return matchesEtag(ifNoneMatch, target.etag) ? { kind: "not-modified" } : { kind: "proceed" };
  const isUnmodified = modifiedSince !== undefined && modifiedAt <= modifiedSince && modifiedSince * 1000 <= now;
  return isUnmodified ? { kind: "not-modified" } : { kind: "proceed" };
}

/** The conditions in a request's headers. */
function requestConditions(headers: Headers): Conditions {
  return {
    ifMatch: headers.get("if-match") ?? undefined,
    ifNoneMatch: headers.get("if-none-match") ?? undefined,
    ifModifiedSince: headers.get("if-modified-since") ?? undefined,
    ifUnmodifiedSince: headers.get("if-unmodified-since") ?? undefined,
  };
}

/**
 * Whether a GET or HEAD at the time `now`, in ms, goes on or is answered 304.
 * @throws AwsError 412 `PreconditionFailed` where a condition fails.
 */
export function checkReadConditions(headers: Headers, target: ConditionTarget, now: number): "proceed" | "not-modified" {
  const outcome = evaluateConditions(requestConditions(headers), target, now);
  if (outcome.kind === "failed") throw preconditionFailed(outcome.condition);
  return outcome.kind;
}

/** Whether a header's list of entity tags names `etag`: `*` names any; quotes may be missing, as S3 takes them. */
export function matchesEtag(list: string, etag: string): boolean {
  return list.split(",").some((item) => {
    const tag = item.trim().replace(/^W\//, "");
    return tag === "*" || tag.replace(/^"(.*)"$/, "$1") === etag;
  });
}

function seconds(date: string | undefined): number | undefined {
  const milliseconds = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
