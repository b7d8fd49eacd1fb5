/** One statement of a policy, its form checked but its meaning not: whether actions, ARNs and keys exist is for who stores it. */
export interface PolicyStatement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** Absent in identity policies. */
  readonly principal?: PrincipalElement;
  readonly action: PatternElement;
  /** Absent in trust policies, which are about the role that they belong to. */
  readonly resource?: PatternElement;
  readonly conditions: readonly PolicyCondition[];
}

/** Action or Resource; negated: NotAction or NotResource. */
export interface PatternElement {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** The kinds of principal that a policy can name. */
const PRINCIPAL_TYPES = ["AWS", "Service", "Federated", "CanonicalUser"] as const;
export type PrincipalType = (typeof PRINCIPAL_TYPES)[number];

/** Principal; negated: NotPrincipal. A lone `"*"` is `{"AWS": "*"}`, as everywhere but in IAM's own trust policies. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly entries: readonly { readonly type: PrincipalType; readonly value: string }[];
}

/** One operator on one condition key; operator and key as they are written. */
export interface PolicyCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A policy, read from its JSON text. */
export interface PolicyDocument {
  /** Policy variables mean something in the newer one only. */
  readonly version: "2008-10-17" | "2012-10-17";
  readonly statements: readonly PolicyStatement[];
}

/** What is wrong with a policy's text; the message is S3's (aws-facts 5.5). */
export class PolicyDocumentError extends Error {
  override readonly name = "PolicyDocumentError";
}

const SYNTAX = "Invalid policy syntax.";
const STATEMENT_ELEMENTS = new Set(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"]);

/**
 * Reads the JSON text of a policy of any kind.
 * @throws PolicyDocumentError where it is no policy.
 */
export function parsePolicyDocument(text: string): PolicyDocument {
  const policy = parseJson(text);
  if (!isRecord(policy)) throw new PolicyDocumentError("Policies must be valid JSON and the first byte must be '{'");
  for (const element of Object.keys(policy)) {
    if (!["Version", "Id", "Statement"].includes(element)) throw new PolicyDocumentError(`Unknown field ${element}`);
  }
  const { Version: version = "2008-10-17", Id: id, Statement: statement } = policy;
  if (statement === undefined) throw missingField("Statement");
  if (version !== "2008-10-17" && version !== "2012-10-17") throw new PolicyDocumentError("The policy must contain a valid version string");
  if (id !== undefined && typeof id !== "string") throw new PolicyDocumentError(SYNTAX);
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (statements.length === 0) throw new PolicyDocumentError("Could not parse the policy: Statement is empty!");
  const read = statements.map(readStatement);
  const sids = read.flatMap(({ sid }) => sid ?? []);
  if (new Set(sids).size < sids.length) throw new PolicyDocumentError("Statement IDs (SID) in a single policy must be unique.");
  return { version, statements: read };
}

/** `Missing required field …`, in S3's words. */
export function missingField(field: string): PolicyDocumentError {
  return new PolicyDocumentError(`Missing required field ${field}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readStatement(statement: unknown): PolicyStatement {
  if (!isRecord(statement)) throw new PolicyDocumentError(SYNTAX);
  for (const element of Object.keys(statement)) {
    if (!STATEMENT_ELEMENTS.has(element)) throw new PolicyDocumentError(`Unknown field ${element}`);
  }
  const { Sid: sid, Effect: effect, Condition: condition } = statement;
  if (effect === undefined) throw missingField("Effect");
  if (effect !== "Allow" && effect !== "Deny") throw new PolicyDocumentError(`Invalid effect: ${typeof effect === "string" ? effect : JSON.stringify(effect)}`);
  if (sid !== undefined && typeof sid !== "string") throw new PolicyDocumentError(SYNTAX);
  const principal = readEither(statement, "Principal", readPrincipals);
  const action = readEither(statement, "Action", readPatterns);
  const resource = readEither(statement, "Resource", readPatterns);
  if (action === undefined) throw missingField("Action");
  return {
    effect,
    action: { negated: action.negated, patterns: action.value },
    conditions: readConditions(condition),
    ...(sid === undefined ? {} : { sid }),
    ...(principal && { principal: { negated: principal.negated, entries: principal.value } }),
    ...(resource && { resource: { negated: resource.negated, patterns: resource.value } }),
  };
}

/** The element of that name, or its `Not…`; a statement has one of them at most. */
function readEither<T>(
  statement: Readonly<Record<string, unknown>>,
  element: "Principal" | "Action" | "Resource",
  read: (value: unknown, element: string) => T,
): { readonly negated: boolean; readonly value: T } | undefined {
  const { [element]: plain, [`Not${element}`]: negated } = statement;
  if (plain !== undefined && negated !== undefined) throw new PolicyDocumentError(`Statement/policy already has instance of ${element}`);
  if (plain !== undefined) return { negated: false, value: read(plain, element) };
  return negated === undefined ? undefined : { negated: true, value: read(negated, `Not${element}`) };
}

function readPatterns(value: unknown, element: string): string[] {
  return readTexts(value, element, () => new PolicyDocumentError(SYNTAX));
}

function readPrincipals(value: unknown, element: string): { type: PrincipalType; value: string }[] {
  if (value === "*") return [{ type: "AWS", value: "*" }];
  if (!isRecord(value)) throw invalidPrincipal();
  const entries = Object.entries(value).flatMap(([name, named]) => {
    const type = PRINCIPAL_TYPES.find((known) => known === name);
    if (type === undefined) throw invalidPrincipal();
    return readTexts(named, element, invalidPrincipal).map((text) => ({ type, value: text }));
  });
  if (entries.length === 0) throw new PolicyDocumentError(`Missing required field ${element} cannot be empty!`);
  return entries;
}

/** What a principal that nobody can be is answered with. */
export function invalidPrincipal(): PolicyDocumentError {
  return new PolicyDocumentError("Invalid principal in policy");
}

function readTexts(value: unknown, element: string, invalid: () => PolicyDocumentError): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new PolicyDocumentError(`Missing required field ${element} cannot be empty!`);
  return values.map((each) => {
    if (typeof each !== "string" || each === "") throw invalid();
    return each;
  });
}

function readConditions(condition: unknown): PolicyCondition[] {
  if (condition === undefined) return [];
  if (!isRecord(condition)) throw new PolicyDocumentError(SYNTAX);
  return Object.entries(condition).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw new PolicyDocumentError(SYNTAX);
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: readConditionValues(values) }));
  });
}

/** Numbers and booleans stand for their texts. */
function readConditionValues(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((each) => {
    if (typeof each !== "string" && typeof each !== "number" && typeof each !== "boolean") throw new PolicyDocumentError(SYNTAX);
    return String(each);
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
