import { promises as fs } from "node:fs";
import { join } from "node:path";
import type { Random } from "#local-aws/services.ts";
import { createBlobHolds } from "#local-aws/store/blob-holds.ts";
import { isBlobId, newBlobId } from "#local-aws/store/blob-id.ts";
import type { BlobRange, BlobStore, BlobWriter } from "#local-aws/store/blob-store.ts";

/** Smaller writes are gathered to this many bytes; a whole small body is one write. */
const WRITE_BYTES = 256 * 1024;
/** Bytes per read where the reader has no wish. */
const READ_BYTES = 1024 * 1024;
/** Holds what is not committed yet, under the same file system as the rest, so that a rename is one step. */
const TEMPORARY = "tmp";

/**
 * Opens the store of bodies in a folder of its own: one file per blob, `<first two digits>/<id>`, folders of mode 0700 and files
 * of 0600. What a killed process left unfinished is swept here; what it left committed but unnamed, by `sweepOrphanedBlobs`.
 * A commit survives the death of this process, not a power cut: bodies are not synced to disk one by one.
 */
export async function openFileBlobs(folder: string, random: Pick<Random, "bytes">): Promise<BlobStore> {
  const temporary = join(folder, TEMPORARY);
  await fs.rm(temporary, { recursive: true, force: true });
  await fs.mkdir(temporary, { recursive: true, mode: 0o700 });
  const shards = new Set<string>();
  const pathOf = (id: string) => join(folder, id.slice(0, 2), id);
  const deleteFile = (id: string) => fs.rm(pathOf(id), { force: true });
  // A file that cannot be deleted now is an orphan, and goes at the next start.
  const holds = createBlobHolds((id) => void deleteFile(id).catch(() => undefined));

  async function publish(id: string, path: string): Promise<void> {
    const shard = id.slice(0, 2);
    if (!shards.has(shard)) {
      await fs.mkdir(join(folder, shard), { recursive: true, mode: 0o700 });
      shards.add(shard);
    }
    await fs.rename(path, pathOf(id));
  }

  return {
    async create() {
      const id = newBlobId(random);
      return new FileBlobWriter(id, join(temporary, id), publish);
    },
    read(id, range = { offset: 0, length: Infinity }) {
      const letGo = holds.hold([id]);
      return readFile(isBlobId(id) ? pathOf(id) : undefined, range, letGo);
    },
    async remove(id) {
      if (isBlobId(id) && holds.mayRemove(id)) await deleteFile(id);
    },
    hold: (ids) => holds.hold(ids),
    async *list() {
      for (const shard of await fs.readdir(folder)) {
        if (/^[0-9a-f]{2}$/.test(shard)) yield* (await fs.readdir(join(folder, shard))).filter(isBlobId);
      }
    },
  };
}

class FileBlobWriter implements BlobWriter {
  readonly id: string;
  readonly #path: string;
  readonly #publish: (id: string, path: string) => Promise<void>;
  #file: fs.FileHandle | undefined;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  /** The one write that is under way while the next is gathered; what it fails with is told by whoever waits for it. */
  #writing: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(id: string, path: string, publish: (id: string, path: string) => Promise<void>) {
    this.id = id;
    this.#path = path;
    this.#publish = publish;
  }

  async write(...pieces: readonly Uint8Array[]): Promise<void> {
    if (this.#ended) throw new Error("The blob was committed or discarded");
    this.#gathered.push(...pieces.filter((piece) => piece.length > 0));
    this.#gatheredBytes += pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (this.#gatheredBytes >= WRITE_BYTES) await this.#flush();
  }

  async commit(): Promise<void> {
    if (this.#ended) throw new Error("The blob was committed or discarded");
    await this.#flush();
    await this.#writing;
    // Opened here for an empty blob.
    const file = this.#file ?? (await this.#open());
    this.#ended = true;
    await file.close();
    await this.#publish(this.id, this.#path);
  }

  async discard(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#gathered = [];
    await this.#writing.catch(() => undefined);
    await this.#file?.close();
    await fs.rm(this.#path, { force: true });
  }

  async #flush(): Promise<void> {
    const pieces = this.#gathered;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    await this.#writing;
    this.#writing = this.#append(pieces);
    this.#writing.catch(() => undefined);
  }

  async #append(pieces: readonly Uint8Array[]): Promise<void> {
    const file = this.#file ?? (await this.#open());
    // A write may take fewer bytes than it was given.
    for (let left = pieces; left.length > 0; ) left = behind(left, (await file.writev(left)).bytesWritten);
  }

  async #open(): Promise<fs.FileHandle> {
    this.#file = await fs.open(this.#path, "wx", 0o600);
    return this.#file;
  }
}

/** What is left of `pieces` behind their first `count` bytes. */
function behind(pieces: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let passed = 0;
  for (const [index, piece] of pieces.entries()) {
    if (passed + piece.length > count) return [piece.subarray(count - passed), ...pieces.slice(index + 1)];
    passed += piece.length;
  }
  return [];
}

/** Streams a range of a file, one chunk ahead of its reader; opens it when first read, and closes it and calls `letGo` at the end, on error and on cancel. */
function readFile(
  path: string | undefined,
  { offset, length, chunkBytes = READ_BYTES }: BlobRange,
  letGo: () => void,
): ReadableStream<Uint8Array> {
  let file: fs.FileHandle | undefined;
  let at = offset;
  const end = offset + length;

  async function finish(): Promise<void> {
    const closing = file;
    file = undefined;
    await closing?.close();
    letGo();
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (path === undefined) throw new Error("There is no such blob");
          file ??= await fs.open(path, "r");
          const wanted = Math.min(chunkBytes, end - at);
          // Without zeros in it first: only what was read is handed on.
          const chunk = Buffer.allocUnsafeSlow(wanted);
          const { bytesRead } = wanted === 0 ? { bytesRead: 0 } : await file.read(chunk, 0, wanted, at);
          if (bytesRead > 0) {
            at += bytesRead;
            controller.enqueue(chunk.subarray(0, bytesRead));
            return;
          }
          await finish();
          controller.close();
        } catch (error) {
          await finish();
          throw error;
        }
      },
      cancel: finish,
    },
    { highWaterMark: 1 },
  );
}
