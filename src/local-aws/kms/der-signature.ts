import { concat } from "#local-aws/protocol/bytes.ts";

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** An ECDSA signature as KMS answers it, DER (ANSI X9.62), of WebCrypto's `r || s`. */
export function derOfRaw(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const half = raw.length / 2;
  return element(SEQUENCE, concat([integer(raw.subarray(0, half)), integer(raw.subarray(half))]));
}

/** WebCrypto's `r || s` of a DER signature; undefined for bytes that are none.
 * @param size bytes of each of the two numbers */
export function rawOfDer(der: Uint8Array, size: number): Uint8Array<ArrayBuffer> | undefined {
  const sequence = readElement(der, SEQUENCE);
  if (sequence === undefined || sequence.rest.length > 0) return undefined;
  const r = readElement(sequence.content, INTEGER);
  const s = r && readElement(r.rest, INTEGER);
  if (r === undefined || s === undefined || s.rest.length > 0) return undefined;
  const numbers = [r.content, s.content].map((bytes) => padded(bytes, size));
  return numbers.every((bytes) => bytes !== undefined) ? concat(numbers) : undefined;
}

/** Numbers are shortest and not negative: a leading bit would make one so. */
function integer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = first === -1 ? Uint8Array.of(0) : bytes.subarray(first);
  return element(INTEGER, (shortest[0] ?? 0) >= 0x80 ? concat([Uint8Array.of(0), shortest]) : shortest);
}

/** Signatures of the curves here are below 256 bytes, so a length is one byte, or two from 128 on. */
function element(tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return concat([Uint8Array.of(tag, ...length), content]);
}

function readElement(bytes: Uint8Array, tag: number): { readonly content: Uint8Array; readonly rest: Uint8Array } | undefined {
  if (bytes[0] !== tag) return undefined;
  const isLong = bytes[1] === 0x81;
  const length = isLong ? bytes[2] : bytes[1];
  const start = isLong ? 3 : 2;
  if (length === undefined || (!isLong && length >= 0x80) || bytes.length < start + length) return undefined;
  return { content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) };
}

function padded(number: Uint8Array, size: number): Uint8Array | undefined {
  const first = number.findIndex((byte) => byte !== 0);
  const shortest = first === -1 ? new Uint8Array() : number.subarray(first);
  return shortest.length > size ? undefined : concat([new Uint8Array(size - shortest.length), shortest]);
}
