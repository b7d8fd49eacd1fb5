import type { BlobWriter } from "#local-aws/store/blob-store.ts";
import type { BodyPart } from "#local-aws/world.ts";
import type { DataKey } from "./data-key.ts";
import type { EnvelopeServices } from "./envelope-services.ts";
import { createFrameCipher, FRAME_BYTES, type FrameCipher, SALT_BYTES } from "./frames.ts";

/** Room for a body as long as it is small, in bytes: a whole frame only where there is that much to put in it. */
const FIRST_ROOM_BYTES = 16 * 1024;

/** A body that was written whole, but that nobody can read yet. */
export interface PendingBody {
  readonly body: BodyPart;
  /** Makes the blob readable; do it before the row that names it is written. */
  commit(): Promise<void>;
  /** Forgets it. Does nothing after `commit`. */
  discard(): Promise<void>;
}

/**
 * Encrypts a stream to a new blob. `observe` sees each plaintext chunk in order, for digests; it must not keep the chunk.
 * @throws whatever the stream errors with, or the store; nothing is left behind then.
 */
export async function writeBody(
  services: Pick<EnvelopeServices, "aesGcm" | "blobs" | "random">,
  request: {
    readonly dataKey: DataKey;
    readonly partNumber: number;
    readonly plaintext: ReadableStream<Uint8Array>;
    readonly observe?: (chunk: Uint8Array) => void;
  },
): Promise<PendingBody> {
  const nonceSalt = services.random.bytes(SALT_BYTES);
  const cipher = await createFrameCipher(services.aesGcm, request.dataKey, nonceSalt);
  const writer = await services.blobs.create();
  try {
    const size = await sealStream(request.plaintext, cipher, writer, request.observe);
    return {
      body: { blobId: writer.id, size, partNumber: request.partNumber, nonceSalt },
      commit: () => writer.commit(),
      discard: () => writer.discard(),
    };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** Cuts the stream into frames and writes them sealed, in order. Returns the plaintext's size. */
async function sealStream(
  plaintext: ReadableStream<Uint8Array>,
  cipher: FrameCipher,
  writer: BlobWriter,
  observe: ((chunk: Uint8Array) => void) | undefined,
): Promise<number> {
  let frame = new Uint8Array(FIRST_ROOM_BYTES);
  let filled = 0;
  let index = 0;
  let size = 0;

  for await (const chunk of plaintext) {
    observe?.(chunk);
    size += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      // A full frame waits for one more byte: only then is it known not to be the last.
      if (filled === FRAME_BYTES) {
        await writer.write(...cipher.seal(frame, index, false));
        index += 1;
        filled = 0;
      }
      const piece = chunk.subarray(at, at + FRAME_BYTES - filled);
      if (filled + piece.length > frame.length) frame = grown(frame, FRAME_BYTES);
      frame.set(piece, filled);
      filled += piece.length;
      at += piece.length;
    }
  }
  await writer.write(...cipher.seal(frame.subarray(0, filled), index, true));
  return size;
}

function grown(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
