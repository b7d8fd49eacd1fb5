import { describe, expect, test } from "vitest";
import { checkReadConditions, evaluateConditions, matchesEtag } from "./preconditions.ts";

const LAST_MODIFIED = Date.UTC(2026, 1, 20, 10, 0, 0) + 345;
const target = { etag: "abc", lastModified: LAST_MODIFIED };
const before = new Date(LAST_MODIFIED - 60_000).toUTCString();
const same = new Date(LAST_MODIFIED).toUTCString();
const after = new Date(LAST_MODIFIED + 60_000).toUTCString();
const NOW = LAST_MODIFIED + 120_000;
const future = new Date(NOW + 1000).toUTCString();

describe("one condition", () => {
  test.each([
    [{ ifMatch: '"abc"' }, "proceed"],
    [{ ifMatch: "*" }, "proceed"],
    [{ ifMatch: '"xyz"' }, "failed"],
    [{ ifNoneMatch: '"abc"' }, "not-modified"],
    [{ ifNoneMatch: "*" }, "not-modified"],
    [{ ifNoneMatch: '"xyz"' }, "proceed"],
    [{ ifModifiedSince: before }, "proceed"],
    [{ ifModifiedSince: same }, "not-modified"],
    [{ ifModifiedSince: after }, "not-modified"],
    [{ ifModifiedSince: future }, "proceed"],
    [{ ifUnmodifiedSince: before }, "failed"],
    [{ ifUnmodifiedSince: same }, "proceed"],
    [{ ifUnmodifiedSince: after }, "proceed"],
    [{ ifModifiedSince: "yesterday" }, "proceed"],
    [{ ifUnmodifiedSince: "yesterday" }, "proceed"],
  ])("%j → %s", (conditions, kind) => {
    expect(evaluateConditions(conditions, target, NOW).kind).toBe(kind);
  });
});

describe("S3's precedence", () => {
  test("an If-Match that holds beats an If-Unmodified-Since that does not", () => {
    expect(evaluateConditions({ ifMatch: '"abc"', ifUnmodifiedSince: before }, target, NOW).kind).toBe("proceed");
  });
  test("an If-None-Match that matches beats an If-Modified-Since that holds", () => {
    expect(evaluateConditions({ ifNoneMatch: '"abc"', ifModifiedSince: before }, target, NOW).kind).toBe("not-modified");
  });
  test("an If-None-Match that does not match beats an If-Modified-Since that fails", () => {
    expect(evaluateConditions({ ifNoneMatch: '"xyz"', ifModifiedSince: after }, target, NOW).kind).toBe("proceed");
  });
  test("a failed precondition beats not-modified", () => {
    expect(evaluateConditions({ ifMatch: '"xyz"', ifNoneMatch: '"abc"' }, target, NOW)).toEqual({ kind: "failed", condition: "If-Match" });
  });
});

test("a failed condition is 412 and names itself", () => {
  expect(() => checkReadConditions(new Headers({ "if-unmodified-since": before }), target, NOW)).toThrow(
    expect.objectContaining({ status: 412, code: "PreconditionFailed", details: { Condition: "If-Unmodified-Since" } }),
  );
});

test("entity tags match in lists, weak, and without quotes", () => {
  expect(matchesEtag('"x", "abc"', "abc")).toBe(true);
  expect(matchesEtag('W/"abc"', "abc")).toBe(true);
  expect(matchesEtag("abc", "abc")).toBe(true);
  expect(matchesEtag('"ab"', "abc")).toBe(false);
});
