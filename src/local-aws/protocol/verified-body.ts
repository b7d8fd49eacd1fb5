import type { Hashing } from "#local-aws/services.ts";
import { decodeAwsChunked, incompleteBody } from "./aws-chunked.ts";
import { AwsError } from "./aws-error.ts";
import { createBodyDigests } from "./body-digests.ts";
import { readBytes, type ByteReader } from "./byte-reader.ts";
import { concat, fromUtf8 } from "./bytes.ts";
import type { PayloadForm } from "./payload-form.ts";
import type { VerifiedBody } from "./request-context.ts";
import type { ChunkSignatures } from "./sigv4/chunk-signatures.ts";

/** A body as it came, and what was promised of it. */
export interface IncomingBody {
  readonly source: ReadableStream<Uint8Array> | null;
  readonly headers: Headers;
  readonly form: PayloadForm;
  /** Required for the signed chunked forms, unused for the others. */
  readonly signatures: ChunkSignatures | undefined;
  /** False where `x-amz-checksum-*` headers describe something else than this body. */
  readonly checksumIsOfBody: boolean;
}

/** A body that its owner, the handler, can let go of when nobody read it to its end. */
export interface OwnedBody extends VerifiedBody {
  abandon(): Promise<void>;
}

/** Longest run handed on at once, in bytes: a source with larger chunks does not make the readers hold more. */
const MAX_RUN_BYTES = 1024 * 1024;

/**
 * Wraps a request's body in everything that has to be true of it (see `VerifiedBody`). Nothing is read before it is asked for, and
 * no more than one chunk of the source is held. A body that is empty by its form is verified at once, because operations
 * without a body never read it.
 */
export function verifyBody(hashing: Hashing, incoming: IncomingBody): OwnedBody {
  const declaredLength = readDeclaredLength(incoming);
  const digests = createBodyDigests(hashing, incoming.headers, incoming.form, incoming.checksumIsOfBody);
  if (incoming.source === null) {
    if (incoming.form.kind === "chunked" || (declaredLength ?? 0) > 0) throw incompleteBody();
    digests.verify();
  }
  const reader = incoming.source === null ? undefined : readBytes(incoming.source);

  async function* verified(): AsyncGenerator<Uint8Array, void, undefined> {
    let length = 0;
    for await (const bytes of reader === undefined ? [] : decoded(reader)) {
      length += bytes.length;
      if (declaredLength !== undefined && length > declaredLength) throw incompleteBody();
      digests.update(bytes);
      yield bytes;
    }
    if (declaredLength !== undefined && length !== declaredLength) throw incompleteBody();
    if (reader !== undefined) digests.verify();
  }

  function decoded(bytes: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
    const { form, signatures } = incoming;
    if (form.kind !== "chunked") return allOf(bytes);
    return decodeAwsChunked({
      reader: bytes,
      hashing,
      signatures: form.signed ? signatures : undefined,
      trailer: form.trailer,
      onTrailer: (name, value) => digests.onTrailer(name, value),
    });
  }

  // Made when it is asked for: most requests have no body, and a stream costs them more than their signature.
  let made: ReadableStream<Uint8Array> | undefined;
  const stream = (): ReadableStream<Uint8Array> => (made ??= streamOf(verified(), reader));
  const read = (maxBytes: number): Promise<Uint8Array<ArrayBuffer>> => readAll(stream(), maxBytes);
  return {
    declaredLength,
    get stream() {
      return stream();
    },
    bytes: read,
    text: async (maxBytes) => fromUtf8(await read(maxBytes)),
    declaredChecksum: () => digests.declaredChecksum(),
    // A source that broke has nothing left to let go of.
    abandon: async () => reader?.cancel().catch(() => undefined),
  };
}

function readDeclaredLength({ headers, form }: IncomingBody): number | undefined {
  const chunked = form.kind === "chunked";
  const text = headers.get(chunked ? "x-amz-decoded-content-length" : "content-length");
  if (text === null) {
    if (chunked) throw new AwsError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    return undefined;
  }
  if (!/^\d{1,15}$/.test(text)) throw new AwsError(400, "InvalidArgument", "Invalid content length");
  return Number(text);
}

async function* allOf(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  for (let bytes = await reader.some(MAX_RUN_BYTES); bytes !== undefined; bytes = await reader.some(MAX_RUN_BYTES)) yield bytes;
}

/** Pulls one run at a time, only when it is asked for: that is the back-pressure. */
function streamOf(runs: AsyncGenerator<Uint8Array, void, undefined>, reader: ByteReader | undefined): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await runs.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => reader?.cancel(),
    },
    { highWaterMark: 0 },
  );
}

async function readAll(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > maxBytes) throw new RangeError(`The body has more than ${maxBytes} bytes`);
    pieces.push(piece);
  }
  return concat(pieces);
}
