import { concat, utf8 } from "#local-aws/protocol/bytes.ts";

/** An encryption context as a request carries it: a set of pairs, order without meaning (aws-facts 2.3). */
export type Context = Readonly<Record<string, string>>;

/**
 * The one byte string of a context, for use as additional authenticated data: pairs in the order of their keys' UTF-16 code
 * units, each key and each value as the UTF-8 of its JSON text (which writes lone surrogates as escapes, so they stay apart too) after
 * its length (four bytes, big-endian). The lengths keep `{"ab":"c"}` and `{"a":"bc"}` apart; a context without pairs is no bytes.
 */
export function canonicalContext(context: Context): Uint8Array<ArrayBuffer> {
  const texts = Object.entries(context)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flat();
  return concat(texts.map((text) => utf8(JSON.stringify(text))).flatMap((bytes) => [bigEndian(bytes.length), bytes]));
}

function bigEndian(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}
