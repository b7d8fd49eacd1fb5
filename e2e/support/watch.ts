import { expect, type ConsoleMessage, type Page } from "@playwright/test";
import { LOCAL_AWS_URL } from "./addresses.ts";

/** A request that AWS too would refuse, which the browser itself then logs: `status` as answered, or `"cors"` for no readable answer. */
export interface Refusal {
  /** Path and query, without the SDK's `x-id`, and with `*` for a version's ID. */
  readonly request: string;
  readonly status: number | "cors";
}

/** What a page said on its own: errors in its console, uncaught ones, and requests on their way. */
export interface Watch {
  /** Resolves when every request has been answered. */
  settled(): Promise<void>;
  /** Errors since the last call, but for what the browser says of these refusals. */
  errorsBut(allowed: readonly Refusal[]): readonly string[];
}

/** Listens to a page from now on. */
export function watch(page: Page): Watch {
  const errors: { readonly text: string; readonly url: string }[] = [];
  let underway = 0;
  page.on("console", (message) => {
    if (message.type() === "error") errors.push({ text: message.text(), url: urlOf(message) });
  });
  page.on("pageerror", (error) => errors.push({ text: `uncaught: ${error.stack ?? error.message}`, url: "" }));
  page.on("request", () => (underway += 1));
  page.on("requestfinished", () => (underway -= 1));
  page.on("requestfailed", () => (underway -= 1));
  return {
    settled: () => expect.poll(() => underway, { message: "requests that were never answered" }).toBe(0),
    errorsBut(allowed) {
      const seen = errors.splice(0);
      return seen.filter((error) => !allowed.some((refusal) => isNoteOf(error, refusal))).map(({ text, url }) => `${text} [${requestOf(url)}]`);
    },
  };
}

/** CORS notes name the address in their text, those of "Failed to load resource" in their place. */
function urlOf(message: ConsoleMessage): string {
  return /^Access to (?:fetch|XMLHttpRequest) at '([^']+)'/.exec(message.text())?.[1] ?? message.location().url;
}

function requestOf(address: string): string {
  if (!address.startsWith(LOCAL_AWS_URL)) return address;
  const url = new URL(address);
  url.searchParams.delete("x-id");
  url.search = url.search.replace(/versionId=[^&]+/, "versionId=*");
  return url.pathname + url.search;
}

function isNoteOf({ text, url }: { readonly text: string; readonly url: string }, { request, status }: Refusal): boolean {
  if (requestOf(url) !== request) return false;
  return status === "cors" ? /blocked by CORS policy|^Failed to load resource: net::ERR_FAILED$/.test(text) : text.startsWith(`Failed to load resource: the server responded with a status of ${status} `);
}
