import { compileCondition, type ConditionTest } from "./condition-block.ts";
import { type PatternElement, parsePolicyDocument, PolicyDocumentError, type PolicyStatement } from "./policy-document.ts";
import { type ConditionLookup, compilePattern } from "./policy-text.ts";
import { type Asking, compilePrincipal, type PrincipalLevel, type PrincipalMatch } from "./principal-match.ts";
import { matchesAtoms, wildcardAtoms } from "./wildcards.ts";

/** What is asked of a policy. */
export interface PolicyQuestion extends Asking {
  /** `s3:PutObject`; letter case does not matter. */
  readonly action: string;
  /** An ARN, or `*` for an action without a resource. */
  readonly resource: string;
  readonly lookup: ConditionLookup;
}

/** A statement, ready to be held against requests. */
export interface CompiledStatement {
  readonly effect: "Allow" | "Deny";
  /** Absent in identity policies: they are about whoever has them. */
  readonly principal: PrincipalMatch | undefined;
  /** Whether action, resource and conditions fit; `principal` is asked apart. */
  readonly covers: (question: PolicyQuestion) => boolean;
}

/** Policies are asked on every request: this many of them stay compiled, the latest. */
const KEPT = 500;
const compiled = new Map<string, readonly CompiledStatement[]>();

/**
 * The statements of a policy, compiled once for each text. A text that is no policy has none: it allows nothing. Whoever stores
 * policies refuses such a text before.
 */
export function policyStatements(text: string): readonly CompiledStatement[] {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const statements = compilePolicy(text);
  const [oldest] = compiled.keys();
  if (compiled.size >= KEPT && oldest !== undefined) compiled.delete(oldest);
  compiled.set(text, statements);
  return statements;
}

/** How directly a statement takes whoever asks; `none` where it does not apply to them. */
export function principalLevel({ principal }: CompiledStatement, asking: Asking): PrincipalLevel {
  return principal === undefined ? "none" : principal(asking);
}

function compilePolicy(text: string): readonly CompiledStatement[] {
  try {
    const { version, statements } = parsePolicyDocument(text);
    return statements.map((statement) => compileStatement(statement, version === "2012-10-17"));
  } catch (error) {
    if (error instanceof PolicyDocumentError) return [];
    throw error;
  }
}

function compileStatement(statement: PolicyStatement, variables: boolean): CompiledStatement {
  const coversAction = compileAction(statement.action);
  const coversResource = compileResource(statement.resource, variables);
  const conditions = statement.conditions.map((condition) => compileCondition(condition, variables) ?? neverHolds);
  return {
    effect: statement.effect,
    principal: statement.principal && compilePrincipal(statement.principal),
    covers: (question) => coversAction(question) && coversResource(question) && conditions.every((condition) => condition(question.lookup)),
  };
}

/** An operator that does not exist holds for nobody. */
const neverHolds: ConditionTest = () => false;

function compileAction({ negated, patterns }: PatternElement): (question: PolicyQuestion) => boolean {
  const atoms = patterns.map((pattern) => wildcardAtoms(pattern.toLowerCase()));
  return ({ action }) => {
    const lowerCase = action.toLowerCase();
    return atoms.some((pattern) => matchesAtoms(pattern, lowerCase)) !== negated;
  };
}

function compileResource(resource: PatternElement | undefined, variables: boolean): (question: PolicyQuestion) => boolean {
  if (resource === undefined) return () => true;
  const patterns = resource.patterns.map((pattern) => compilePattern(pattern, variables));
  return (question) =>
    patterns.some((pattern) => {
      const atoms = pattern(question.lookup);
      return atoms !== undefined && matchesAtoms(atoms, question.resource);
    }) !== resource.negated;
}
