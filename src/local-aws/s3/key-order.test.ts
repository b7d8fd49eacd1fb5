import fc from "fast-check";
import { expect, test } from "vitest";
import { afterKey, afterPrefix, compareKeys, laterKey } from "./key-order.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const keys = fc.string({ unit: "binary", maxLength: 12 });

test("keys compare as their UTF-8 bytes do", () => {
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Math.sign(Buffer.compare(bytes(a), bytes(b))));
    }),
  );
  // UTF-16 order would put the emoji first: its first unit is a surrogate, below U+FFFD.
  expect(compareKeys("\u{1f600}", "\ufffd")).toBeGreaterThan(0);
  expect(laterKey("\u{1f600}", "\ufffd")).toBe("\u{1f600}");
});

test("nothing lies between a key and what follows it", () => {
  fc.assert(
    fc.property(keys, keys, (key, other) => {
      fc.pre(compareKeys(other, key) > 0);
      expect(compareKeys(other, afterKey(key))).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("what follows a prefix is behind every key under it", () => {
  fc.assert(
    fc.property(keys, keys, (prefix, rest) => {
      const next = afterPrefix(prefix);
      fc.pre(next !== undefined);
      expect(compareKeys(prefix + rest, next ?? "")).toBeLessThan(0);
    }),
  );
});

test("what follows a prefix is at or before every later key", () => {
  fc.assert(
    fc.property(keys, keys, (prefix, later) => {
      fc.pre(prefix !== "" && !later.startsWith(prefix) && compareKeys(later, prefix) > 0);
      expect(compareKeys(afterPrefix(prefix) ?? "", later)).toBeLessThanOrEqual(0);
    }),
  );
});

test("a prefix's last code point is raised over the surrogates and past the last one there is", () => {
  expect(afterPrefix("a/")).toBe("a0");
  expect(afterPrefix("\ud7ff")).toBe("\ue000");
  expect(afterPrefix("a\u{10ffff}")).toBe("b");
  expect(afterPrefix("\u{10ffff}")).toBeUndefined();
  expect(afterPrefix("")).toBeUndefined();
});
