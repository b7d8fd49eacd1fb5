import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCopyConditions, parseCopyRange, parseCopySource } from "./copy-source.ts";

describe("parseCopySource", () => {
  it("gives back any bucket, key and version that were percent-encoded", () => {
    const key = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/^\/|[\ud800-\udfff](?![\udc00-\udfff])/.test(text));
    fc.assert(
      fc.property(key, fc.option(fc.stringMatching(/^[\w.]{1,32}$/)), (name, versionId) => {
        const value = `/my-bucket/${encodeURIComponent(name)}${versionId === null ? "" : `?versionId=${versionId}`}`;
        expect(parseCopySource(value)).toEqual({ bucket: "my-bucket", key: name, ...(versionId === null ? {} : { versionId }) });
      }),
    );
  });

  it("takes slashes in the key, with and without the leading one, and leaves a plus alone", () => {
    expect(parseCopySource("b/dir/a+b.txt")).toEqual({ bucket: "b", key: "dir/a+b.txt" });
    expect(parseCopySource("b%2Fdir%2Fa.txt")).toEqual({ bucket: "b", key: "dir/a.txt" });
  });

  it.each(["", "/", "bucket", "bucket/", "b/%E0%A4%A"])("refuses %j", (value) => {
    expect(() => parseCopySource(value)).toThrow("Copy Source must mention the source bucket and key");
  });
});

describe("parseCopyRange", () => {
  it("takes a range inside the source, both ends included, or all of it", () => {
    expect(parseCopyRange("bytes=2-4", 5)).toEqual({ offset: 2, length: 3 });
    expect(parseCopyRange(undefined, 5)).toEqual({ offset: 0, length: 5 });
    expect(parseCopyRange(undefined, 0)).toEqual({ offset: 0, length: 0 });
  });

  it.each(["bytes=0-", "bytes=-5", "0-4", "bytes=4-2", "bytes=0-1,3-4"])("refuses the form %j", (value) => {
    expect(() => parseCopyRange(value, 5)).toThrow("must be of the form bytes=first-last");
  });

  it("refuses a range beyond the end", () => {
    expect(() => parseCopyRange("bytes=0-5", 5)).toThrow("Range specified is not valid for source object of size: 5");
    expect(() => parseCopyRange("bytes=5-6", 5)).toThrow("The specified copy range is invalid for the source object size");
  });
});

describe("checkCopyConditions", () => {
  const source = { etag: "abc", lastModified: Date.UTC(2026, 0, 2, 3, 4, 5, 678) };
  const check = (conditions: Record<string, string>) => () =>
    checkCopyConditions((name) => conditions[name.replace("x-amz-copy-source-", "")], source, Date.UTC(2026, 0, 2, 3, 5));
  const before = "Fri, 02 Jan 2026 03:04:04 GMT";
  const same = "Fri, 02 Jan 2026 03:04:05 GMT";

  it.each([
    [{ "if-match": '"abc"' }],
    [{ "if-match": "abc", "if-unmodified-since": before }],
    [{ "if-none-match": '"other"', "if-modified-since": same }],
    [{ "if-unmodified-since": same }],
    [{ "if-modified-since": before }],
    [{ "if-modified-since": "Fri, 02 Jan 2026 03:05:01 GMT" }],
    [{}],
  ])("lets %j pass", (conditions) => {
    expect(check(conditions)).not.toThrow();
  });

  it.each([
    [{ "if-match": '"other"' }, "x-amz-copy-source-If-Match"],
    [{ "if-none-match": '"abc"' }, "x-amz-copy-source-If-None-Match"],
    [{ "if-unmodified-since": before }, "x-amz-copy-source-If-Unmodified-Since"],
    [{ "if-modified-since": same }, "x-amz-copy-source-If-Modified-Since"],
  ])("refuses %j with 412", (conditions, condition) => {
    expect(check(conditions)).toThrow(expect.objectContaining({ status: 412, code: "PreconditionFailed", details: { Condition: condition } }));
  });
});
