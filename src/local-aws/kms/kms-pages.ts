import { invalidMarker } from "./kms-errors.ts";
import type { KmsInput } from "./kms-input.ts";

/** The page of a listing that a request asks for (aws-facts 3.4). */
export interface PageRequest {
  readonly operation: string;
  readonly limit: number;
  /** Name of the last item of the page before; undefined for the first page. */
  readonly after: string | undefined;
}

/** Reads `Limit` and `Marker`. @throws AwsError ValidationException, InvalidMarkerException */
export function readPage(input: KmsInput, operation: string, limits: { readonly usual: number; readonly most: number }): PageRequest {
  const limit = input.integer("Limit", { min: 1, max: 1000 }) ?? limits.usual;
  const marker = input.string("Marker", { min: 1, max: 1024 });
  return {
    operation,
    limit: Math.min(limit, limits.most),
    after: marker === undefined ? undefined : openMarker(marker, operation),
  };
}

/**
 * One page of `items`, which come in ascending order of their names, and the members that tell whether there is more.
 * A marker names the last item given rather than a place, so it stays right when rows before it come or go.
 */
export function takePage<T>(
  items: Iterable<T>,
  nameOf: (item: T) => string,
  page: PageRequest,
): { readonly items: readonly T[]; readonly more: { readonly Truncated: boolean; readonly NextMarker?: string } } {
  const taken: T[] = [];
  for (const item of items) {
    if (page.after !== undefined && nameOf(item) <= page.after) continue;
    const last = taken.at(-1);
    if (taken.length === page.limit && last !== undefined) {
      return { items: taken, more: { Truncated: true, NextMarker: sealMarker(page.operation, nameOf(last)) } };
    }
    taken.push(item);
  }
  return { items: taken, more: { Truncated: false } };
}

/** Markers are opaque to callers, and belong to the operation that gave them. */
function sealMarker(operation: string, name: string): string {
  return btoa(JSON.stringify([operation, name]));
}

function openMarker(marker: string, operation: string): string {
  let content: unknown;
  try {
    content = JSON.parse(atob(marker));
  } catch {
    throw invalidMarker();
  }
  if (!Array.isArray(content) || content[0] !== operation || typeof content[1] !== "string") throw invalidMarker();
  return content[1];
}
