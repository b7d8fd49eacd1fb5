import type { Hashing } from "#local-aws/services.ts";
import { AwsError } from "./aws-error.ts";
import { readBytes } from "./byte-reader.ts";
import { concat } from "./bytes.ts";
import { parsePayloadForm, type PayloadForm } from "./payload-form.ts";
import type { SignatureParameters } from "./sigv4/signature-parameters.ts";
import { verifyBody, type OwnedBody } from "./verified-body.ts";

const UNSIGNED = "UNSIGNED-PAYLOAD";

/** How an S3 request signs its body: the text that stands in the canonical request, and what it means. */
export interface Payload {
  readonly text: string;
  readonly form: PayloadForm;
}

/**
 * Reads `x-amz-content-sha256`. It is required under an Authorization header; a presigned URL may carry it in its query and signs
 * no payload without it.
 */
export function readPayload(headers: Headers, query: URLSearchParams, signature: SignatureParameters | undefined): Payload {
  const text = headers.get("x-amz-content-sha256") ?? (signature?.form === "header" ? null : (query.get("X-Amz-Content-Sha256") ?? UNSIGNED));
  if (text === null) throw new AwsError(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  const form = parsePayloadForm(text);
  const needsSignature = form?.kind === "chunked" && form.signed;
  if (form === undefined || (needsSignature && signature === undefined)) {
    throw new AwsError(
      400,
      "InvalidArgument",
      "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
      { details: { ArgumentName: "x-amz-content-sha256", ArgumentValue: text } },
    );
  }
  return { text, form };
}

/** Most bytes of a request to KMS or STS, which are held in memory because their signature covers the body's hash. */
const MAX_SMALL_BODY_BYTES = 1024 * 1024;

/** The whole body of a request to a service other than S3; 413 beyond 1 MiB. */
export async function readSmallBody(source: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> {
  if (source === null) return new Uint8Array(0);
  const reader = readBytes(source);
  const pieces: Uint8Array[] = [];
  let left = MAX_SMALL_BODY_BYTES;
  for (let piece = await reader.some(left + 1); piece !== undefined; piece = await reader.some(left + 1)) {
    left -= piece.length;
    if (left < 0) {
      await reader.cancel();
      throw new AwsError(413, "RequestEntityTooLarge", "The request is too large.");
    }
    pieces.push(piece);
  }
  return concat(pieces);
}

/** A body that was read, and whose hash was signed, as operations take it. */
export function wholeBody(hashing: Hashing, headers: Headers, bytes: Uint8Array<ArrayBuffer>): OwnedBody {
  const source = new Blob([bytes]).stream();
  return verifyBody(hashing, { source, headers, form: { kind: "unsigned" }, signatures: undefined, checksumIsOfBody: false });
}
