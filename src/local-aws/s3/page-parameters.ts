import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import { MAX_LISTING_KEYS } from "./listing-request.ts";
import { invalidArgument } from "./request-errors.ts";

/**
 * A count in the query, such as `max-parts`: at most 1000 whatever was asked, 1000 by default.
 * @throws AwsError 400 `InvalidArgument` for what is no whole number from 0 to 2147483647.
 */
export function readPageSize(query: RequestContext["query"], name: string): number {
  return Math.min(readWholeNumber(query, name, MAX_LISTING_KEYS), MAX_LISTING_KEYS);
}

/**
 * A whole number in the query; `fallback` when it is not there or empty.
 * @throws AwsError 400 `InvalidArgument`.
 */
export function readWholeNumber(query: RequestContext["query"], name: string, fallback: number): number {
  const text = query.get(name) ?? "";
  if (text === "") return fallback;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 2_147_483_647) return value;
  throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, { ArgumentName: name, ArgumentValue: text });
}
