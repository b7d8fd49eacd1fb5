import { describe, expect, it } from "vitest";
import { readPageSize, readWholeNumber } from "./page-parameters.ts";

const query = (text: string) => new URLSearchParams(text);

describe("readPageSize", () => {
  it("is 1000 by default and at most", () => {
    expect(readPageSize(query(""), "max-parts")).toBe(1000);
    expect(readPageSize(query("max-parts=5000"), "max-parts")).toBe(1000);
    expect(readPageSize(query("max-parts=2"), "max-parts")).toBe(2);
    expect(readPageSize(query("max-parts=0"), "max-parts")).toBe(0);
  });
});

describe("readWholeNumber", () => {
  it.each(["-1", "1.5", "x", "2147483648"])("refuses %s", (text) => {
    expect(() => readWholeNumber(query(`part-number-marker=${text}`), "part-number-marker", 0)).toThrow(expect.objectContaining({ code: "InvalidArgument" }));
  });
});
