import { AwsError } from "./aws-error.ts";
import type { ConnectionInfo } from "./request-context.ts";

/** What the request line named, before any meaning is given to it. */
export interface RequestTarget {
  /** Path exactly as sent, percent-encoded; begins with `/`. */
  readonly rawPath: string;
  /** Query parameters decoded, in the order sent, repeated ones kept; one without `=` has the value "". */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/**
 * Decodes percent-encoding, strictly: a stray `%` or bytes that are not UTF-8 are refused with 400 InvalidURI. A `+` stays a `+`:
 * only query strings use it for a space.
 */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
}

/** Percent-encodes every byte but RFC 3986's unreserved ones, as SigV4 asks. */
export function encodePercent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The target of a request, from its raw request line where the runtime knows it, else from its URL. */
export function readRequestTarget(request: Request, info: ConnectionInfo): RequestTarget {
  const target = originForm(info.rawTarget ?? request.url);
  const cut = target.indexOf("?");
  const rawPath = cut === -1 ? target : target.slice(0, cut);
  return { rawPath: rawPath === "" ? "/" : rawPath, parameters: cut === -1 ? [] : readParameters(target.slice(cut + 1)) };
}

/** A request line may carry the absolute form (`GET http://host/path`), as proxies send it; a fragment never belongs to it. */
function originForm(target: string): string {
  const withoutFragment = target.split("#", 1)[0] ?? "";
  return withoutFragment.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, "");
}

function readParameters(query: string): (readonly [string, string])[] {
  return query
    .split("&")
    .filter((piece) => piece !== "")
    .map((piece) => {
      const cut = piece.indexOf("=");
      const decode = (text: string): string => decodePercent(text.replaceAll("+", " "));
      return cut === -1 ? [decode(piece), ""] : [decode(piece.slice(0, cut)), decode(piece.slice(cut + 1))];
    });
}
