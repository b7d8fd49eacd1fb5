import { base64, fromBase64, fromUtf8, utf8 } from "#local-aws/protocol/bytes.ts";
import { invalidParameter } from "./cognito-errors.ts";
import type { CognitoInput } from "./cognito-input.ts";

/** The page of a listing that a request asks for. */
export interface CognitoPage {
  readonly limit: number;
  /** Name of the last item of the page before. */
  readonly after: string | undefined;
}

/** Reads the members that ask for a page. @throws AwsError InvalidParameterException */
export function readPage(input: CognitoInput, limitMember: string, tokenMember: string, most: number): CognitoPage {
  const limit = input.integer(limitMember, { min: 1, max: most }) ?? most;
  const token = input.string(tokenMember, { min: 1 });
  if (token === undefined) return { limit, after: undefined };
  const bytes = fromBase64(token);
  if (bytes === undefined) throw invalidParameter("The pagination token is invalid.");
  return { limit, after: fromUtf8(bytes) };
}

/** One page of items, which come in ascending order of their names, and the token of the next, where there is one. */
export function takePage<T>(items: readonly T[], nameOf: (item: T) => string, { limit, after }: CognitoPage): { readonly items: readonly T[]; readonly next: string | undefined } {
  const left = after === undefined ? items : items.filter((item) => nameOf(item) > after);
  const taken = left.slice(0, limit);
  const last = taken.at(-1);
  return { items: taken, next: left.length > limit && last !== undefined ? base64(utf8(nameOf(last))) : undefined };
}
