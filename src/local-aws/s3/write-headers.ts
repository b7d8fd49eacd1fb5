import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import { isHeaderName } from "./header-name.ts";
import { invalidArgument } from "./request-errors.ts";

/** Reads one request header by its lower-case name; undefined when it was not sent. An empty value is a value. */
export type HeaderReader = (name: string) => string | undefined;

const CONTEXT_HEADER = "x-amz-server-side-encryption-context";

/** Parameters of a presigned URL that are part of its signature, not headers moved into the query. */
const SIGNATURE_PARAMETERS = new Set([
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-signedheaders",
  "x-amz-signature",
  "x-amz-security-token",
  "x-amz-content-sha256",
  "x-amz-user-agent",
]);

/**
 * The headers of a write, where a presigned URL may also carry `x-amz-*` in its query. S3 honours those like headers, except
 * the encryption context, which it silently ignores, and checksums, which it does not check (aws-facts 1.13). A header that
 * was really sent wins.
 */
export function writeHeaders(request: Pick<RequestContext, "headers" | "query">): HeaderReader {
  const moved = new Map<string, string>();
  if (request.query.has("X-Amz-Signature")) {
    for (const [parameter, value] of request.query) {
      const name = parameter.toLowerCase();
      if (!name.startsWith("x-amz-") || SIGNATURE_PARAMETERS.has(name)) continue;
      if (name === CONTEXT_HEADER || name.startsWith("x-amz-checksum-")) continue;
      moved.set(name, value);
    }
  }
  return (name) => request.headers.get(name) ?? moved.get(name);
}

/**
 * The text of a header value. HTTP carries bytes, which a `Headers` object shows as Latin-1; clients mean UTF-8, so bytes that are UTF-8 are read as such, and others stay what they are.
 */
export function decodeHeaderText(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(value, (character) => character.charCodeAt(0)));
  } catch {
    return value;
  }
}

/**
 * Names and values of every header that begins with `prefix` (lower case), from the query of a presigned URL too.
 * @throws AwsError 400 `InvalidArgument` for a name in the query that no header can have: no answer could give it back.
 */
export function writeHeadersWithPrefix(request: Pick<RequestContext, "headers" | "query">, prefix: string): Map<string, string> {
  const read = writeHeaders(request);
  const names = [...request.headers.keys(), ...(request.query.has("X-Amz-Signature") ? request.query.keys() : [])];
  const found = new Map<string, string>();
  for (const name of names.map((each) => each.toLowerCase()).filter((each) => each.startsWith(prefix))) {
    if (!isHeaderName(name)) throw invalidArgument("The name of a header is not valid.", { ArgumentName: name });
    const value = read(name);
    if (value !== undefined) found.set(name, value);
  }
  return found;
}
