import { HttpResponse, type HttpHandler, type HttpRequest } from "@smithy/protocol-http";
import type { HttpHandlerOptions } from "@smithy/types";

/** What `client.send(command, options)` hands down to the handler, besides the SDK's own options. */
export interface XhrSendOptions extends HttpHandlerOptions {
  /** Told as bytes of the body reach the wire: the total of this attempt so far. */
  readonly onUploadProgress?: ((sentBytes: number) => void) | undefined;
}

/** Headers that a browser sets itself and forbids a page to set: leaving them in logs an error for every request. */
const SET_BY_BROWSER = new Set(["host", "content-length", "user-agent", "expect"]);

/**
 * Sends the SDK's requests by XMLHttpRequest, because `fetch` tells nothing of upload progress. Answers are small XML documents, so the
 * body is handed over as bytes (stack.md "Recommended upload engine" 6). A failed connection becomes the `TypeError` that the SDK's
 * retry knows from `fetch`; an abort becomes an `AbortError`.
 */
export class XhrHandler implements HttpHandler<object> {
  handle(request: HttpRequest, options: XhrSendOptions = {}): Promise<{ response: HttpResponse }> {
    return new Promise((resolve, reject) => {
      const { abortSignal, onUploadProgress } = options;
      if (abortSignal?.aborted === true) {
        reject(abortError());
        return;
      }
      const xhr = new XMLHttpRequest();
      const abort = (): void => xhr.abort();
      if (abortSignal !== undefined) listenOnce(abortSignal, abort);
      xhr.open(request.method, urlOf(request));
      xhr.responseType = "arraybuffer";
      for (const [name, value] of Object.entries(request.headers)) {
        if (!SET_BY_BROWSER.has(name.toLowerCase())) xhr.setRequestHeader(name, value);
      }
      if (onUploadProgress !== undefined) xhr.upload.onprogress = (event) => onUploadProgress(event.loaded);
      xhr.onload = () => resolve({ response: responseOf(xhr) });
      // What `isBrowserNetworkError` of @smithy/core takes for a transient error, in Safari's words
      xhr.onerror = () => reject(new TypeError("Network request failed"));
      xhr.ontimeout = () => reject(Object.assign(new Error("The request timed out"), { name: "TimeoutError" }));
      xhr.onabort = () => reject(abortError());
      xhr.onloadend = () => {
        if (abortSignal !== undefined && "removeEventListener" in abortSignal) abortSignal.removeEventListener("abort", abort);
      };
      xhr.send((request.body as XMLHttpRequestBodyInit | undefined) ?? null);
    });
  }

  /** Nothing can be configured. */
  updateHttpClientConfig(): void {}

  /** Nothing can be configured. */
  httpHandlerConfigs(): object {
    return {};
  }
}

function listenOnce(signal: NonNullable<HttpHandlerOptions["abortSignal"]>, listener: () => void): void {
  if ("addEventListener" in signal) signal.addEventListener("abort", listener, { once: true });
  else signal.onabort = listener;
}

function abortError(): Error {
  return Object.assign(new Error("Request aborted"), { name: "AbortError" });
}

function responseOf(xhr: XMLHttpRequest): HttpResponse {
  const body = xhr.response instanceof ArrayBuffer ? new Uint8Array(xhr.response) : new Uint8Array();
  return new HttpResponse({ statusCode: xhr.status, reason: xhr.statusText, headers: parseHeaders(xhr.getAllResponseHeaders()), body });
}

/** The `name: value` lines of `getAllResponseHeaders`, names in lower case. */
export function parseHeaders(lines: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

/** The URL of a request of the SDK: its path is encoded already, its query is not. */
export function urlOf(request: Pick<HttpRequest, "protocol" | "hostname" | "port" | "path" | "query">): string {
  const port = request.port === undefined ? "" : `:${request.port}`;
  const query = Object.keys(request.query)
    .toSorted()
    .flatMap((name) => {
      const value = request.query[name];
      if (value === null || value === undefined) return [encode(name)];
      return (Array.isArray(value) ? value : [value]).map((item) => `${encode(name)}=${encode(item)}`);
    })
    .join("&");
  return `${request.protocol}//${request.hostname}${port}${request.path}${query === "" ? "" : `?${query}`}`;
}

/** RFC 3986 encoding, as the signature was made over it: `encodeURIComponent` leaves five characters out. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
