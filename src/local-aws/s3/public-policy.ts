import { readOperatorName } from "#local-aws/iam/condition-block.ts";
import { readIpRange } from "#local-aws/iam/ip-range.ts";
import { parsePolicyDocument, type PolicyCondition, type PolicyStatement } from "#local-aws/iam/policy-document.ts";
import { hasVariable } from "#local-aws/iam/policy-text.ts";

/** Keys that fix who asks, or from where, when a condition asks for fixed values of them: Amazon S3's meaning of "public". */
const FIXING_KEYS: ReadonlySet<string> = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:sourceaccount",
  "aws:sourceip",
  "aws:userid",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
]);
const FIXING_OPERATORS: ReadonlySet<string> = new Set(["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress"]);
/** A block of addresses with a shorter prefix than this is the public. */
const LEAST_PREFIX = { 32: 8, 128: 32 };

/** Whether a bucket policy is public: some Allow is for everybody and no condition of it fixes who that is. The text was checked when it was put. */
export function isPublicPolicy(text: string): boolean {
  return parsePolicyDocument(text).statements.some(isPublicStatement);
}

function isPublicStatement({ effect, principal, conditions }: PolicyStatement): boolean {
  const isForEverybody = principal !== undefined && (principal.negated || principal.entries.some(({ value }) => value === "*"));
  return effect === "Allow" && isForEverybody && !conditions.some(fixesCaller);
}

function fixesCaller({ operator, key, values }: PolicyCondition): boolean {
  const { quantifier, base, ifExists } = readOperatorName(operator);
  // With IfExists and ForAllValues a request without the key passes.
  if (ifExists || quantifier === "ForAllValues" || !FIXING_OPERATORS.has(base) || !FIXING_KEYS.has(key.toLowerCase())) return false;
  return values.length > 0 && values.every(base === "IpAddress" ? isNarrowRange : isFixed);
}

function isFixed(value: string): boolean {
  return !/[*?]/.test(value) && !hasVariable(value);
}

function isNarrowRange(value: string): boolean {
  const range = readIpRange(value);
  return range !== undefined && range.prefix >= LEAST_PREFIX[range.size];
}
