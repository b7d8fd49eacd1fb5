import type { BodyPart } from "#local-aws/world.ts";
import type { DataKey } from "./data-key.ts";
import type { EnvelopeServices } from "./envelope-services.ts";
import { createFrameCipher, FRAME_BYTES, frameCount, frameOverhead } from "./frames.ts";
import { TamperedError } from "./key-wrap.ts";

/**
 * Streams `length` plaintext bytes from `offset` of a body made of `parts`, decrypting only the frames that hold them.
 * Nothing is read before the stream is. The parts' blobs stay readable until the stream ends, errors or is cancelled.
 * The stream errors with TamperedError at the first frame that is not what was written.
 * @throws RangeError when the range reaches outside the body.
 */
export function readBody(
  services: Pick<EnvelopeServices, "aesGcm" | "blobs">,
  request: { readonly dataKey: DataKey; readonly parts: readonly BodyPart[]; readonly offset: number; readonly length: number },
): ReadableStream<Uint8Array> {
  const { dataKey, parts, offset, length } = request;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (offset < 0 || length < 0 || offset + length > size) {
    throw new RangeError(`Bytes ${offset} to ${offset + length} are not within a body of ${size} bytes`);
  }
  const letGo = services.blobs.hold(parts.map((part) => part.blobId));
  const pieces = plaintextOf(services, dataKey, parts, offset, offset + length);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await pieces.next();
          if (!next.done) {
            controller.enqueue(next.value);
            return;
          }
          letGo();
          controller.close();
        } catch (error) {
          letGo();
          throw error;
        }
      },
      async cancel() {
        await pieces.return(undefined);
        letGo();
      },
    },
    { highWaterMark: 0 },
  );
}

async function* plaintextOf(
  services: Pick<EnvelopeServices, "aesGcm" | "blobs">,
  dataKey: DataKey,
  parts: readonly BodyPart[],
  from: number,
  to: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let partStart = 0;
  for (const part of parts) {
    const start = Math.max(0, from - partStart);
    const end = Math.min(part.size, to - partStart);
    if (start < end) yield* openPart(services, dataKey, part, start, end);
    partStart += part.size;
  }
}

/** Plaintext bytes `start` to `end` (excluded) of one part. */
async function* openPart(
  services: Pick<EnvelopeServices, "aesGcm" | "blobs">,
  dataKey: DataKey,
  part: BodyPart,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const cipher = await createFrameCipher(services.aesGcm, dataKey, part.nonceSalt);
  const overhead = frameOverhead(dataKey.layers.length);
  const lastIndex = frameCount(part.size) - 1;
  const firstFrame = Math.floor(start / FRAME_BYTES);
  const lastFrame = Math.floor((end - 1) / FRAME_BYTES);
  const storedStart = firstFrame * (FRAME_BYTES + overhead);
  const storedEnd = Math.min((lastFrame + 1) * (FRAME_BYTES + overhead), part.size + frameCount(part.size) * overhead);

  const range = { offset: storedStart, length: storedEnd - storedStart, chunkBytes: FRAME_BYTES + overhead };
  let index = firstFrame;
  for await (const frame of cutFrames(services.blobs.read(part.blobId, range), FRAME_BYTES + overhead)) {
    const plaintext = cipher.open(frame, index, index === lastIndex);
    const frameStart = index * FRAME_BYTES;
    yield plaintext.subarray(Math.max(0, start - frameStart), Math.min(plaintext.length, end - frameStart));
    index += 1;
  }
  if (index !== lastFrame + 1) throw new TamperedError("A stored body is shorter than what was written");
}

/** Cuts a stream into pieces of `frameBytes`; the last may be smaller. A chunk that is one already goes on as it is. */
async function* cutFrames(stored: ReadableStream<Uint8Array>, frameBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  let frame = new Uint8Array(0);
  let filled = 0;
  for await (const chunk of stored) {
    if (filled === 0 && chunk.length === frameBytes) {
      yield chunk;
      continue;
    }
    for (let at = 0; at < chunk.length; ) {
      if (frame.length === 0) frame = new Uint8Array(frameBytes);
      const piece = chunk.subarray(at, at + frameBytes - filled);
      frame.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled === frameBytes) {
        yield frame;
        // The reader may keep what it was given.
        frame = new Uint8Array(0);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield frame.subarray(0, filled);
}
