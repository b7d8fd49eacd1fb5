import { decodePercent, encodePercent } from "#local-aws/protocol/request-target.ts";

/** The parts of a request that a signature covers. */
export interface SignedParts {
  readonly method: string;
  /** As `canonicalUri` gives it. */
  readonly uri: string;
  /** Decoded query parameters; `X-Amz-Signature` is left out by this function. */
  readonly parameters: readonly (readonly [string, string])[];
  /** Value of a header by lower-case name; undefined when it was not sent. */
  readonly header: (name: string) => string | undefined;
  /** Lower-case names in the order that the signer listed them. */
  readonly signedHeaders: readonly string[];
  /** Hash of the body in hexadecimal, or one of the literal payload forms. */
  readonly payload: string;
}

/**
 * The path as it is signed. S3 encodes each byte of the decoded key once and keeps every slash and dot; the other services
 * normalise the path and encode the encoded path again.
 */
export function canonicalUri(rawPath: string, service: string): string {
  if (service === "s3") return decodePercent(rawPath).split("/").map(encodePercent).join("/");
  const kept: string[] = [];
  for (const segment of rawPath.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(encodePercent(segment));
  }
  const trailing = kept.length > 0 && rawPath.endsWith("/") ? "/" : "";
  return `/${kept.join("/")}${trailing}`;
}

/** SigV4's canonical request. */
export function canonicalRequest(parts: SignedParts): string {
  const headers = parts.signedHeaders.map((name) => `${name}:${canonicalHeaderValue(parts.header(name) ?? "")}\n`);
  return [parts.method, parts.uri, canonicalQuery(parts.parameters), headers.join(""), parts.signedHeaders.join(";"), parts.payload].join("\n");
}

function canonicalHeaderValue(value: string): string {
  return signedText(value).trim().replace(/\s+/g, " ");
}

/**
 * Header text comes as one character per byte. Clients that send UTF-8 in a header sign the text, so those bytes are read as UTF-8;
 * bytes that are none are signed as the characters they stand for.
 */
function signedText(value: string): string {
  if (/^[\p{ASCII}]*$/u.test(value)) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(value, (character) => character.charCodeAt(0)));
  } catch {
    return value;
  }
}

function canonicalQuery(parameters: SignedParts["parameters"]): string {
  return parameters
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]): readonly [string, string] => [encodePercent(name), encodePercent(value)])
    .toSorted(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** By code unit, not by locale: both texts are ASCII here. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
