import fc from "fast-check";
import { expect, test } from "vitest";
import { literalAtoms, matchesAtoms, wildcardAtoms } from "./wildcards.ts";

const small = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", ":", "é", "😀"), maxLength: 12 });

/** The same by regular expression: fine for short patterns, too slow for hostile ones. */
function expected(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su").test(text);
}

test("wildcards match as the regular expression of the same meaning", () => {
  fc.assert(
    fc.property(small, small, (pattern, text) => {
      expect(matchesAtoms(wildcardAtoms(pattern), text)).toBe(expected(pattern, text));
    }),
  );
});

test("a literal matches itself only", () => {
  fc.assert(
    fc.property(small, small, (literal, text) => {
      expect(matchesAtoms(literalAtoms(literal), text)).toBe(literal === text);
    }),
  );
});

test("a pattern of many runs against a long text that nearly matches is decided, not searched for ever", () => {
  expect(matchesAtoms(wildcardAtoms(`${"*a".repeat(2000)}*b`), "a".repeat(5000))).toBe(false);
});
