import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Caller } from "#local-aws/world.ts";
import { decide, type PolicyDecision } from "./policy-match.ts";

/**
 * Refuses an action that the caller's identity policies do not allow, with the texts of aws-facts 5.4. `action` is `s3:PutObject`,
 * `kms:GenerateDataKey` …; `resource` an ARN or `*`.
 *
 * S3 (403 AccessDenied) puts the resource in double quotes; KMS called directly answers 400 AccessDeniedException without quotes
 * (aws-facts 3.1); STS answers as S3 does, unquoted. An anonymous caller gets the plain "Access Denied".
 */
export function authorize(caller: Caller | undefined, action: string, resource: string): void {
  if (caller === undefined) throw new AwsError(403, "AccessDenied", "Access Denied");
  const decision = decide(caller.principal.policies, action, resource);
  if (decision === "allow") return;
  const message = deniedMessage(caller.arn, action, resource, decision);
  throw isKms(action) ? new AwsError(400, "AccessDeniedException", message) : new AwsError(403, "AccessDenied", message);
}

/** Whether `authorize` would let the caller do it: for answers that depend on a permission, such as 403 instead of 404. */
export function isAuthorized(caller: Caller | undefined, action: string, resource: string): boolean {
  return caller !== undefined && decide(caller.principal.policies, action, resource) === "allow";
}

function isKms(action: string): boolean {
  return action.startsWith("kms:");
}

function deniedMessage(arn: string, action: string, resource: string, decision: Exclude<PolicyDecision, "allow">): string {
  const quoted = action.startsWith("s3:") ? `"${resource}"` : resource;
  const reason =
    decision === "explicit-deny" ? "with an explicit deny in an identity-based policy" : `because no identity-based policy allows the ${action} action`;
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${quoted} ${reason}`;
}
