import { promises as fs } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { open, type RangeOptions, type RootDatabase } from "lmdb";
import { frozen } from "#local-aws/store/frozen.ts";
import { decodeKey, encodeKey, encodePrefixEnd, MAX_ENCODED_KEY_BYTES } from "#local-aws/store/key-encoding.ts";
import type { MetadataEntry, MetadataKey, MetadataRange, MetadataReader, MetadataStore, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import { createRowCache, type RowCache } from "./row-cache.ts";

type Rows = RootDatabase<Buffer, Uint8Array>;

/** A transaction that waits for its turn. `run` reports to `settle` and never throws. */
interface Waiting {
  readonly run: () => void;
  readonly settle: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Opens the metadata store in a folder of its own (made with mode 0700), on lmdb.
 *
 * Keys are our own bytes (`key-encoding.ts`), values V8's structured clone format: what comes back is what `structuredClone` gives,
 * `__proto__` keys and Uint8Array included, exactly as from the store in memory. The 8 KiB page is what lifts lmdb's key limit
 * above S3's longest key.
 */
export async function openLmdbMetadata(folder: string): Promise<MetadataStore> {
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  const rows: Rows = open({ path: folder, keyEncoding: "binary", encoding: "binary", pageSize: 8192, maxDbs: 0, overlappingSync: false });
  await Promise.all(["data.mdb", "lock.mdb"].map((name) => fs.chmod(join(folder, name), 0o600)));
  return createStore(rows);
}

function createStore(rows: Rows): MetadataStore {
  const reader = createReader(rows, createRowCache());
  let waiting: Waiting[] = [];
  let scheduled: NodeJS.Immediate | undefined;

  /**
   * Commits everything that waits in one transaction with one sync to disk, each `work` in a nested transaction of its own, so that
   * one that throws undoes only itself. Synchronous: lmdb returns once the pages are on disk.
   */
  function flush(): void {
    scheduled = undefined;
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      rows.transactionSync(() => {
        for (const { run } of batch) run();
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const { settle } of batch) settle();
  }

  return {
    ...reader,
    transact<T>(work: (transaction: MetadataTransaction) => T): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        let settle = (): void => undefined;
        waiting.push({
          run() {
            try {
              const result = runNested(rows, () => work(createTransaction(rows, reader)));
              settle = () => resolve(result);
            } catch (error) {
              settle = () => reject(error);
            }
          },
          settle: () => settle(),
          reject,
        });
        scheduled ??= setImmediate(flush);
      });
    },
    async close() {
      if (scheduled) clearImmediate(scheduled);
      flush();
      await rows.close();
    },
  };
}

/** Runs `work` in a nested transaction; lmdb would wait for a result that looks like a promise, so it never sees the result. */
function runNested<T>(rows: Rows, work: () => T): T {
  const result: T[] = [];
  rows.transactionSync(() => {
    result.push(work());
  });
  return result[0] as T;
}

function createReader(rows: Rows, cache: RowCache): MetadataReader {
  const decodeOnce: Decode = (_, bytes) => frozen(deserialize(bytes));
  return {
    get<T>(key: MetadataKey): T | undefined {
      const bytes = encodeKey(key);
      if (bytes.length > MAX_ENCODED_KEY_BYTES) return undefined;
      const value = rows.get(bytes);
      return value === undefined ? undefined : cache.decode<T>(bytes, value);
    },
    // Whoever asks for one row asks for the same again; a page of a listing would only push all others out.
    range: <T>(range: MetadataRange) => rangeOf<T>(rows, range, range.limit === 1 ? cache.decode : decodeOnce),
  };
}

function createTransaction(rows: Rows, reader: MetadataReader): MetadataTransaction {
  return {
    get: (key) => reader.get(key),
    // Read whole at once: lmdb's cursor does not stand still while its own transaction changes rows.
    range: <T>(range: MetadataRange) => [...reader.range<T>(range)],
    put(key, value) {
      const bytes = encodeKey(key);
      if (bytes.length > MAX_ENCODED_KEY_BYTES) throw new RangeError(`A metadata key of ${bytes.length} bytes is too long`);
      rows.putSync(bytes, serialize(value));
    },
    remove(key) {
      const bytes = encodeKey(key);
      if (bytes.length <= MAX_ENCODED_KEY_BYTES) rows.removeSync(bytes);
    },
  };
}

type Decode = (key: Uint8Array, bytes: Uint8Array) => unknown;

function* rangeOf<T>(rows: Rows, { prefix, start, end, reverse = false, limit }: MetadataRange, decode: Decode): Generator<MetadataEntry<T>> {
  const from = bound(latest(encodeKey(prefix), start && encodeKey(start)));
  const to = bound(earliest(encodePrefixEnd(prefix), end && encodeKey(end)));
  if (Buffer.compare(from, to) >= 0 || limit === 0) return;
  const options: RangeOptions = reverse
    ? { start: to, end: from, reverse: true, exclusiveStart: true, inclusiveEnd: true }
    : { start: from, end: to };
  for (const { key, value } of rows.getRange(limit === undefined ? options : { ...options, limit })) {
    yield {
      // Decoded when it is asked for: mostly the value says all that is in it.
      get key() {
        return decodeKey(key);
      },
      value: decode(key, value) as T,
    };
  }
}

/**
 * A bound that lmdb can take. No row's key is longer than `MAX_ENCODED_KEY_BYTES`, so a bound cut one byte after that lies
 * between the same rows as the whole one.
 */
function bound(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, MAX_ENCODED_KEY_BYTES + 1);
}

function latest(a: Uint8Array, b: Uint8Array | undefined): Uint8Array {
  return b !== undefined && Buffer.compare(b, a) > 0 ? b : a;
}

function earliest(a: Uint8Array, b: Uint8Array | undefined): Uint8Array {
  return b !== undefined && Buffer.compare(b, a) < 0 ? b : a;
}
