import { serialize } from "node:v8";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createRowCache } from "./row-cache.ts";

const key = (text: string): Uint8Array => new TextEncoder().encode(text);

test("gives what the bytes say, whatever was seen under the key before", () => {
  const row = fc.record({ name: fc.string(), list: fc.array(fc.integer()), bytes: fc.uint8Array() });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("a", "b", "\0", "é"), row)), (reads) => {
      const cache = createRowCache();
      for (const [name, value] of reads) expect(cache.decode(key(name), serialize(value))).toEqual(value);
    }),
  );
});

test("does not decode the same row twice, though its bytes lie elsewhere by then", () => {
  const cache = createRowCache();
  const bytes = serialize({ list: [1] });
  const first = cache.decode(key("k"), bytes);
  const elsewhere = Buffer.from(bytes);
  bytes.fill(0);
  expect(cache.decode(key("k"), elsewhere)).toBe(first);
});

test("what it gives cannot be changed", () => {
  const value = createRowCache().decode<{ list: number[] }>(key("k"), serialize({ list: [1] }));
  expect(() => value.list.push(2)).toThrow(TypeError);
});

test("keeps a bounded number of rows: the one longest unused goes first", () => {
  const cache = createRowCache();
  const bytes = serialize({ list: [1] });
  const [used, unused] = [cache.decode(key("used"), bytes), cache.decode(key("unused"), bytes)];
  for (let number = 0; number < 5000; number += 1) {
    cache.decode(key(String(number)), bytes);
    if (number % 100 === 0) cache.decode(key("used"), bytes);
  }
  expect(cache.decode(key("used"), bytes)).toBe(used);
  expect(cache.decode(key("unused"), bytes)).not.toBe(unused);
});
