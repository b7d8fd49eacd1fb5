import { CONDITION_OPERATORS } from "./condition-operators.ts";
import type { PolicyCondition } from "./policy-document.ts";
import type { ConditionLookup } from "./policy-text.ts";

/** Whether a request fulfils a condition. */
export type ConditionTest = (lookup: ConditionLookup) => boolean;

/** An operator's name taken apart: `ForAllValues:StringLikeIfExists`. */
interface OperatorName {
  readonly quantifier: "ForAllValues" | "ForAnyValue" | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

/** Compiles one condition; undefined when there is no such operator. `variables`: whether `${…}` means anything in this policy. */
export function compileCondition({ operator, key, values }: PolicyCondition, variables: boolean): ConditionTest | undefined {
  const { quantifier, base, ifExists } = readOperatorName(operator);
  const conditionKey = key.toLowerCase();
  if (base === "Null") return ifExists || quantifier !== undefined ? undefined : compileNull(conditionKey, values);
  const known = CONDITION_OPERATORS.get(base);
  if (known === undefined) return undefined;

  const { negated } = known;
  const comparisons = values.map((value) => known.compile(value, variables));
  const whenAbsent = ifExists || (quantifier === undefined ? negated : quantifier === "ForAllValues");
  return (lookup) => {
    const actual = lookup(conditionKey);
    if (actual === undefined || actual.length === 0) return whenAbsent;
    const agrees = (value: string): boolean => comparisons.some((comparison) => comparison(value, lookup));
    const holds = (value: string): boolean => agrees(value) !== negated;
    if (quantifier === "ForAllValues") return actual.every(holds);
    if (quantifier === "ForAnyValue") return actual.some(holds);
    // Without a set prefix a key with several values is taken as a whole: some value agrees, or, negated, none.
    return actual.some(agrees) !== negated;
  };
}

/** Whether IAM has an operator of that name, prefix and suffix included. */
export function isConditionOperator(operator: string): boolean {
  return compileCondition({ operator, key: "", values: [] }, false) !== undefined;
}

/** The operator without prefix and suffix, as `CONDITION_OPERATORS` has it, and what they say. */
export function readOperatorName(operator: string): OperatorName {
  const [, prefix, base = "", suffix] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/s.exec(operator) ?? [];
  return { quantifier: prefix === "ForAllValues" || prefix === "ForAnyValue" ? prefix : undefined, base, ifExists: suffix !== undefined };
}

/** `Null`: `"true"` asks that the key be absent, `"false"` that it be there (aws-facts 5.1). */
function compileNull(conditionKey: string, values: readonly string[]): ConditionTest {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  return (lookup) => wanted.has(String((lookup(conditionKey) ?? []).length === 0));
}
