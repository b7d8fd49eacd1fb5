import { isConditionOperator, readOperatorName } from "#local-aws/iam/condition-block.ts";
import { readIpRange } from "#local-aws/iam/ip-range.ts";
import { invalidPrincipal, missingField, parsePolicyDocument, PolicyDocumentError, type PolicyStatement } from "#local-aws/iam/policy-document.ts";
import { hasVariable } from "#local-aws/iam/policy-text.ts";
import { matchesAtoms, wildcardAtoms } from "#local-aws/iam/wildcards.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import { isPrincipal } from "./policy-principals.ts";
import { S3_ACTIONS, type S3Action } from "./s3-actions.ts";
import { actionsOfConditionKey } from "./s3-condition-keys.ts";

/** 20 KB (aws-facts 5.5). */
export const MAX_POLICY_BYTES = 20_480;

/**
 * Holds the text of a bucket policy against what S3 takes: a policy whose principals exist, about actions of S3 and resources of
 * this bucket.
 * @throws AwsError 400 `MalformedPolicy` with S3's words (aws-facts 5.5; 5.2 for a resource of another bucket).
 */
export function checkBucketPolicy(reader: MetadataReader, bucketName: string, text: string): void {
  try {
    if (!text.startsWith("{")) throw new PolicyDocumentError("Policies must be valid JSON and the first byte must be '{'");
    for (const statement of parsePolicyDocument(text).statements) checkStatement(reader, bucketName, statement);
  } catch (error) {
    throw error instanceof PolicyDocumentError ? malformed(error.message) : error;
  }
}

function checkStatement(reader: MetadataReader, bucketName: string, statement: PolicyStatement): void {
  const { principal, resource } = statement;
  if (principal === undefined) throw missingField("Principal");
  if (resource === undefined) throw missingField("Resource");
  if (principal.negated && statement.effect === "Allow") throw malformed("Allow with NotPrincipal is not allowed.");
  for (const { type, value } of principal.entries) {
    if (!isPrincipal(reader, type, value)) throw malformed(invalidPrincipal().message, `"${type}" : "${value}"`);
  }
  const actions = statement.action.patterns.map(actionsOf);
  for (const pattern of resource.patterns) {
    if (!isOfBucket(pattern, bucketName)) throw malformed("Policy has invalid resource", pattern);
  }
  if (!resource.negated && !statement.action.negated) checkActionsApply(actions, resource.patterns.map((pattern) => kindsOf(pattern, bucketName)));
  checkConditions(statement, actions.flat());
}

/** What of S3's actions a pattern means; an action that S3 does not have is refused. */
function actionsOf(pattern: string): readonly S3Action[] {
  if (pattern === "*") return S3_ACTIONS;
  const atoms = wildcardAtoms(pattern.toLowerCase());
  const found = S3_ACTIONS.filter(({ name }) => matchesAtoms(atoms, `s3:${name}`.toLowerCase()));
  if (!/^s3:/i.test(pattern) || found.length === 0) throw malformed("Policy has invalid action", pattern);
  return found;
}

/** Each action has to be asked of one of the resources at least. */
function checkActionsApply(actions: readonly (readonly S3Action[])[], kinds: readonly (readonly S3Action["resource"][])[]): void {
  const named = new Set(kinds.flat());
  if (actions.every((meant) => meant.some(({ resource }) => named.has(resource)))) return;
  throw malformed("Action does not apply to any resource(s) in statement");
}

/** A resource of this bucket: its ARN, that of an object of it, or a pattern of these. The bucket's name has to be written out. */
function isOfBucket(pattern: string, bucketName: string): boolean {
  const rest = restOfArn(pattern, bucketName);
  return rest !== undefined && (rest === "" || /^[/*?]/.test(rest));
}

/** Whether a pattern means the bucket, its objects or both. */
function kindsOf(pattern: string, bucketName: string): readonly S3Action["resource"][] {
  const rest = restOfArn(pattern, bucketName) ?? "";
  if (rest === "") return ["bucket"];
  return rest.startsWith("/") ? ["object"] : ["bucket", "object"];
}

/** What of a resource comes behind the bucket's ARN; undefined when it does not begin with it. */
function restOfArn(pattern: string, bucketName: string): string | undefined {
  const arn = `arn:aws:s3:::${bucketName}`;
  return pattern.startsWith(arn) ? pattern.slice(arn.length) : undefined;
}

function checkConditions({ conditions, action }: PolicyStatement, actions: readonly S3Action[]): void {
  for (const { operator, key, values } of conditions) {
    if (!isConditionOperator(operator)) throw malformed(`Invalid Condition type : ${operator}`);
    const belongsTo = actionsOfConditionKey(key);
    if (belongsTo === undefined) throw malformed("Policy has an invalid condition key", key);
    if (!action.negated && belongsTo.length > 0 && !actions.some(({ name }) => belongsTo.includes(name))) {
      throw malformed("Conditions do not apply to combination of actions and resources in statement");
    }
    const { base } = readOperatorName(operator);
    if ((base === "IpAddress" || base === "NotIpAddress") && !values.every((value) => hasVariable(value) || readIpRange(value) !== undefined)) {
      throw malformed("Invalid IP address in Conditions");
    }
  }
}

/** 400 `MalformedPolicy`; `detail` is what of the policy is meant. */
function malformed(message: string, detail?: string): AwsError {
  return new AwsError(400, "MalformedPolicy", message, { details: detail === undefined ? {} : { Detail: detail } });
}
