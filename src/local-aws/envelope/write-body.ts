import type { BlobWriter } from "#local-aws/store/blob-store.ts";
import type { BodyPart } from "#local-aws/world.ts";
import type { DataKey } from "./data-key.ts";
import type { EnvelopeServices } from "./envelope-services.ts";
import { createFrameCipher, FRAME_BYTES, type FrameCipher, SALT_BYTES } from "./frames.ts";

/** Frames encrypted at once: WebCrypto runs them on its own threads (stack.md section 7: 838 → 1057 MB/s). Bounds memory, too. */
const FRAMES_IN_FLIGHT = 4;

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
  services: Pick<EnvelopeServices, "blobs" | "random">,
  request: {
    readonly dataKey: DataKey;
    readonly partNumber: number;
    readonly plaintext: ReadableStream<Uint8Array>;
    readonly observe?: (chunk: Uint8Array) => void;
  },
): Promise<PendingBody> {
  const nonceSalt = services.random.bytes(SALT_BYTES);
  const cipher = await createFrameCipher(request.dataKey, nonceSalt);
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
  const inFlight: Promise<Uint8Array>[] = [];
  const spare: Uint8Array<ArrayBuffer>[] = [];
  let frame = new Uint8Array(FRAME_BYTES);
  let filled = 0;
  let index = 0;
  let size = 0;

  async function writeOldest(): Promise<void> {
    const sealed = inFlight.shift();
    if (sealed) await writer.write(await sealed);
  }
  function sealFrame(isLast: boolean): void {
    const full = frame;
    const sealed = cipher.seal(full.subarray(0, filled), index, isLast).finally(() => spare.push(full));
    // Awaited in turn; until then a failure must not count as unhandled.
    sealed.catch(() => undefined);
    inFlight.push(sealed);
    index += 1;
    filled = 0;
  }

  for await (const chunk of plaintext) {
    observe?.(chunk);
    size += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      // A full frame waits for one more byte: only then is it known not to be the last.
      if (filled === FRAME_BYTES) {
        sealFrame(false);
        if (inFlight.length >= FRAMES_IN_FLIGHT) await writeOldest();
        frame = spare.pop() ?? new Uint8Array(FRAME_BYTES);
      }
      const piece = chunk.subarray(at, at + FRAME_BYTES - filled);
      frame.set(piece, filled);
      filled += piece.length;
      at += piece.length;
    }
  }
  sealFrame(true);
  while (inFlight.length > 0) await writeOldest();
  return size;
}
