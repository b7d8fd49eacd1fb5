import { defaultConsoleConfig, parseConsoleConfig, type ConsoleConfig } from "#domain/config.ts";

/** What came of loading `config.json`. `problem` is for the administrator, in words. */
export type ConfigLoad = { readonly ok: true; readonly config: ConsoleConfig } | { readonly ok: false; readonly problem: string };

/**
 * Loads `/config.json`. Without one the console works with AWS itself; a broken one is an error, since going on without it could send
 * people's requests elsewhere than the administrator meant.
 */
export async function loadConfig(fetcher: (path: string, init: RequestInit) => Promise<Response> = fetch): Promise<ConfigLoad> {
  let response: Response;
  try {
    response = await fetcher("/config.json", { cache: "no-store" });
  } catch {
    return { ok: false, problem: "The server of this console did not answer. Check your connection and reload the page." };
  }
  // A server that answers unknown paths with the page itself has no config.json.
  if (response.status === 404 || response.headers.get("content-type")?.includes("text/html") === true) return { ok: true, config: defaultConsoleConfig };
  if (!response.ok) return { ok: false, problem: `The server of this console answered ${response.status} for config.json.` };
  let value: unknown;
  try {
    value = await response.json();
  } catch (error) {
    return { ok: false, problem: `config.json is no JSON: ${error instanceof Error ? error.message : "it cannot be read"}` };
  }
  return parseConsoleConfig(value);
}
