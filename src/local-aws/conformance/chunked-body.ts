import { createHash, createHmac } from "node:crypto";
import { concat, utf8 } from "#local-aws/protocol/bytes.ts";
import { checksumHeader, type Checksum } from "#local-aws/protocol/checksums.ts";
import { CREDENTIALS, NOW } from "./front-only.ts";
import { signHeader, type Signed } from "./signed-request.ts";

/** A body to frame; what is left out is as it should be. */
export interface ChunkedParts {
  readonly data: Uint8Array;
  readonly chunkLength: number;
  readonly signed: boolean;
  /** Sent in the trailer. */
  readonly checksum?: Checksum;
  /** The value that really goes out, after its signature was made; null leaves the field out. */
  readonly sentChecksum?: string | null;
  /** Value of `x-amz-trailer`; null leaves the header out. */
  readonly announced?: null;
  readonly decodedLength?: number | null;
  readonly damage?: (body: Uint8Array) => void;
}

const SCOPE = "20260102/us-east-1/s3/aws4_request";
const AMZ_DATE = "20260102T030405Z";

function sha256Hex(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: string | Uint8Array, text: string): Uint8Array {
  return createHmac("sha256", key).update(text).digest();
}

/** The specification of streamed SigV4, written a second time: nothing of the stand-in's own is used to sign. */
function signWith(text: string): string {
  const key = SCOPE.split("/").reduce<string | Uint8Array>((derived, step) => hmac(derived, step), `AWS4${CREDENTIALS.secretAccessKey}`);
  return createHmac("sha256", key).update(text).digest("hex");
}

/** A PUT of /bucket/key with an aws-chunked body, and its signed headers. */
export async function createChunkedBody(parts: ChunkedParts): Promise<{ readonly signed: Signed; readonly body: Uint8Array<ArrayBuffer> }> {
  const form = parts.signed ? `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${parts.checksum ? "-TRAILER" : ""}` : "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  const decodedLength = parts.decodedLength === undefined ? parts.data.length : parts.decodedLength;
  const headers = {
    "content-encoding": "aws-chunked",
    "x-amz-content-sha256": form,
    ...(decodedLength === null ? {} : { "x-amz-decoded-content-length": String(decodedLength) }),
    ...(parts.checksum === undefined || parts.announced === null ? {} : { "x-amz-trailer": checksumHeader(parts.checksum.algorithm) }),
  };
  const signed = await signHeader({ method: "PUT", path: "/bucket/key", headers, signedAt: NOW });
  let previous = /Signature=(\w+)/.exec(signed.request.headers.get("authorization") ?? "")?.[1] ?? "";

  function chunk(data: Uint8Array): Uint8Array {
    if (!parts.signed) return concat([utf8(`${data.length.toString(16)}\r\n`), data, utf8(data.length === 0 ? "" : "\r\n")]);
    previous = signWith(["AWS4-HMAC-SHA256-PAYLOAD", AMZ_DATE, SCOPE, previous, sha256Hex(""), sha256Hex(data)].join("\n"));
    return concat([utf8(`${data.length.toString(16)};chunk-signature=${previous}\r\n`), data, utf8(data.length === 0 ? "" : "\r\n")]);
  }

  function trailer(checksum: Checksum): string {
    const name = checksumHeader(checksum.algorithm);
    const sent = parts.sentChecksum === null ? "" : `${name}:${parts.sentChecksum ?? checksum.value}\r\n`;
    if (!parts.signed) return sent;
    const hash = sha256Hex(`${name}:${checksum.value}\n`);
    return `${sent}x-amz-trailer-signature:${signWith(["AWS4-HMAC-SHA256-TRAILER", AMZ_DATE, SCOPE, previous, hash].join("\n"))}\r\n`;
  }

  const pieces: Uint8Array[] = [];
  for (let offset = 0; offset < parts.data.length; offset += parts.chunkLength) pieces.push(chunk(parts.data.subarray(offset, offset + parts.chunkLength)));
  pieces.push(chunk(new Uint8Array(0)));
  if (parts.checksum !== undefined) pieces.push(utf8(trailer(parts.checksum)));
  pieces.push(utf8("\r\n"));
  const body = concat(pieces);
  parts.damage?.(body);
  return { signed, body };
}
