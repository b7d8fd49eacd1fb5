import { createHash, createHmac } from "node:crypto";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { HashConstructor, SourceData } from "@smithy/types";
import { CREDENTIALS, NOW } from "./front-only.ts";

/** What to sign; everything has a plain default. */
export interface RequestToSign {
  readonly method?: string;
  readonly host?: string;
  /** Percent-encoded, as it will stand on the request line. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  readonly service?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly signedAt?: number;
}

/** A signed request, as it goes to the front. */
export interface Signed {
  readonly request: Request;
  readonly rawTarget: string;
}

class NodeHash {
  readonly #hash: ReturnType<typeof createHmac> | ReturnType<typeof createHash>;
  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }
  update(data: SourceData): void {
    this.#hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(Uint8Array.from(this.#hash.digest()));
  }
}

function bytesOf(data: SourceData): Uint8Array {
  if (typeof data === "string") return new TextEncoder().encode(data);
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}

const Sha256: HashConstructor = NodeHash;

function signerOf({ service = "s3", region = "us-east-1", credentials = CREDENTIALS }: RequestToSign): SignatureV4 {
  return new SignatureV4({ service, region, credentials, sha256: Sha256, uriEscapePath: service !== "s3", applyChecksum: service === "s3" });
}

function unsignedRequest({ method = "GET", host = "localhost:4566", path = "/", query = {}, headers = {}, body }: RequestToSign): HttpRequest {
  const [hostname = "", port] = host.split(":");
  return new HttpRequest({
    method,
    protocol: "http:",
    hostname,
    port: port === undefined ? undefined : Number(port),
    path,
    query: { ...query },
    headers: { host, ...headers },
    body,
  });
}

/** Signs with AWS's own signer, in the Authorization header. */
export async function signHeader(parts: RequestToSign): Promise<Signed> {
  const signed = await signerOf(parts).sign(unsignedRequest(parts), { signingDate: new Date(parts.signedAt ?? NOW) });
  return toSigned(HttpRequest.clone(Object.assign(unsignedRequest(parts), signed)), parts);
}

/** Signs with AWS's own signer, in the query, where it moves `x-amz-*` headers to as well, but for `unhoistableHeaders`. */
export async function presign(parts: RequestToSign & { readonly expiresIn?: number; readonly unhoistableHeaders?: readonly string[] }): Promise<Signed> {
  const { expiresIn = 900, unhoistableHeaders = [] } = parts;
  const options = { signingDate: new Date(parts.signedAt ?? NOW), expiresIn, unhoistableHeaders: new Set(unhoistableHeaders) };
  const unsigned = unsignedRequest({ ...parts, headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD", ...parts.headers } });
  const signed = await signerOf(parts).presign(unsigned, options);
  return toSigned(HttpRequest.clone(Object.assign(unsigned, signed)), parts);
}

function toSigned(signed: HttpRequest, parts: RequestToSign): Signed {
  const pairs = Object.entries(signed.query ?? {}).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  const rawTarget = pairs.length === 0 ? signed.path : `${signed.path}?${pairs.join("&")}`;
  return { rawTarget, request: new Request(`http://${parts.host ?? "localhost:4566"}${rawTarget}`, initOf(signed, parts.body)) };
}

function initOf(signed: HttpRequest, body: RequestToSign["body"]): RequestInit {
  // Bytes, because a text would get a content type of its own.
  return { method: signed.method, headers: signed.headers, body: typeof body === "string" ? new TextEncoder().encode(body) : body };
}

/** The same request with headers changed after signing. */
export function tampered({ request, rawTarget }: Signed, change: (headers: Headers) => void): Signed {
  const headers = new Headers(request.headers);
  change(headers);
  return { rawTarget, request: new Request(request, { headers }) };
}
