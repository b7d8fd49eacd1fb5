/**
 * The port to the transactional store that holds everything but object bodies: buckets, versions, uploads, KMS keys.
 * Two implementations: `memory-metadata.ts` (tests, `--memory`) and `adapters/lmdb-metadata.ts` (the data folder).
 *
 * Keys are arrays of strings and numbers, ordered element by element (numbers before strings, strings by UTF-8 bytes, as S3
 * orders object keys); values are structured-cloneable plain data (Uint8Array included).
 */
export type MetadataKey = readonly (string | number)[];

/** One row of a range read. */
export interface MetadataEntry<T> {
  readonly key: MetadataKey;
  readonly value: T;
}

/** Which rows a range read visits. `start` is included, `end` excluded; in reverse the walk goes from `end` down to `start`. */
export interface MetadataRange {
  /** Only keys that begin with these elements. */
  readonly prefix: MetadataKey;
  /** First key (included), given relative to nothing: a full key. Default: the first of the prefix. */
  readonly start?: MetadataKey;
  /** Key to stop before: a full key. Default: the end of the prefix. */
  readonly end?: MetadataKey;
  readonly reverse?: boolean;
  /** Most rows to yield. Default: all. */
  readonly limit?: number;
}

/**
 * Reads, from a snapshot outside a transaction and from the transaction's own state inside one. Values are frozen, and may be shared
 * with other readers: nobody changes the bytes of a Uint8Array either.
 */
export interface MetadataReader {
  get<T>(key: MetadataKey): T | undefined;
  range<T>(range: MetadataRange): Iterable<MetadataEntry<T>>;
}

/** Reads and writes of one transaction. */
export interface MetadataTransaction extends MetadataReader {
  put<T>(key: MetadataKey, value: T): void;
  remove(key: MetadataKey): void;
}

export interface MetadataStore extends MetadataReader {
  /**
   * Runs `work` alone, synchronously and all or nothing: what it throws undoes its writes and rejects the promise.
   * The promise resolves once the writes would survive a `kill -9` of this process.
   */
  transact<T>(work: (transaction: MetadataTransaction) => T): Promise<T>;
  close(): Promise<void>;
}
