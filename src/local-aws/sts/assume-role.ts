import { type AccessRequest, isAuthorized } from "#local-aws/iam/authorize.ts";
import { newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Services } from "#local-aws/services.ts";
import type { Caller, Role } from "#local-aws/world.ts";
import { credentialsXml } from "./credentials-xml.ts";
import { checkRoleDuration, readRole } from "./role-to-assume.ts";
import { packedPolicySize, readSessionPolicies } from "./session-policy.ts";
import { readSessionTags, type SessionTags, tagConditions } from "./session-tags.ts";
import { readDuration, readName } from "./sts-parameters.ts";
import { type StsAction, signedCaller } from "./sts-action.ts";

/** Seconds (aws-facts 4.1 row 6). */
const DURATION = { least: 900, usual: 3600, most: 43_200 };

/**
 * AssumeRole: temporary credentials of a role that trusts the caller (aws-facts 4.1). The role's trust policy must allow it, to the
 * caller or to its account; another account's caller needs a policy of its own besides. Passing tags needs sts:TagSession of both.
 * @throws AwsError 400 `ValidationError`, `InvalidParameterValue`, `MalformedPolicyDocument`; 403 `AccessDenied`, also for a role that is not there
 */
export function assumeRole(services: Pick<Services, "clock" | "random" | "metadata">): StsAction {
  return async (parameters, context) => {
    const caller = signedCaller(context);
    const named = readRole(services.metadata, parameters);
    const name = readName(parameters, "RoleSessionName", { least: 2, most: 64 });
    const seconds = readDuration(parameters, DURATION);
    const policies = readSessionPolicies(parameters);
    const tags = readSessionTags(parameters, caller);
    if (caller.type === "Root") throw new AwsError(403, "AccessDenied", "Roles may not be assumed by root accounts.");
    if (named.role === undefined) throw notAuthorized(caller, named.arn);
    const { role } = named;
    checkTrust(caller, role, { parameters, name, tags });
    checkRoleDuration(role, seconds, caller.type === "AssumedRole");
    if (parameters.has("SerialNumber") || parameters.has("TokenCode")) {
      throw new AwsError(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.");
    }
    const credentials = await newSessionCredentials(services, {
      owner: { type: "role", accountId: role.accountId, roleName: role.roleName },
      source: "assume-role",
      name,
      durationSeconds: seconds,
      policies,
      tags: tags.tags,
      transitiveTagKeys: tags.transitiveTagKeys,
    });
    return {
      Credentials: credentialsXml(credentials),
      AssumedRoleUser: { AssumedRoleId: `${role.roleId}:${name}`, Arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.roleName}/${name}` },
      ...packedPolicySize(policies, tags.passed ? tags.tags : {}),
    };
  };
}

function checkTrust(
  caller: Caller,
  role: Role,
  asked: { readonly parameters: URLSearchParams; readonly name: string; readonly tags: SessionTags },
): void {
  const externalId = asked.parameters.get("ExternalId");
  const request = (action: string): AccessRequest => ({
    caller,
    origin: caller.origin,
    action,
    resource: role.arn,
    resourceAccountId: role.accountId,
    resourcePolicy: role.trustPolicy,
    resourcePolicyMode: "required",
    conditions: {
      "sts:rolesessionname": [asked.name],
      ...(externalId === null ? {} : { "sts:externalid": [externalId] }),
      ...tagConditions(asked.tags),
    },
  });
  if (!isAuthorized(request("sts:AssumeRole"))) throw notAuthorized(caller, role.arn);
  if (asked.tags.passed && !isAuthorized(request("sts:TagSession"))) throw notAuthorized(caller, role.arn, "sts:TagSession");
}

/** The same for a role that is not there: who may not assume it does not learn which it is (aws-facts 4.1 row 10). */
function notAuthorized(caller: Caller, roleArn: string, action = "sts:AssumeRole"): AwsError {
  return new AwsError(403, "AccessDenied", `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`);
}
