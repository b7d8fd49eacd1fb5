import type { Caller, RequestOrigin } from "#local-aws/world.ts";

/** What the runtime knows of a request that a web `Request` does not carry. */
export interface ConnectionInfo {
  /**
   * Path and query exactly as they stood on the request line. A `Request`'s URL folds `..` and `%2e%2e`, and an S3 key may hold
   * them. Default: from `request.url`.
   */
  readonly rawTarget?: string;
  /** True under TLS. Default: from the URL's scheme. */
  readonly secure?: boolean;
  /** Version of TLS, such as `1.3`; absent without TLS or where the runtime does not tell. */
  readonly tlsVersion?: string;
  readonly remoteAddress?: string;
}

/** A request after the front has read, checked and verified it: what every operation is given. */
export interface RequestContext {
  readonly method: string;
  readonly headers: Headers;
  /** `Host` as the client sent it, port included; absent when the request was made in this process without one. */
  readonly host?: string;
  /** Decoded query parameters, signature parameters included. */
  readonly query: URLSearchParams;
  /** Who signed; undefined for an anonymous request. */
  readonly caller: Caller | undefined;
  /** Region of the credential scope; the bucket's Region for an anonymous request. */
  readonly region: string;
  readonly requestId: string;
  readonly origin: RequestOrigin;
  /**
   * The body, decoded (aws-chunked framing removed) and checked as it streams: the signed payload hash, the chunk signatures,
   * Content-MD5 and the `x-amz-checksum-*` header or trailer. It errors with an `AwsError` where any of them does not match,
   * at the latest when it ends, so an operation must read it to its end before it commits anything.
   */
  readonly body: VerifiedBody;
  readonly secure: boolean;
}

/** A verified request body. Read it once, by `stream` or by `bytes()`. */
export interface VerifiedBody {
  /** Length of the decoded body when it was declared (`x-amz-decoded-content-length` or `content-length`). */
  readonly declaredLength: number | undefined;
  readonly stream: ReadableStream<Uint8Array>;
  /** The whole body; `maxBytes` bounds it (400 `MalformedXML`-style refusals are the caller's). Throws RangeError beyond it. */
  bytes(maxBytes: number): Promise<Uint8Array<ArrayBuffer>>;
  text(maxBytes: number): Promise<string>;
  /**
   * The checksum that the request declared by header or trailer: known with its value once the body has ended.
   * `undefined` when the request declared none.
   */
  declaredChecksum(): { readonly algorithm: "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256"; readonly value: string } | undefined;
}

/** One S3 request: the context plus the bucket and key it addresses (decoded, exactly as the client named them). */
export interface S3Request extends RequestContext {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

/** One request of S3 Control, whose operations are told by method and path. */
export interface S3ControlRequest extends RequestContext {
  /** Path as sent, percent-encoded; begins with `/`. */
  readonly path: string;
}

/** An operation of S3: takes the request, answers it, or throws `AwsError`. */
export type S3Operation = (request: S3Request) => Promise<Response>;
