/** How a request says its body is signed: the value of `x-amz-content-sha256`. */
export type PayloadForm =
  /** The whole body's SHA-256, lower-case hexadecimal. */
  | { readonly kind: "sha256"; readonly sha256: string }
  | { readonly kind: "unsigned" }
  /** aws-chunked framing; `signed`: every chunk carries a signature; `trailer`: header fields follow the last chunk. */
  | { readonly kind: "chunked"; readonly signed: boolean; readonly trailer: boolean };

const NAMED_FORMS: Readonly<Record<string, PayloadForm>> = {
  "UNSIGNED-PAYLOAD": { kind: "unsigned" },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": { kind: "chunked", signed: true, trailer: false },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": { kind: "chunked", signed: true, trailer: true },
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER": { kind: "chunked", signed: false, trailer: true },
};

/** Hash of no bytes at all. */
export const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Reads a value of `x-amz-content-sha256`; undefined when it is none of the forms (the asymmetric SigV4A ones included). */
export function parsePayloadForm(value: string): PayloadForm | undefined {
  if (value.length === 64 && /^[0-9a-f]+$/.test(value)) return { kind: "sha256", sha256: value };
  return Object.hasOwn(NAMED_FORMS, value) ? NAMED_FORMS[value] : undefined;
}
