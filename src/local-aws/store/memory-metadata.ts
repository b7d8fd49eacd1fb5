import { frozen } from "./frozen.ts";
import { decodeKey, encodeKey, encodePrefixEnd, MAX_ENCODED_KEY_BYTES } from "./key-encoding.ts";
import type { MetadataEntry, MetadataKey, MetadataRange, MetadataStore, MetadataTransaction } from "./metadata-store.ts";

/** A row. `order` is the encoded key with one UTF-16 unit per byte, so that `<` compares as bytes do. */
interface Row {
  readonly order: string;
  readonly value: unknown;
}

/** Sorted by `order`. Never changed once published: a walk that began before a commit goes on over what it began with. */
type Rows = readonly Row[];

/** A metadata store in memory: for tests and `--memory`. Values are copied in and out, as a store on disk would. */
export function createMemoryMetadata(): MetadataStore {
  let rows: Rows = [];
  return {
    get: <T>(key: MetadataKey) => getRow<T>(rows, key),
    range: <T>(range: MetadataRange) => rangeOf<T>(rows, range),
    async transact<T>(work: (transaction: MetadataTransaction) => T): Promise<T> {
      const draft = new Draft(rows);
      const result = work(draft);
      rows = draft.rows;
      return result;
    },
    close: async () => undefined,
  };
}

/** The transaction's own rows: a copy from its first write on, thrown away when `work` throws. */
class Draft implements MetadataTransaction {
  rows: Rows;
  #own: Row[] | undefined;

  constructor(rows: Rows) {
    this.rows = rows;
  }

  get<T>(key: MetadataKey): T | undefined {
    return getRow<T>(this.rows, key);
  }

  range<T>(range: MetadataRange): Iterable<MetadataEntry<T>> {
    // A copy: a walk in a transaction must not trip over rows that its own loop removes.
    return [...rangeOf<T>(this.rows, range)];
  }

  put<T>(key: MetadataKey, value: T): void {
    const bytes = encodeKey(key);
    if (bytes.length > MAX_ENCODED_KEY_BYTES) throw new RangeError(`A metadata key of ${bytes.length} bytes is too long`);
    const row: Row = { order: orderOf(bytes), value: structuredClone(value) };
    const rows = this.#writable();
    const index = lowerBound(rows, row.order);
    rows.splice(index, rows[index]?.order === row.order ? 1 : 0, row);
  }

  remove(key: MetadataKey): void {
    const order = orderOf(encodeKey(key));
    const index = lowerBound(this.rows, order);
    if (this.rows[index]?.order === order) this.#writable().splice(index, 1);
  }

  #writable(): Row[] {
    this.#own ??= [...this.rows];
    this.rows = this.#own;
    return this.#own;
  }
}

function getRow<T>(rows: Rows, key: MetadataKey): T | undefined {
  const order = orderOf(encodeKey(key));
  const row = rows[lowerBound(rows, order)];
  return row?.order === order ? (frozen(structuredClone(row.value)) as T) : undefined;
}

function rangeOf<T>(rows: Rows, { prefix, start, end, reverse = false, limit = Infinity }: MetadataRange): Iterable<MetadataEntry<T>> {
  const prefixStart = lowerBound(rows, orderOf(encodeKey(prefix)));
  const prefixEnd = lowerBound(rows, orderOf(encodePrefixEnd(prefix)));
  const from = start === undefined ? prefixStart : Math.max(prefixStart, lowerBound(rows, orderOf(encodeKey(start))));
  const to = end === undefined ? prefixEnd : Math.min(prefixEnd, lowerBound(rows, orderOf(encodeKey(end))));
  const count = Math.min(to - from, limit);
  return {
    *[Symbol.iterator]() {
      for (let step = 0; step < count; step += 1) {
        const row = rows[reverse ? to - 1 - step : from + step];
        if (row) yield { key: decodeKey(bytesOf(row.order)), value: frozen(structuredClone(row.value)) as T };
      }
    },
  };
}

/** Index of the first row at or after `order`. */
function lowerBound(rows: Rows, order: string): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.order ?? "") < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

function orderOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function bytesOf(order: string): Uint8Array {
  return Uint8Array.from(order, (unit) => unit.charCodeAt(0));
}

