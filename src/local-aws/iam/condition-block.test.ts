import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileCondition, isConditionOperator } from "./condition-block.ts";
import { CONDITION_OPERATORS } from "./condition-operators.ts";

/** Whether `operator` with the policy's values holds for a request whose key has the values given; undefined: key absent. */
function holds(operator: string, expected: readonly string[], actual: readonly string[] | undefined): boolean {
  const condition = compileCondition({ operator, key: "S3:Key", values: expected }, true);
  if (condition === undefined) throw new Error(`No operator ${operator}`);
  return condition((name) => (name === "s3:key" ? actual : name === "aws:username" ? ["ann"] : undefined));
}

describe("aws-facts 5.1: operators", () => {
  test.each([
    ["StringEquals", ["a", "b"], ["b"], true],
    ["StringEquals", ["a*"], ["ab"], false],
    ["StringEquals", ["AWS:KMS"], ["aws:kms"], false],
    ["StringEquals", ["${aws:username}"], ["ann"], true],
    ["StringNotEquals", ["a", "b"], ["b"], false],
    ["StringNotEquals", ["a", "b"], ["c"], true],
    ["StringEqualsIgnoreCase", ["AWS:KMS"], ["aws:kms"], true],
    ["StringNotEqualsIgnoreCase", ["AWS:KMS"], ["aws:kms"], false],
    ["StringLike", ["a?c*"], ["abcdef"], true],
    ["StringLike", ["home/${aws:username}/*"], ["home/ann/x"], true],
    ["StringNotLike", ["a*"], ["abc"], false],
    ["NumericEquals", ["10"], ["10.0"], true],
    ["NumericNotEquals", ["10"], ["11"], true],
    ["NumericLessThan", ["1.2"], ["1.1"], true],
    ["NumericLessThan", ["1.2"], ["1.3"], false],
    ["NumericLessThanEquals", ["10"], ["10"], true],
    ["NumericGreaterThan", ["600000"], ["600001"], true],
    ["NumericGreaterThanEquals", ["10"], ["9"], false],
    ["NumericEquals", ["ten"], ["ten"], false],
    ["DateLessThan", ["2026-03-05T00:00:00Z"], ["2026-03-04T05:06:07.000Z"], true],
    ["DateGreaterThan", ["2026-03-05T00:00:00Z"], ["2026-03-04T05:06:07.000Z"], false],
    ["DateEquals", ["1772600767"], ["2026-03-04T05:06:07Z"], true],
    ["DateNotEquals", ["2026"], ["2026-03-04T05:06:07Z"], true],
    ["DateLessThanEquals", ["2026-03-04"], ["2026-03-04T00:00:00Z"], true],
    ["DateGreaterThanEquals", ["2026-03-04T01:00"], ["2026-03-04T00:59:59Z"], false],
    ["Bool", ["TRUE"], ["true"], true],
    ["Bool", ["false"], ["true"], false],
    ["BinaryEquals", ["QmluYXJ5"], ["QmluYXJ5"], true],
    ["IpAddress", ["203.0.113.0/24", "2001:db8::/32"], ["2001:db8::9"], true],
    ["NotIpAddress", ["203.0.113.0/24"], ["203.0.113.1"], false],
    ["ArnLike", ["arn:aws:iam::*:role/team-*"], ["arn:aws:iam::111122223333:role/team-a/b"], true],
    ["ArnEquals", ["arn:aws:iam::*:role/x"], ["arn:aws:iam::1:role/x"], true],
    ["ArnLike", ["arn:aws:*:role/x"], ["arn:aws:iam::1:role/x"], false],
    ["ArnLike", ["arn:aws:s3:::b/*"], ["arn:aws:s3:::b/a:b"], true],
    ["ArnNotLike", ["arn:aws:s3:::b/*"], ["arn:aws:s3:::c/a"], true],
    ["ArnNotEquals", ["arn:aws:s3:::b"], ["arn:aws:s3:::b"], false],
    ["ArnLike", ["*"], ["arn:aws:s3:::b"], true],
  ])("%s %j on %j: %s", (operator, expected, actual, outcome) => {
    expect(holds(operator, expected, actual)).toBe(outcome);
  });
});

describe("aws-facts 5.1: a key that the request lacks", () => {
  test.each([...CONDITION_OPERATORS])("%s", (name, { negated }) => {
    expect(holds(name, ["x"], undefined)).toBe(negated);
    expect(holds(`${name}IfExists`, ["x"], undefined)).toBe(true);
    expect(holds(`ForAllValues:${name}`, ["x"], undefined)).toBe(true);
    expect(holds(`ForAnyValue:${name}`, ["x"], undefined)).toBe(false);
    expect(holds(`ForAnyValue:${name}IfExists`, ["x"], [])).toBe(true);
  });

  test("Null", () => {
    expect(holds("Null", ["true"], undefined)).toBe(true);
    expect(holds("Null", ["true"], ["x"])).toBe(false);
    expect(holds("Null", ["false"], ["x"])).toBe(true);
    expect(holds("Null", ["false"], undefined)).toBe(false);
  });
});

describe("keys with several values", () => {
  test.each([
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], true],
    ["ForAllValues:StringEquals", ["a"], ["a", "b"], false],
    ["ForAnyValue:StringEquals", ["a"], ["a", "b"], true],
    ["ForAnyValue:StringEquals", ["c"], ["a", "b"], false],
    ["ForAllValues:StringNotEquals", ["c"], ["a", "b"], true],
    ["ForAllValues:StringNotEquals", ["a"], ["a", "b"], false],
    ["ForAnyValue:StringNotEquals", ["a"], ["a", "b"], true],
    ["ForAnyValue:StringNotEquals", ["a", "b"], ["a", "b"], false],
    ["StringEquals", ["a"], ["a", "b"], true],
    ["StringNotEquals", ["a"], ["a", "b"], false],
  ])("%s %j on %j: %s", (operator, expected, actual, outcome) => {
    expect(holds(operator, expected, actual)).toBe(outcome);
  });
});

test("a negated operator is the opposite of its twin wherever the key is present", () => {
  const texts = fc.array(fc.constantFrom("a", "b", "ab", "*"), { minLength: 1, maxLength: 3 });
  const twins = [["StringEquals", "StringNotEquals"], ["StringLike", "StringNotLike"], ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]] as const;
  fc.assert(
    fc.property(fc.constantFrom(...twins), texts, texts, ([plain, negated], expected, actual) => {
      expect(holds(negated, expected, actual)).toBe(!holds(plain, expected, actual));
    }),
  );
});

test.each(["StringEqual", "ForAllValues:", "ForSomeValues:StringEquals", "NullIfExists", "", "constructor"])("%j is no operator", (operator) => {
  expect(isConditionOperator(operator)).toBe(false);
});
