import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CONTEXT_HEADER_LIMIT_BYTES,
  contextFromHeader,
  contextFromRows,
  contextHeaderBytes,
  contextToHeader,
  contextToJson,
  contextToRows,
  contextWarnings,
  effectiveContext,
  emptyContext,
  parseContextJson,
  parseEncryptionContext,
  sameContext,
  type EncryptionContext,
} from "./encryption-context.ts";

function context(pairs: Record<string, string>): EncryptionContext {
  const parsed = parseEncryptionContext(pairs);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.context;
}

const pairs = fc.dictionary(fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), fc.string({ unit: "binary", maxLength: 40 }), { maxKeys: 8 });

describe("encryption context", () => {
  it("aws-facts 2.1: encodes the documented example exactly", () => {
    expect(contextToHeader(context({ dept: "hr" }))).toBe("eyJkZXB0IjoiaHIifQ==");
  });

  it("survives the way through the header, whatever the text", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const again = contextFromHeader(contextToHeader(context(given)));
        expect(contextToJson(again ?? emptyContext)).toBe(contextToJson(context(given)));
      }),
    );
  });

  it("survives the way through the editor's rows", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const again = contextFromRows(contextToRows(context(given)));
        expect(again.ok && sameContext(again.context, context(given))).toBe(true);
      }),
    );
  });

  it("aws-facts 2.3: compares as a set of pairs, whatever their order", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const reversed = Object.fromEntries(Object.entries(given).reverse());
        expect(sameContext(context(given), context(reversed))).toBe(true);
      }),
    );
    expect(sameContext(context({ a: "1" }), context({ A: "1" }))).toBe(false);
  });

  it("keeps keys that look like numbers or like __proto__ in canonical order", () => {
    expect(contextToJson(context({ b: "1", "10": "x", "9": "y" }))).toBe('{"10":"x","9":"y","b":"1"}');
    const hostile = parseContextJson('{"__proto__":"x"}');
    expect(hostile.ok && contextToJson(hostile.context)).toBe('{"__proto__":"x"}');
  });

  it.each([
    ["[1]", "a list"],
    ["null", "null"],
    ['"text"', "text"],
    ['{"a":1}', 'The value of "a" is a number'],
    ['{"a":{"b":"c"}}', 'The value of "a" is an object'],
    ['{"a":["b"]}', 'The value of "a" is a list'],
    ['{"a":null}', 'The value of "a" is null'],
    ['{"":"x"}', "empty"],
    ['{"a":"1","a":"2"}', 'The key "a" stands twice'],
    ["{a:1}", "not valid JSON"],
  ])("aws-facts 1.9 row 18: refuses %s and says why", (json, reason) => {
    const parsed = parseContextJson(json);
    expect(parsed.ok ? "taken" : parsed.problem).toContain(reason);
  });

  it("does not take a value that holds a colon for a second key", () => {
    expect(parseContextJson('{"a":"x","b":"\\"a\\":"}').ok).toBe(true);
  });

  it("takes empty text as no context, which sends no header", () => {
    expect(parseContextJson("  ")).toEqual({ ok: true, context: emptyContext });
    expect(contextHeaderBytes(emptyContext)).toBe(0);
  });

  it("refuses a context that would not fit the header budget (aws-facts 7)", () => {
    const parsed = parseEncryptionContext({ note: "x".repeat(CONTEXT_HEADER_LIMIT_BYTES) });
    expect(parsed.ok ? "taken" : parsed.problem).toMatch(/takes \d+ bytes as a header/);
  });

  it("names the row of each problem", () => {
    const rows = [
      { key: "a", value: "1" },
      { key: "", value: "orphan" },
      { key: "", value: "" },
      { key: "a", value: "2" },
    ];
    const parsed = contextFromRows(rows);
    expect(parsed.ok ? [] : parsed.problems.map(({ row }) => row)).toEqual([1, 3]);
  });

  const ref = { bucket: "b", key: "folder/a b#?.txt" };
  it("aws-facts 2.2: adds the object's ARN, raw, without a Bucket Key, and the bucket's ARN with one", () => {
    expect(effectiveContext({ context: context({ dept: "hr" }), ref, bucketKeyEnabled: false })).toEqual({ dept: "hr", "aws:s3:arn": "arn:aws:s3:::b/folder/a b#?.txt" });
    expect(effectiveContext({ context: emptyContext, ref, bucketKeyEnabled: true, partition: "aws-cn" })).toEqual({ "aws:s3:arn": "arn:aws-cn:s3:::b" });
  });

  it("aws-facts 2.2: does not append aws:s3:arn where the caller gave it", () => {
    const own = context({ "aws:s3:arn": "arn:aws:s3:::b/other" });
    expect(effectiveContext({ context: own, ref, bucketKeyEnabled: false })).toEqual(own);
  });

  it.each([
    [{ password: "hunter2" }, "secret"],
    [{ note: "AKIAIOSFODNN7EXAMPLE" }, "secret"],
    [{ owner: "jane@example.com" }, "personal"],
    [{ patient: "4711" }, "personal"],
  ])("warns about %j", (pair, kind) => {
    expect(contextWarnings(context(pair as Record<string, string>))[0]?.message).toContain(kind);
  });

  it("does not warn about ordinary pairs", () => {
    expect(contextWarnings(context({ dept: "hr", project: "apollo", stage: "prod" }))).toEqual([]);
  });
});
