import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inspectorPath, objectsPath, safeNextPath, signInPath, uploadPath } from "./console-path.ts";

describe("console paths", () => {
  it("carries any key through the query, unfolded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        const url = new URL(inspectorPath({ bucket: "b", key: name }), "http://localhost");
        expect(url.pathname).toBe("/buckets/b/object");
        expect(url.searchParams.get("key")).toBe(name);
      }),
    );
    expect(objectsPath("b", "a/../b/", { versions: true })).toBe("/buckets/b/objects?prefix=a%2F..%2Fb%2F&versions=true");
    expect(uploadPath({})).toBe("/upload");
    expect(signInPath("/upload")).toBe("/sign-in?next=%2Fupload");
  });

  it("goes on only to paths of its own after sign-in", () => {
    expect(safeNextPath("/upload?bucket=b")).toBe("/upload?bucket=b");
    for (const elsewhere of [undefined, "", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-in?next=/x"]) {
      expect(safeNextPath(elsewhere)).toBe("/buckets");
    }
  });
});
