import type { Random } from "#local-aws/services.ts";
import { createBlobHolds } from "./blob-holds.ts";
import { newBlobId } from "./blob-id.ts";
import type { BlobStore, BlobWriter } from "./blob-store.ts";

/** A blob store in memory: for tests and `--memory`. Holds every committed byte until it is removed. */
export function createMemoryBlobs(random: Pick<Random, "bytes">): BlobStore {
  const blobs = new Map<string, readonly Uint8Array[]>();
  const holds = createBlobHolds((id) => blobs.delete(id));
  return {
    create: async () => createWriter(newBlobId(random), blobs),
    read(id, range = { offset: 0, length: Infinity }) {
      const chunks = blobs.get(id);
      if (chunks === undefined) return failing(new Error(`There is no blob ${id}`));
      return streamOf(slices(chunks, range.offset, range.length));
    },
    async remove(id) {
      if (holds.mayRemove(id)) blobs.delete(id);
    },
    hold: (ids) => holds.hold(ids),
    async *list() {
      yield* blobs.keys();
    },
  };
}

function createWriter(id: string, blobs: Map<string, readonly Uint8Array[]>): BlobWriter {
  let chunks: Uint8Array[] = [];
  return {
    id,
    async write(...pieces) {
      chunks.push(...pieces.filter((piece) => piece.length > 0));
    },
    async commit() {
      blobs.set(id, chunks);
    },
    async discard() {
      if (!blobs.has(id)) chunks = [];
    },
  };
}

function* slices(chunks: readonly Uint8Array[], offset: number, length: number): Generator<Uint8Array> {
  const end = offset + length;
  let at = 0;
  for (const chunk of chunks) {
    const piece = chunk.slice(Math.max(0, offset - at), Math.max(0, Math.min(chunk.length, end - at)));
    if (piece.length > 0) yield piece;
    at += chunk.length;
  }
}

function streamOf(pieces: Iterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
    },
    { highWaterMark: 0 },
  );
}

function failing(error: Error): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(error) }, { highWaterMark: 0 });
}
