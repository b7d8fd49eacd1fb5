import { Readable } from "node:stream";
import type { HttpHandlerOptions, HttpRequest, HttpResponse, QueryParameterBag, RequestHandler } from "@smithy/types";
import type { LocalAws } from "#local-aws/handler.ts";

/** What the SDK's clients take as `requestHandler`. */
export type SdkTransport = RequestHandler<HttpRequest, HttpResponse, HttpHandlerOptions>;

/**
 * A `requestHandler` for AWS SDK v3 clients that calls the stand-in in this process, without a socket. The path goes over exactly as
 * the SDK encoded and signed it; bodies may be text, bytes, Blobs, Node streams or web streams; the answer's body is a Node stream, as
 * the SDK's Node clients expect.
 */
export function createSdkTransport(localAws: Pick<LocalAws, "fetch">): SdkTransport {
  return {
    async handle(request, options) {
      const signal = options?.abortSignal instanceof AbortSignal ? options.abortSignal : undefined;
      signal?.throwIfAborted();
      const rawTarget = targetOf(request);
      const response = await localAws.fetch(toWebRequest(request, rawTarget, signal), { rawTarget, secure: request.protocol === "https:" });
      signal?.throwIfAborted();
      if (response.type === "error") throw connectionReset();
      return { response: toSdkResponse(response) };
    },
  };
}

/** As Node's http client reports a connection that was closed without an answer; the SDK tries again. */
function connectionReset(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

function targetOf({ path, query = {} }: HttpRequest): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => queryPairs(name, value));
  const separator = path.includes("?") ? "&" : "?";
  return pairs.length === 0 ? path : `${path}${separator}${pairs.join("&")}`;
}

function queryPairs(name: string, value: QueryParameterBag[string]): string[] {
  if (value === null) return [encode(name)];
  return (typeof value === "string" ? [value] : value).map((item) => `${encode(name)}=${encode(item)}`);
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function toWebRequest(request: HttpRequest, rawTarget: string, signal: AbortSignal | undefined): Request {
  const port = request.port === undefined ? "" : `:${request.port}`;
  const headers = new Headers(request.headers);
  if (!headers.has("host")) headers.set("host", `${request.hostname}${port}`);
  const mayHaveBody = request.method !== "GET" && request.method !== "HEAD";
  const body = mayHaveBody ? toWebBody(request.body) : undefined;
  // As Node's http client does for these methods.
  if (mayHaveBody && request.method !== "DELETE" && body === undefined && !headers.has("content-length")) headers.set("content-length", "0");
  const init: RequestInit & { duplex: "half" } = { method: request.method, headers, body, signal, duplex: "half" };
  return new Request(`${request.protocol}//${request.hostname}${port}${rawTarget}`, init);
}

/** Text as bytes: a `Request` would add a content type of its own to a text. */
function toWebBody(body: unknown): ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | Blob | undefined {
  if (body === undefined || body === null || body === "") return undefined;
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Blob || body instanceof ReadableStream) return body;
  if (body instanceof Readable) return bytesOf(body);
  throw new TypeError("The SDK gave a body of a kind that this transport does not know");
}

/** Node streams may give Buffers of a shared pool, or text. */
function bytesOf(body: Readable): ReadableStream<Uint8Array> {
  const iterator: AsyncIterator<unknown> = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else if (value instanceof Uint8Array) controller.enqueue(value);
        else controller.enqueue(new TextEncoder().encode(String(value)));
      },
      cancel: () => void body.destroy(),
    },
    { highWaterMark: 0 },
  );
}

function toSdkResponse(response: Response): HttpResponse {
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: Readable.from(response.body ?? [], { objectMode: false }),
  };
}
