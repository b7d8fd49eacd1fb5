import type { Hashing } from "#local-aws/services.ts";
import { AwsError } from "./aws-error.ts";
import type { ByteReader } from "./byte-reader.ts";
import { hex, sha256, utf8 } from "./bytes.ts";
import type { ChunkSignatures } from "./sigv4/chunk-signatures.ts";

/** How to read one aws-chunked body. */
export interface ChunkedBody {
  readonly reader: ByteReader;
  readonly hashing: Hashing;
  /** Set for the signed forms: every chunk must carry a signature, and it is verified. */
  readonly signatures: ChunkSignatures | undefined;
  /** Whether header fields follow the last chunk. */
  readonly trailer: boolean;
  /** Takes each trailing field, name in lower case; called after their signature was verified. */
  readonly onTrailer: (name: string, value: string) => void;
}

/** Every chunk but the last must have at least so many bytes (AWS: InvalidChunkSizeError). */
const MIN_CHUNK_BYTES = 8192;
/** Longest line of framing: a size with its signature, or a trailing field. */
const MAX_LINE_BYTES = 1024;
const MAX_TRAILER_FIELDS = 16;

/** 400 IncompleteBody: the framing broke off, or the body has another length than was declared. */
export function incompleteBody(): AwsError {
  return new AwsError(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
}

/** 400 MalformedTrailerError: trailing fields that are not well formed, not announced, or announced and missing. */
export function malformedTrailer(): AwsError {
  return new AwsError(
    400,
    "MalformedTrailerError",
    "The request contained trailing data that was not well-formed or did not conform to our published schema.",
  );
}

/** Yields the data of an aws-chunked body as it arrives, and verifies its chunks and trailer on the way. */
export async function* decodeAwsChunked(body: ChunkedBody): AsyncGenerator<Uint8Array, void, undefined> {
  let previousSize = MIN_CHUNK_BYTES;
  for (let chunk = 1; ; chunk += 1) {
    const { size, signature } = readChunkHead(await body.reader.line(MAX_LINE_BYTES), body.signatures !== undefined);
    if (size > 0 && previousSize < MIN_CHUNK_BYTES) throw chunkTooSmall(chunk, previousSize);
    const hasher = body.signatures && body.hashing.create("SHA256");
    for (let left = size; left > 0; ) {
      const data = await body.reader.some(left);
      if (data === undefined) throw incompleteBody();
      hasher?.update(data);
      left -= data.length;
      yield data;
    }
    if (hasher) body.signatures?.verifyChunk(signature, hex(hasher.digest()));
    if (size === 0) break;
    if ((await body.reader.line(2)) !== "") throw incompleteBody();
    previousSize = size;
  }
  await readTrailer(body);
}

function readChunkHead(line: string | undefined, signed: boolean): { readonly size: number; readonly signature: string } {
  const match = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line ?? "");
  const [, size, signature = ""] = match ?? [];
  if (size === undefined || (signed && signature === "")) throw incompleteBody();
  return { size: Number.parseInt(size, 16), signature };
}

function chunkTooSmall(chunk: number, size: number): AwsError {
  return new AwsError(403, "InvalidChunkSizeError", `Only the last chunk is allowed to have a size less than ${MIN_CHUNK_BYTES} bytes`, {
    details: { Chunk: String(chunk), BadChunkSize: String(size) },
  });
}

async function readTrailer(body: ChunkedBody): Promise<void> {
  const fields: (readonly [name: string, value: string])[] = [];
  // Some clients leave out the empty line that ends the body: the end of the stream is as good.
  for (let line = await body.reader.line(MAX_LINE_BYTES); line; line = await body.reader.line(MAX_LINE_BYTES)) {
    const cut = line.indexOf(":");
    if (!body.trailer || cut < 1 || fields.length === MAX_TRAILER_FIELDS) throw malformedTrailer();
    fields.push([line.slice(0, cut).toLowerCase(), line.slice(cut + 1).trim()]);
  }
  if ((await body.reader.some(1)) !== undefined) throw incompleteBody();
  const signature = fields.find(([name]) => name === "x-amz-trailer-signature")?.[1];
  const signed = fields.filter(([name]) => name !== "x-amz-trailer-signature");
  if (body.signatures && body.trailer) {
    if (signature === undefined) throw malformedTrailer();
    const text = signed.map(([name, value]) => `${name}:${value}\n`).join("");
    body.signatures.verifyTrailer(signature, hex(await sha256(utf8(text))));
  }
  for (const [name, value] of signed) body.onTrailer(name, value);
}
