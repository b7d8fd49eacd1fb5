import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BodyPart } from "#local-aws/world.ts";
import { parseRange, selectBytes } from "./range.ts";

const part = (partNumber: number, size: number): BodyPart => ({ blobId: `b${partNumber}`, size, partNumber, nonceSalt: new Uint8Array() });
const whole = { size: 10, parts: [part(1, 10)], isMultipart: false };
const inParts = { size: 12, parts: [part(1, 5), part(3, 5), part(7, 2)], isMultipart: true };

describe("parseRange", () => {
  test.each([
    ["bytes=0-0", { offset: 0, length: 1 }],
    ["bytes=2-5", { offset: 2, length: 4 }],
    ["bytes=7-", { offset: 7, length: 3 }],
    ["bytes=7-999", { offset: 7, length: 3 }],
    ["bytes=-3", { offset: 7, length: 3 }],
    ["bytes=-999", { offset: 0, length: 10 }],
    ["Bytes=1-2", { offset: 1, length: 2 }],
  ])("%s of ten bytes", (header, expected) => {
    expect(parseRange(header, 10)).toEqual(expected);
  });

  test.each([undefined, "", "bytes=0-1,3-4", "items=0-1", "bytes=-", "bytes=5-2", "bytes=a-b"])("%s is answered with the whole object", (header) => {
    expect(parseRange(header, 10)).toBeUndefined();
  });

  test("aws-facts 1.8: unsatisfiable → 416 InvalidRange with ActualObjectSize and RangeRequested", () => {
    for (const header of ["bytes=10-", "bytes=99-100", "bytes=-0"]) {
      expect(() => parseRange(header, 10)).toThrow(
        expect.objectContaining({ status: 416, code: "InvalidRange", details: { RangeRequested: header, ActualObjectSize: "10" } }),
      );
    }
    expect(() => parseRange("bytes=0-", 0)).toThrow(expect.objectContaining({ code: "InvalidRange" }));
  });

  test("a range never leaves the object", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 40 }), (first, last, size) => {
        fc.pre(first < size && last >= first);
        const range = parseRange(`bytes=${first}-${last}`, size);
        expect(range).toEqual({ offset: first, length: Math.min(last, size - 1) - first + 1 });
      }),
    );
  });
});

describe("selectBytes", () => {
  test("without range or part: all of it", () => {
    expect(selectBytes(whole, undefined, undefined)).toEqual({ offset: 0, length: 10, partial: false });
  });

  test("a part is named by the number it was uploaded with", () => {
    expect(selectBytes(inParts, undefined, "3")).toEqual({ offset: 5, length: 5, partial: true, partNumber: 3, contentRange: "bytes 5-9/12" });
    expect(selectBytes(inParts, undefined, "7")).toMatchObject({ offset: 10, length: 2, contentRange: "bytes 10-11/12" });
  });

  test("an object of one PUT has part 1 and no other", () => {
    expect(selectBytes(whole, undefined, "1")).toMatchObject({ offset: 0, length: 10, partial: true });
    expect(() => selectBytes(whole, undefined, "2")).toThrow(
      expect.objectContaining({ status: 416, code: "InvalidPartNumber", details: { ActualPartCount: "1", PartNumberRequested: "2" } }),
    );
  });

  test("aws-facts 1.7: a part number outside 1..10000 is refused", () => {
    for (const text of ["0", "10001", "x", "-1", ""]) {
      expect(() => selectBytes(whole, undefined, text)).toThrow(expect.objectContaining({ status: 400, code: "InvalidArgument" }));
    }
  });

  test("range and part together are refused", () => {
    expect(() => selectBytes(whole, "bytes=0-1", "1")).toThrow(expect.objectContaining({ status: 400, code: "InvalidRequest" }));
  });
});
