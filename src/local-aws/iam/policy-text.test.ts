import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePattern, compileText, type ConditionLookup, hasVariable } from "./policy-text.ts";
import { matchesAtoms } from "./wildcards.ts";

const lookup: ConditionLookup = (name) => ({ "aws:username": ["ann*"], "aws:principaltag/team": ["blue"], "aws:calledvia": ["a", "b"] })[name];

test.each([
  ["arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/ann*/x", true],
  ["arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/anna/x", false],
  ["${AWS:PrincipalTag/Team}", "blue", true],
  ["${aws:PrincipalTag/none, 'red'}-*", "red-1", true],
  ["${aws:PrincipalTag/none}", "", false],
  ["${aws:CalledVia}", "a", false],
  ["a${*}${?}${$}", "a*?$", true],
  ["a${*}", "ab", false],
])("%s matches %s: %s", (pattern, text, expected) => {
  const atoms = compilePattern(pattern, true)(lookup);
  expect(atoms !== undefined && matchesAtoms(atoms, text)).toBe(expected);
});

test("variables mean nothing before Version 2012-10-17", () => {
  expect(compileText("${aws:username}", false)(lookup)).toBe("${aws:username}");
  expect(compileText("${aws:username}", true)(lookup)).toBe("ann*");
});

test("a text without placeholders stays as it is", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.includes("${"));
      expect(compileText(text, true)(() => undefined)).toBe(text);
      expect(hasVariable(text)).toBe(false);
    }),
  );
  expect(hasVariable("x${aws:userid}")).toBe(true);
  expect(hasVariable("x${*}")).toBe(false);
});
