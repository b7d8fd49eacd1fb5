import { concat, utf8 } from "#local-aws/protocol/bytes.ts";

/**
 * Fields as additional authenticated data: each is preceded by its length, so that ("ab", "c") and ("a", "bc") differ
 * (servers-and-clients section 6).
 */
export function authenticatedFields(...fields: readonly (string | Uint8Array | number)[]): Uint8Array<ArrayBuffer> {
  return concat(
    fields.flatMap((field) => {
      const bytes = typeof field === "string" ? utf8(field) : typeof field === "number" ? uint32(field) : field;
      return [uint32(bytes.length), bytes];
    }),
  );
}

/** A number from 0 to 2^32 - 1 as four bytes, big-endian. */
export function uint32(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
