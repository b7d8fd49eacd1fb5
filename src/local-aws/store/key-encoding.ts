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

/** Keys are encoded here and copied out: every request encodes a dozen of them. Grows to the longest key ever seen. */
let scratch = new Uint8Array(1024);
const scratchView = () => new DataView(scratch.buffer);
let view = scratchView();

/** Encodes a key. Throws TypeError for NaN and for a string that is not well-formed UTF-16, which would not come back. */
export function encodeKey(key: MetadataKey): Uint8Array<ArrayBuffer> {
  const end = writeKey(key);
  return scratch.slice(0, end);
}

/** The first byte string after all keys that begin with `prefix`. */
export function encodePrefixEnd(prefix: MetadataKey): Uint8Array<ArrayBuffer> {
  const end = writeKey(prefix);
  const bytes = scratch.slice(0, end + 1);
  bytes[end] = AFTER_EVERY_TAG;
  return bytes;
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

/** Writes a key into `scratch`; returns its length. */
function writeKey(key: MetadataKey): number {
  let at = 0;
  for (const element of key) {
    makeRoom(at, typeof element === "number" ? 9 : 3 + 6 * element.length);
    at = typeof element === "number" ? writeNumber(at, element) : writeString(at, element);
  }
  makeRoom(at, 1);
  return at;
}

function makeRoom(at: number, count: number): void {
  if (at + count <= scratch.length) return;
  const larger = new Uint8Array(2 * (at + count));
  larger.set(scratch);
  scratch = larger;
  view = scratchView();
}

function writeString(start: number, value: string): number {
  let at = start;
  scratch[at++] = STRING_TAG;
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index);
    if (unit === 0 || unit >= 0x80) return writeAnyString(start, value);
    scratch[at++] = unit;
  }
  scratch[at++] = 0;
  scratch[at++] = 0;
  return at;
}

/** `writeString` for text that is more than ASCII without NUL. */
function writeAnyString(start: number, value: string): number {
  if (/\p{Surrogate}/u.test(value)) throw new TypeError("A metadata key may not hold a lone surrogate");
  let at = start;
  scratch[at++] = STRING_TAG;
  for (const byte of utf8.encode(value)) {
    scratch[at++] = byte;
    if (byte === 0) scratch[at++] = 0xff;
  }
  scratch[at++] = 0;
  scratch[at++] = 0;
  return at;
}

function writeNumber(at: number, value: number): number {
  if (Number.isNaN(value)) throw new TypeError("A metadata key may not hold NaN");
  scratch[at] = NUMBER_TAG;
  // -0 and 0 are one number, so they are one key.
  view.setFloat64(at + 1, value === 0 ? 0 : value);
  const bits = view.getBigUint64(at + 1);
  view.setBigUint64(at + 1, value < 0 ? ~bits : bits | (1n << 63n));
  return at + 9;
}

function numberAt(bytes: Uint8Array, at: number): number {
  const view = new DataView(Uint8Array.from(bytes.subarray(at, at + 8)).buffer);
  const bits = view.getBigUint64(0);
  view.setBigUint64(0, bits >> 63n === 1n ? bits & ~(1n << 63n) : ~bits);
  return view.getFloat64(0);
}
