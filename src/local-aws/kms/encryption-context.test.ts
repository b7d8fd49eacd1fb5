import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalContext } from "./encryption-context.ts";
import type { Context } from "./encryption-context.ts";

/** Any UTF-16 code units at all, lone surrogates and quotes included; few kinds, so that two contexts are often alike. */
const texts = fc.array(fc.constantFrom("a", "b", '"', "\\", "\ud83d", "\ude00", "é", "\0"), { maxLength: 3 }).map((units) => units.join(""));
const contexts = fc.dictionary(texts, texts, { maxKeys: 3 });

function sameBytes(left: Context, right: Context): boolean {
  return canonicalContext(left).join() === canonicalContext(right).join();
}

test("aws-facts 2.3: the order of the pairs means nothing", () => {
  fc.assert(
    fc.property(contexts, (context) => {
      expect(sameBytes(context, Object.fromEntries(Object.entries(context).toReversed()))).toBe(true);
    }),
  );
});

test("aws-facts 2.3: any other set of pairs is other bytes", () => {
  fc.assert(
    fc.property(contexts, contexts, (left, right) => {
      const same = isDeepStrictEqual(new Map(Object.entries(left)), new Map(Object.entries(right)));
      expect(sameBytes(left, right)).toBe(same);
    }),
  );
});

test("keys and values are kept apart by their lengths", () => {
  expect(sameBytes({ ab: "c" }, { a: "bc" })).toBe(false);
  expect(sameBytes({ a: "b", c: "d" }, { a: "bcd" })).toBe(false);
  expect(canonicalContext({})).toHaveLength(0);
});
