/**
 * The port to the store of bodies: write-once byte strings under ids of our own. What is written here is ciphertext already
 * (see `envelope/`); this layer only keeps bytes. Two implementations: `memory-blobs.ts` and `adapters/file-blobs.ts`.
 */
export interface BlobWriter {
  /** The id that the blob can be opened by after `commit()`. */
  readonly id: string;
  /**
   * Appends pieces in order; resolves when there is room for more (back-pressure), which may be before they are written. The arrays are
   * the store's from then on: the caller may not change them.
   */
  write(...pieces: readonly Uint8Array[]): Promise<void>;
  /** Makes the blob whole and visible at once (a rename); afterwards it survives a `kill -9`. */
  commit(): Promise<void>;
  /** Forgets what was written. Safe to call at any time, twice too; does nothing after `commit()`. */
  discard(): Promise<void>;
}

/** Which stored bytes to read. */
export interface BlobRange {
  readonly offset: number;
  readonly length: number;
  /** Bytes per chunk that the reader would like best; it may get others. */
  readonly chunkBytes?: number;
}

export interface BlobStore {
  create(): Promise<BlobWriter>;
  /** Streams a range of the blob, by default the whole. The stream errors when there is no such blob. */
  read(id: string, range?: BlobRange): ReadableStream<Uint8Array>;
  /**
   * Deletes the blob; nothing happens when it is gone already. Readers that have begun finish undisturbed, and a blob that is
   * held goes when it is let go.
   */
  remove(id: string): Promise<void>;
  /**
   * Keeps these blobs readable, removed or not, until the returned function is called (calling it twice is harmless). For the time
   * between reading the row that names them and reading them: an overwrite in between would take them away. Call it in the same
   * turn of the event loop as the row was read in.
   */
  hold(ids: readonly string[]): () => void;
  /** Ids of all committed blobs: for the sweep at start that deletes those no metadata row names. */
  list(): AsyncIterable<string>;
}
