import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleSegments, visibleText } from "./visible-text.ts";

describe("visibleText", () => {
  it.each([
    ["report.pdf", "report.pdf"],
    ["#?%2F..", "#?%2F.."],
    ["two words", "two words"],
    ["trailing ", "trailing␣"],
    ["  leading", "␣␣leading"],
    ["folder /file", "folder␣/file"],
    ["folder/ file", "folder/␣file"],
    ["line\nbreak", "line␊break"],
    ["tab\there", "tab␉here"],
    ["zero\u200Bwidth", "zero[U+200B]width"],
    ["invoice\u202Efdp.exe", "invoice[U+202E]fdp.exe"],
    ["del\u007F", "del␡"],
  ])("shows %j as %j", (name, shown) => {
    expect(visibleText(name)).toBe(shown);
  });

  it("leaves an emoji made of several code points whole", () => {
    expect(visibleText("👩‍👩‍👧 photo.jpg")).toBe("👩‍👩‍👧 photo.jpg");
    expect(visibleText("👋🏽‍x")).toBe("👋🏽‍x");
  });

  it("marks a joiner that joins nothing", () => {
    expect(visibleText("a\u200Db")).toBe("a[U+200D]b");
  });

  it("says what each sign stands for", () => {
    expect(visibleSegments("a\tb")).toEqual([
      { text: "a", stands: undefined },
      { text: "␉", stands: "U+0009" },
      { text: "b", stands: undefined },
    ]);
  });

  it("never shows a control character, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(visibleText(name)).not.toMatch(/[\p{Cc}\u202A-\u202E]/u);
      }),
    );
  });
});
