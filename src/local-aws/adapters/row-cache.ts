import { deserialize } from "node:v8";
import { frozen } from "#local-aws/store/frozen.ts";

/** Rows that are remembered, at most; and the largest of them in bytes. Together some ten megabytes. */
const MAX_ROWS = 2000;
const MAX_ROW_BYTES = 4096;

/** Decodes rows, and remembers what it decoded. */
export interface RowCache {
  /**
   * The value that was serialized to `bytes`, frozen. A row whose bytes are the ones that were last seen under its key is not decoded
   * again, so there is nothing to invalidate: a transaction that changes a row changes its bytes.
   */
  readonly decode: <T>(key: Uint8Array, bytes: Uint8Array) => T;
}

interface Decoded {
  readonly bytes: Uint8Array;
  readonly value: unknown;
}

/**
 * A cache of decoded rows. One small request reads the rows of its bucket, its caller and its object several times over, and decoding
 * them costs more than anything else that it needs.
 */
export function createRowCache(): RowCache {
  /** By key; the row longest unused comes first. */
  const rows = new Map<string, Decoded>();
  return {
    decode<T>(key: Uint8Array, bytes: Uint8Array): T {
      const name = Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("latin1");
      const known = rows.get(name);
      rows.delete(name);
      if (known !== undefined && Buffer.compare(known.bytes, bytes) === 0) {
        rows.set(name, known);
        return known.value as T;
      }
      const value: unknown = frozen(deserialize(bytes));
      if (bytes.length <= MAX_ROW_BYTES) rows.set(name, { bytes: Uint8Array.from(bytes), value });
      const [oldest] = rows.keys();
      if (rows.size > MAX_ROWS && oldest !== undefined) rows.delete(oldest);
      return value as T;
    },
  };
}
