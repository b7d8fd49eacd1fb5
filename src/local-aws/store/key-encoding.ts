import type { MetadataKey } from "./metadata-store.ts";

/**
 * Keys as byte strings whose plain byte order is the order that `MetadataKey` promises. Both stores keep these bytes, so they
 * cannot disagree about order, and neither lmdb's own key encoding (which stops a string at NUL) nor JavaScript's UTF-16 order matters.
 *
 * number: 0x10, then the IEEE double big-endian with its sign folded so that bytes sort as numbers do.
 * string: 0x20, then UTF-8 with 00 written as 00 FF, then 00 00. The terminator sorts before every continuation, so "a" < "a\0" < "ab".
 */
const NUMBER_TAG = 0x10;
const STRING_TAG = 0x20;
/** Above every tag: closes the range of keys that begin with given elements. */
const AFTER_EVERY_TAG = 0xff;

/**
 * Longest encoded key that a store takes, in bytes. S3's longest row key (1,024 bytes of key, each escaped at worst, with a
 * 63-byte bucket, an upload id and the row's name) stays under 2,300.
 */
export const MAX_ENCODED_KEY_BYTES = 4000;

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Encodes a key. Throws TypeError for NaN and for a string that is not well-formed UTF-16, which would not come back. */
export function encodeKey(key: MetadataKey): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const element of key) {
    if (typeof element === "number") pushNumber(bytes, element);
    else pushString(bytes, element);
  }
  return Uint8Array.from(bytes);
}

/** The first byte string after all keys that begin with `prefix`. */
export function encodePrefixEnd(prefix: MetadataKey): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...encodeKey(prefix), AFTER_EVERY_TAG]);
}

/** The key that `encodeKey` made these bytes from. */
export function decodeKey(bytes: Uint8Array): MetadataKey {
  const key: (string | number)[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === NUMBER_TAG) {
      key.push(numberAt(bytes, at + 1));
      at += 9;
      continue;
    }
    const text: number[] = [];
    for (at += 1; bytes[at] !== 0 || bytes[at + 1] !== 0; at += bytes[at] === 0 ? 2 : 1) text.push(bytes[at] ?? 0);
    key.push(fromUtf8.decode(Uint8Array.from(text)));
    at += 2;
  }
  return key;
}

function pushString(bytes: number[], value: string): void {
  if (/\p{Surrogate}/u.test(value)) throw new TypeError("A metadata key may not hold a lone surrogate");
  bytes.push(STRING_TAG);
  for (const byte of utf8.encode(value)) {
    bytes.push(byte);
    if (byte === 0) bytes.push(0xff);
  }
  bytes.push(0, 0);
}

function pushNumber(bytes: number[], value: number): void {
  if (Number.isNaN(value)) throw new TypeError("A metadata key may not hold NaN");
  const view = new DataView(new ArrayBuffer(8));
  // -0 and 0 are one number, so they are one key.
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  view.setBigUint64(0, value < 0 ? ~bits : bits | (1n << 63n));
  bytes.push(NUMBER_TAG, ...new Uint8Array(view.buffer));
}

function numberAt(bytes: Uint8Array, at: number): number {
  const view = new DataView(Uint8Array.from(bytes.subarray(at, at + 8)).buffer);
  const bits = view.getBigUint64(0);
  view.setBigUint64(0, bits >> 63n === 1n ? bits & ~(1n << 63n) : ~bits);
  return view.getFloat64(0);
}
