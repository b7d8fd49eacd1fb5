import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { AccessRequest } from "./authorize.ts";
import type { AccessDecision } from "./decide-access.ts";

type Denial = Extract<AccessDecision, { allowed: false }>;

/**
 * The refusal of a request, with the texts of aws-facts 5.4: who, what, and which kind of policy. S3 answers 403 `AccessDenied` with
 * the resource in double quotes, and no more than "Access Denied" to anonymous callers and those of other accounts; KMS answers 400
 * `AccessDeniedException` without quotes (aws-facts 3.1) and does not tell another account what its key's policy says.
 */
export function accessDenied(request: AccessRequest, denial: Denial): AwsError {
  const { caller, action, resourceAccountId } = request;
  const [service] = action.split(":");
  const isForeign = caller?.accountId !== resourceAccountId;
  if (caller === undefined || (service === "s3" && isForeign)) return new AwsError(403, "AccessDenied", "Access Denied");
  const who = `User: ${caller.arn} is not authorized to perform: ${action}`;
  if (service === "kms") return new AwsError(400, "AccessDeniedException", `${who}${kmsReason(request, denial, isForeign)}`);
  // STS says no more than who and what (aws-facts 4.1).
  if (service === "sts") return new AwsError(403, "AccessDenied", `${who} on resource: ${request.resource}`);
  return new AwsError(403, "AccessDenied", `${who}${onResource(request)} ${reasonOf(action, denial)}`);
}

function kmsReason(request: AccessRequest, denial: Denial, isForeign: boolean): string {
  if (!isForeign || denial.policyType !== "resource-based") return ` on resource: ${request.resource} ${reasonOf(request.action, denial)}`;
  return " on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";
}

/** S3 quotes the resource, and says nothing of it where the action has none. */
function onResource({ action, resource }: AccessRequest): string {
  if (!action.startsWith("s3:")) return ` on resource: ${resource}`;
  return resource === "*" ? "" : ` on resource: "${resource}"`;
}

function reasonOf(action: string, { effect, policyType }: Denial): string {
  if (effect === "implicit-deny") return `because no ${policyType} policy allows the ${action} action`;
  return `with an explicit deny in ${policyType === "identity-based" ? "an" : "a"} ${policyType} policy`;
}
