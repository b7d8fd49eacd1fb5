import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { fromBase64, fromUtf8 } from "#local-aws/protocol/bytes.ts";

/** One condition on a field of the form; `value` is as the policy has it, `field` lower case without `$`. */
interface FieldCondition {
  readonly operator: "eq" | "starts-with";
  readonly field: string;
  readonly value: string;
  /** Just as the refusal repeats it: `["eq", "$key", "value"]`. */
  readonly text: string;
}

/** A POST policy: what the form may say until when (S3 API Reference, "Creating a POST policy"). */
export interface PostPolicy {
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly conditions: readonly FieldCondition[];
  /** The file's size in bytes, both ends included. */
  readonly contentLengthRange: { readonly min: number; readonly max: number } | undefined;
}

/**
 * Reads the base64 JSON of the field `policy`.
 * @throws AwsError 400 `InvalidPolicyDocument` (aws-facts 1.5 row 9).
 */
export function parsePostPolicy(field: string): PostPolicy {
  const document = readJson(field);
  if (!isRecord(document)) throw invalidPolicy("Invalid JSON.");
  const { expiration, conditions } = lowerCaseNames(document);
  if (expiration === undefined) throw invalidPolicy("Policy missing expiration.");
  const expiresAt = typeof expiration === "string" && /^\d{4}-\d\d-\d\dT/.test(expiration) ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(expiresAt)) throw invalidPolicy(`Invalid 'expiration' value: '${typeof expiration === "string" ? expiration : JSON.stringify(expiration)}'`);
  if (conditions === undefined) throw invalidPolicy("Policy missing conditions.");
  if (!Array.isArray(conditions)) throw invalidPolicy("Invalid 'conditions' value: must be a List.");
  const read = conditions.map(readCondition);
  const ranges = read.flatMap((condition) => ("max" in condition ? [condition] : []));
  return {
    expiresAt,
    conditions: read.flatMap((condition) => ("max" in condition ? [] : [condition])),
    contentLengthRange: ranges.length === 0 ? undefined : { min: Math.max(...ranges.map(({ min }) => min)), max: Math.min(...ranges.map(({ max }) => max)) },
  };
}

/** Fields that need no condition: they are the signature, the policy and the file themselves (aws-facts 1.5 row 1). */
const UNCOVERED = new Set(["x-amz-signature", "file", "policy", "awsaccesskeyid", "signature"]);

/**
 * Holds a form against its policy.
 * @param fields by lower-case name, `${filename}` replaced; `bucket` is the bucket that the form is posted to
 * @param now milliseconds since the epoch
 * @throws AwsError 403 `AccessDenied` "Invalid according to Policy: …" (aws-facts 1.5).
 */
export function checkPostPolicy(policy: PostPolicy, fields: ReadonlyMap<string, string>, now: number): void {
  if (now > policy.expiresAt) throw denied("Policy expired.");
  for (const condition of policy.conditions) {
    if (!holds(condition, fields.get(condition.field) ?? "")) throw denied(`Policy Condition failed: ${condition.text}`);
  }
  const covered = new Set(policy.conditions.map(({ field }) => field));
  const extra = [...fields.keys()].filter((name) => !UNCOVERED.has(name) && !name.startsWith("x-ignore-") && name !== "bucket" && !covered.has(name));
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(", ")}`);
}

/** A list of content types must begin with the value one by one. */
function holds({ operator, field, value }: FieldCondition, given: string): boolean {
  if (operator === "eq") return given === value;
  const items = field === "content-type" && value !== "" ? given.split(",") : [given];
  return items.every((item) => item.trimStart().startsWith(value) || item.startsWith(value));
}

function readCondition(condition: unknown): FieldCondition | { readonly min: number; readonly max: number } {
  if (Array.isArray(condition)) return readListCondition(condition);
  if (!isRecord(condition)) throw invalidPolicy("Invalid Condition: must be a List or an Object.");
  const entries = Object.entries(condition);
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw invalidPolicy("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
  const [name, value] = entry;
  if (typeof value !== "string") throw invalidPolicy("Invalid Simple-Condition: value must be a string.");
  return fieldCondition("eq", name, value);
}

function readListCondition(condition: readonly unknown[]): FieldCondition | { readonly min: number; readonly max: number } {
  const [operator, first, second] = condition;
  const name = typeof operator === "string" ? operator.toLowerCase() : "";
  if (condition.length !== 3) throw invalidPolicy("Invalid Condition: wrong number of arguments.");
  if (name === "content-length-range") return { min: readSize(first), max: readSize(second) };
  if (name !== "eq" && name !== "starts-with") throw invalidPolicy(`Invalid Condition: unknown operation '${String(operator)}'.`);
  if (typeof first !== "string" || !first.startsWith("$")) throw invalidPolicy("Invalid Condition: the name of a form field begins with '$'.");
  if (typeof second !== "string") throw invalidPolicy("Invalid Condition: value must be a string.");
  return fieldCondition(name, first.slice(1), second);
}

function fieldCondition(operator: "eq" | "starts-with", name: string, value: string): FieldCondition {
  const text = `[${[operator, `$${name}`, value].map((item) => JSON.stringify(item)).join(", ")}]`;
  return { operator, field: name.toLowerCase(), value, text };
}

/** Policies write sizes as numbers or as texts. */
function readSize(value: unknown): number {
  const size = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof size === "number" && Number.isInteger(size) && size >= 0) return size;
  throw invalidPolicy("Invalid content-length-range: both ends must be numbers.");
}

function readJson(field: string): unknown {
  const bytes = fromBase64(field.replace(/\s/g, ""));
  if (bytes === undefined) throw invalidPolicy("Invalid JSON.");
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    throw invalidPolicy("Invalid JSON.");
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function lowerCaseNames(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
}

function invalidPolicy(problem: string): AwsError {
  return new AwsError(400, "InvalidPolicyDocument", `Invalid Policy: ${problem}`);
}

function denied(reason: string): AwsError {
  return new AwsError(403, "AccessDenied", `Invalid according to Policy: ${reason}`);
}
