import fc from "fast-check";
import { expect, test } from "vitest";
import { derOfRaw, rawOfDer } from "./der-signature.ts";

const SIZES = [32, 48, 66] as const;

test("a signature of any of the curves comes back as it was, its numbers' leading zeros included", () => {
  fc.assert(
    fc.property(fc.constantFrom(...SIZES), fc.nat({ max: 40 }), fc.uint8Array({ minLength: 132, maxLength: 132 }), (size, zeros, bytes) => {
      const raw = bytes.slice(0, 2 * size).map((byte, index) => (index % size < zeros ? 0 : byte));
      expect(rawOfDer(derOfRaw(raw), size)).toEqual(raw);
    }),
  );
});

test("numbers are shortest, and never negative", () => {
  const raw = Uint8Array.from([...new Uint8Array(31).fill(0), 0x80, ...new Uint8Array(31).fill(0), 0x7f]);
  expect(derOfRaw(raw)).toEqual(Uint8Array.of(0x30, 7, 2, 2, 0, 0x80, 2, 1, 0x7f));
});

test.each([
  ["nothing", []],
  ["another tag", [0x31, 6, 2, 1, 1, 2, 1, 1]],
  ["one number", [0x30, 3, 2, 1, 1]],
  ["three numbers", [0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1]],
  ["bytes behind the end", [0x30, 6, 2, 1, 1, 2, 1, 1, 0]],
  ["a length beyond the end", [0x30, 7, 2, 1, 1, 2, 1, 1]],
  ["a number that is too long", [0x30, 38, 2, 33, ...new Uint8Array(33).fill(1), 2, 1, 1]],
])("%s is no signature", (_name, bytes) => {
  expect(rawOfDer(Uint8Array.from(bytes), 32)).toBeUndefined();
});
