import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { constraintError, readList } from "./sts-parameters.ts";

/** Longest inline session policy, in characters. */
const MAX_POLICY_LENGTH = 2048;

/**
 * The session policies that a request passes: the inline `Policy`. Managed policies (`PolicyArns`) are refused, since there are none
 * here: a session must never have more rights than was asked for.
 * @throws AwsError 400 `MalformedPolicyDocument`, 400 `ValidationError`
 */
export function readSessionPolicies(parameters: URLSearchParams): readonly string[] {
  const [managed] = readList(parameters, "PolicyArns");
  if (managed !== undefined) throw new AwsError(400, "MalformedPolicyDocument", `The managed policy ${managed["arn"] ?? ""} does not exist: this local AWS has no managed policies.`);
  const policy = parameters.get("Policy");
  if (policy === null || policy === "") return [];
  if (policy.length > MAX_POLICY_LENGTH) throw constraintError("policy", `${policy.length} characters`, `have length less than or equal to ${MAX_POLICY_LENGTH}`);
  if (!hasStatements(policy)) throw new AwsError(400, "MalformedPolicyDocument", "The policy is not in the valid JSON format.");
  return [policy];
}

/** How full the packed policies and tags are, in percent; absent when the request passed none (aws-facts 4.1 row 5). */
export function packedPolicySize(policies: readonly string[], tags: Readonly<Record<string, string>>): { readonly PackedPolicySize?: number } {
  const packed = policies.join("").replace(/\s+/g, "").length + Object.entries(tags).flat().join("").length;
  return packed === 0 ? {} : { PackedPolicySize: Math.min(100, Math.ceil((packed * 100) / MAX_POLICY_LENGTH)) };
}

function hasStatements(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === "object" && policy !== null && "Statement" in policy;
  } catch {
    return false;
  }
}
