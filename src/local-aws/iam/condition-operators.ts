import { isInIpRange, readIpRange } from "./ip-range.ts";
import { type ConditionLookup, compilePattern, compileText } from "./policy-text.ts";
import { type Atoms, matchesAtoms } from "./wildcards.ts";

/** Whether one value of the request agrees with one value of the policy; `lookup` gives what policy variables stand for. */
type Comparison = (actual: string, lookup: ConditionLookup) => boolean;

/** A condition operator without `IfExists` and without its set prefix. */
export interface ConditionOperator {
  /** A negated operator is true where none of the policy's values agrees, also because the key is absent. */
  readonly negated: boolean;
  /** Prepares one value of the policy. `variables`: whether `${…}` means anything in this policy. */
  readonly compile: (expected: string, variables: boolean) => Comparison;
}

const same: ConditionOperator["compile"] = (expected, variables) => {
  const read = compileText(expected, variables);
  return (actual, lookup) => read(lookup) === actual;
};

const sameIgnoringCase: ConditionOperator["compile"] = (expected, variables) => {
  const read = compileText(expected, variables);
  return (actual, lookup) => read(lookup)?.toLowerCase() === actual.toLowerCase();
};

const like: ConditionOperator["compile"] = (expected, variables) => {
  const read = compilePattern(expected, variables);
  return (actual, lookup) => {
    const atoms = read(lookup);
    return atoms !== undefined && matchesAtoms(atoms, actual);
  };
};

const COLON = 0x3a;
const ARN_COMPONENTS = 6;

/** Each of the six components of an ARN is compared by itself, so that no `*` reaches over a colon but in the last. */
const arnLike: ConditionOperator["compile"] = (expected, variables) => {
  const read = compilePattern(expected, variables);
  return (actual, lookup) => {
    const atoms = read(lookup);
    if (atoms === undefined) return false;
    // A lone `*`, which policies do use, is any ARN.
    if (expected === "*") return actual.startsWith("arn:");
    const patterns = splitAtoms(atoms);
    const components = splitText(actual);
    return (
      components.length === ARN_COMPONENTS &&
      patterns.length === ARN_COMPONENTS &&
      patterns.every((pattern, index) => matchesAtoms(pattern, components[index] ?? ""))
    );
  };
};

/** The first five components, and all the rest as the sixth; fewer where there are fewer. */
function splitText(text: string): string[] {
  const parts = text.split(":");
  return parts.length < ARN_COMPONENTS ? parts : [...parts.slice(0, ARN_COMPONENTS - 1), parts.slice(ARN_COMPONENTS - 1).join(":")];
}

function splitAtoms(atoms: Atoms): Atoms[] {
  const components: number[][] = [[]];
  for (const atom of atoms) {
    if (atom === COLON && components.length < ARN_COMPONENTS) components.push([]);
    else components.at(-1)?.push(atom);
  }
  return components;
}

/** Compares two values that have an order; a value that cannot be read agrees with nothing. */
function ordered(readValue: (text: string) => number | undefined, agrees: (actual: number, expected: number) => boolean): ConditionOperator["compile"] {
  return (expected, variables) => {
    const read = compileText(expected, variables);
    return (actual, lookup) => {
      const expectedText = read(lookup);
      const expectedValue = expectedText === undefined ? undefined : readValue(expectedText);
      const actualValue = readValue(actual);
      return expectedValue !== undefined && actualValue !== undefined && agrees(actualValue, expectedValue);
    };
  };
}

function readNumber(text: string): number | undefined {
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

/** ISO 8601, down to a year alone, or seconds since the epoch. Milliseconds since the epoch. */
function readDate(text: string): number | undefined {
  const trimmed = text.trim();
  // Four digits are a year, more are seconds.
  if (/^[+-]?\d{5,}(?:\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  if (!/^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(trimmed)) return undefined;
  const hasTime = trimmed.includes("T");
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(trimmed.slice(trimmed.indexOf("T")));
  const milliseconds = Date.parse(hasTime && !hasZone ? `${trimmed}Z` : trimmed);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

const ipAddress: ConditionOperator["compile"] = (expected, variables) => {
  const read = compileText(expected, variables);
  return (actual, lookup) => {
    const range = readIpRange(read(lookup) ?? "");
    return range !== undefined && isInIpRange(actual, range);
  };
};

const equal = (actual: number, expected: number): boolean => actual === expected;
const less = (actual: number, expected: number): boolean => actual < expected;
const lessOrEqual = (actual: number, expected: number): boolean => actual <= expected;
const greater = (actual: number, expected: number): boolean => actual > expected;
const greaterOrEqual = (actual: number, expected: number): boolean => actual >= expected;

const is = (compile: ConditionOperator["compile"]): ConditionOperator => ({ negated: false, compile });
const isNot = (compile: ConditionOperator["compile"]): ConditionOperator => ({ negated: true, compile });

/** Every condition operator of IAM but `Null`, which asks for the key and not for its values. */
export const CONDITION_OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map([
  ["StringEquals", is(same)],
  ["StringNotEquals", isNot(same)],
  ["StringEqualsIgnoreCase", is(sameIgnoringCase)],
  ["StringNotEqualsIgnoreCase", isNot(sameIgnoringCase)],
  ["StringLike", is(like)],
  ["StringNotLike", isNot(like)],
  ["NumericEquals", is(ordered(readNumber, equal))],
  ["NumericNotEquals", isNot(ordered(readNumber, equal))],
  ["NumericLessThan", is(ordered(readNumber, less))],
  ["NumericLessThanEquals", is(ordered(readNumber, lessOrEqual))],
  ["NumericGreaterThan", is(ordered(readNumber, greater))],
  ["NumericGreaterThanEquals", is(ordered(readNumber, greaterOrEqual))],
  ["DateEquals", is(ordered(readDate, equal))],
  ["DateNotEquals", isNot(ordered(readDate, equal))],
  ["DateLessThan", is(ordered(readDate, less))],
  ["DateLessThanEquals", is(ordered(readDate, lessOrEqual))],
  ["DateGreaterThan", is(ordered(readDate, greater))],
  ["DateGreaterThanEquals", is(ordered(readDate, greaterOrEqual))],
  ["Bool", is(sameIgnoringCase)],
  // Both sides are base64 of the bytes.
  ["BinaryEquals", is(same)],
  ["IpAddress", is(ipAddress)],
  ["NotIpAddress", isNot(ipAddress)],
  ["ArnEquals", is(arnLike)],
  ["ArnLike", is(arnLike)],
  ["ArnNotEquals", isNot(arnLike)],
  ["ArnNotLike", isNot(arnLike)],
]);
