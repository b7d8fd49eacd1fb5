import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inspectorPath } from "#domain/console-path.ts";
import { parseSearch, pick, stringifySearch } from "./search.ts";

describe("search parameters", () => {
  it("keep any object key as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (key) => {
        expect(parseSearch(stringifySearch({ key }))).toEqual({ key });
      }),
    );
  });

  it.each(["123", "true", "null", '{"a":1}', "#?%2F..", "a+b", "a b ", "..", "👩‍👧"])("take %j for text, and write it as links do", (key) => {
    const path = inspectorPath({ bucket: "bucket", key });
    const query = path.slice(path.indexOf("?"));
    expect(parseSearch(query)).toEqual({ key });
    expect(stringifySearch({ key })).toBe(query);
  });

  it("drop what a page does not know", () => {
    expect(pick({ key: "k", other: "x", versionId: 7 }, "key", "versionId")).toEqual({ key: "k" });
  });
});
