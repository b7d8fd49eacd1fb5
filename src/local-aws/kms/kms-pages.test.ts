import fc from "fast-check";
import { expect, test } from "vitest";
import { kmsInput } from "./kms-input.ts";
import { readPage, takePage } from "./kms-pages.ts";

const LIMITS = { usual: 50, most: 100 };
const pageOf = (members: Readonly<Record<string, unknown>>, operation = "ListKeys") =>
  readPage(kmsInput(JSON.stringify(members)), operation, LIMITS);

test("aws-facts 3.4: pages of any size put together give every item once", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), (names, Limit) => {
      const sorted = names.toSorted();
      const seen: string[] = [];
      let marker: string | undefined;
      do {
        const { items, more } = takePage(sorted, (name) => name, pageOf({ Limit, Marker: marker }));
        expect(items.length).toBeLessThanOrEqual(Limit);
        expect(more.Truncated).toBe(more.NextMarker !== undefined);
        seen.push(...items);
        marker = more.NextMarker;
      } while (marker !== undefined);
      expect(seen).toEqual(sorted);
    }),
  );
});

test("aws-facts 3.4: an item that goes between two pages loses no other", () => {
  const first = takePage(["a", "b", "c", "d"], (name) => name, pageOf({ Limit: 2 }));
  expect(takePage(["a", "c", "d"], (name) => name, pageOf({ Marker: first.more.NextMarker })).items).toEqual(["c", "d"]);
});

test("aws-facts 3.4: the default and the most that a page holds", () => {
  expect(pageOf({}).limit).toBe(50);
  expect(pageOf({ Limit: 1000 }).limit).toBe(100);
  expect(() => pageOf({ Limit: 0 })).toThrow(expect.objectContaining({ code: "ValidationException" }));
});

test("aws-facts 3.4: a marker that is none, or another operation's, is refused", () => {
  const { NextMarker } = takePage(["a", "b"], (name) => name, pageOf({ Limit: 1 })).more;
  for (const attempt of [() => pageOf({ Marker: "nonsense" }), () => pageOf({ Marker: NextMarker }, "ListAliases")]) {
    expect(attempt).toThrow(expect.objectContaining({ status: 400, code: "InvalidMarkerException" }));
  }
});
