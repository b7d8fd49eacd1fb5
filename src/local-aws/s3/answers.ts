import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import { buildXml, malformedXml, parseXml, S3_NAMESPACE, type XmlElement, type XmlMembers } from "#local-aws/protocol/xml.ts";
import { invalidRequest } from "./request-errors.ts";
import type { ResponseHeaders } from "./response-headers.ts";

/** A document of S3's as the answer. */
export function xmlAnswer(root: string, members: XmlMembers, headers: ResponseHeaders = {}): Response {
  return new Response(buildXml(root, members, S3_NAMESPACE), { status: 200, headers: { "content-type": "application/xml", ...headers } });
}

/** An answer without a body. */
export function emptyAnswer(status: 200 | 204, headers: ResponseHeaders = {}): Response {
  return new Response(null, { status, headers });
}

/** A time in S3's documents: ISO 8601 with milliseconds, UTC. */
export function xmlTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/**
 * The root element of a request's document.
 * @throws AwsError 400 `MalformedXML` when the body is longer than `maxBytes`, is no XML or has another root.
 */
export async function readXml(request: Pick<RequestContext, "body">, root: string, maxBytes: number): Promise<XmlElement> {
  const element = parseXml(await readText(request, maxBytes));
  if (element.name !== root) throw malformedXml();
  return element;
}

/**
 * The body as text, empty when there is none.
 * @throws AwsError 400 `MalformedXML` beyond `maxBytes`.
 */
export async function readText(request: Pick<RequestContext, "body">, maxBytes: number): Promise<string> {
  try {
    return await request.body.text(maxBytes);
  } catch (error) {
    throw error instanceof RangeError ? malformedXml() : error;
  }
}

/**
 * Refuses a body that came without Content-MD5 and without a checksum, where S3 asks for one. Call it after the body was read: a
 * checksum may come in the trailer.
 */
export function requireBodyDigest(request: Pick<RequestContext, "headers" | "body">): void {
  if (request.headers.has("content-md5") || request.body.declaredChecksum() !== undefined) return;
  throw invalidRequest("Missing required header for this request: Content-MD5");
}

/**
 * The text of a child that may be there once, white space around it removed.
 * @throws AwsError 400 `MalformedXML` when it is there more than once.
 */
export function singleText(element: XmlElement, name: string): string | undefined {
  return singleChild(element, name)?.text.trim();
}

/**
 * A child that may be there once.
 * @throws AwsError 400 `MalformedXML` when it is there more than once.
 */
export function singleChild(element: XmlElement, name: string): XmlElement | undefined {
  const children = element.children.filter((child) => child.name === name);
  if (children.length > 1) throw malformedXml();
  return children[0];
}

/** @throws AwsError 400 `MalformedXML` when the element has a child of another name: S3 validates against its schema. */
export function allowChildren(element: XmlElement, names: readonly string[]): void {
  if (element.children.some((child) => !names.includes(child.name))) throw malformedXml();
}
