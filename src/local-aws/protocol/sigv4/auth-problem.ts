import type { AwsError } from "#local-aws/protocol/aws-error.ts";

/** What can be wrong with a request's authentication, before any service has put it in its words. Times: ms since the epoch. */
export type AuthProblem =
  | { readonly kind: "missing" }
  | { readonly kind: "two-mechanisms" }
  | { readonly kind: "signature-v2" }
  | { readonly kind: "signature-v2-query-incomplete" }
  | { readonly kind: "unsupported-authorization" }
  /** The Authorization header; `detail` continues AWS's sentence "The authorization header is malformed; …". */
  | { readonly kind: "malformed-header"; readonly detail: string }
  /** The query parameters of a presigned URL; `detail` is the whole sentence. */
  | { readonly kind: "malformed-query"; readonly detail: string }
  | { readonly kind: "wrong-region"; readonly form: "header" | "query"; readonly given: string; readonly expected: string }
  | { readonly kind: "missing-date" }
  | { readonly kind: "too-skewed"; readonly requestTime: number; readonly serverTime: number }
  | { readonly kind: "not-yet-valid" }
  | { readonly kind: "url-expired"; readonly expiresSeconds: number; readonly expiresAt: number; readonly serverTime: number }
  | { readonly kind: "unknown-key"; readonly accessKeyId: string }
  | { readonly kind: "invalid-token" }
  | { readonly kind: "expired-token" }
  | { readonly kind: "headers-not-signed"; readonly names: readonly string[] }
  | {
      readonly kind: "signature-mismatch";
      readonly accessKeyId: string;
      readonly stringToSign: string;
      readonly signatureProvided: string;
      readonly canonicalRequest: string;
    };

/** Puts a problem in the words of one service. */
export type Refuse = (problem: AuthProblem) => AwsError;

/** How far a request's clock may be from the server's (aws-facts 7), in milliseconds. */
export const MAX_SKEW_MS = 15 * 60 * 1000;

/** `20260102T030405Z` */
export function amzDateText(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** Milliseconds since the epoch of `20260102T030405Z`; undefined for another form or an impossible date. */
export function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}
