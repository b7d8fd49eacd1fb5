import type { BodyPart } from "#local-aws/world.ts";
import type { DataKey } from "./data-key.ts";
import type { EnvelopeServices } from "./envelope-services.ts";
import { createFrameCipher, FRAME_BYTES, frameCount, frameOverhead } from "./frames.ts";
import { TamperedError } from "./key-wrap.ts";

/** Frames decrypted ahead of the reader. */
const FRAMES_AHEAD = 3;

/**
 * Streams `length` plaintext bytes from `offset` of a body made of `parts`, decrypting only the frames that hold them.
 * Nothing is read before the stream is. The parts' blobs stay readable until the stream ends, errors or is cancelled.
 * The stream errors with TamperedError at the first frame that is not what was written.
 * @throws RangeError when the range reaches outside the body.
 */
export function readBody(
  services: Pick<EnvelopeServices, "blobs">,
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
  services: Pick<EnvelopeServices, "blobs">,
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
  services: Pick<EnvelopeServices, "blobs">,
  dataKey: DataKey,
  part: BodyPart,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const cipher = await createFrameCipher(dataKey, part.nonceSalt);
  const overhead = frameOverhead(dataKey.layers.length);
  const lastIndex = frameCount(part.size) - 1;
  const firstFrame = Math.floor(start / FRAME_BYTES);
  const lastFrame = Math.floor((end - 1) / FRAME_BYTES);
  const storedStart = firstFrame * (FRAME_BYTES + overhead);
  const storedEnd = Math.min((lastFrame + 1) * (FRAME_BYTES + overhead), part.size + frameCount(part.size) * overhead);

  const stored = services.blobs.read(part.blobId, { offset: storedStart, length: storedEnd - storedStart });
  const ahead: { index: number; plaintext: Promise<Uint8Array> }[] = [];
  async function nextPiece(): Promise<Uint8Array> {
    const oldest = ahead.shift();
    if (oldest === undefined) throw new TamperedError("A stored body ended before its frames");
    const plaintext = await oldest.plaintext;
    const frameStart = oldest.index * FRAME_BYTES;
    return plaintext.subarray(Math.max(0, start - frameStart), Math.min(plaintext.length, end - frameStart));
  }

  let index = firstFrame;
  for await (const frame of cutFrames(stored, FRAME_BYTES + overhead)) {
    const plaintext = cipher.open(frame, index, index === lastIndex);
    // Awaited in turn; until then a failure must not count as unhandled.
    plaintext.catch(() => undefined);
    ahead.push({ index, plaintext });
    index += 1;
    if (ahead.length >= FRAMES_AHEAD) yield await nextPiece();
  }
  if (index !== lastFrame + 1) throw new TamperedError("A stored body is shorter than what was written");
  while (ahead.length > 0) yield await nextPiece();
}

/** Cuts a stream into pieces of `frameBytes`; the last may be smaller. */
async function* cutFrames(stored: ReadableStream<Uint8Array>, frameBytes: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let frame = new Uint8Array(frameBytes);
  let filled = 0;
  for await (const chunk of stored) {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + frameBytes - filled);
      frame.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled === frameBytes) {
        yield frame;
        frame = new Uint8Array(frameBytes);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield frame.subarray(0, filled);
}
