/** Search parameters of the console: each name once, its value as text. */
export type Search = Readonly<Record<string, string>>;

/**
 * Reads a query string. The router's own parser would read values as JSON, and an object called `123` or `true` would lose its name.
 */
export function parseSearch(query: string): Search {
  return Object.fromEntries(new URLSearchParams(query));
}

/** Writes a query string as `domain/console-path.ts` does, so that a link and the address it leads to are the same. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) => (typeof value === "string" ? [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`] : []));
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** Keeps the named parameters, where they are text. */
export function pick<Name extends string>(search: Readonly<Record<string, unknown>>, ...names: readonly Name[]): { readonly [K in Name]?: string } {
  const kept: { [K in Name]?: string } = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === "string") kept[name] = value;
  }
  return kept;
}
