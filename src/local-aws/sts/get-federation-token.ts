import { authorize } from "#local-aws/iam/authorize.ts";
import { newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Services } from "#local-aws/services.ts";
import { credentialsXml } from "./credentials-xml.ts";
import { packedPolicySize, readSessionPolicies } from "./session-policy.ts";
import { readSessionTags } from "./session-tags.ts";
import { type StsAction, signedCaller } from "./sts-action.ts";
import { readDuration, readName } from "./sts-parameters.ts";

/** Seconds. */
const DURATION = { least: 900, usual: 43_200, most: 129_600 };

/**
 * GetFederationToken: credentials of the calling user, narrowed by a policy and under another name; without a policy they may
 * do nothing, since rights are what that policy and the user's own both allow (aws-facts 4.1 rows 3 and 11).
 * @throws AwsError 403 `AccessDenied` for a caller with session credentials, 400 for parameters
 */
export function getFederationToken(services: Pick<Services, "clock" | "random" | "metadata">): StsAction {
  return async (parameters, context) => {
    const caller = signedCaller(context);
    const name = readName(parameters, "Name", { least: 2, most: 32 });
    const seconds = readDuration(parameters, DURATION);
    const policies = readSessionPolicies(parameters);
    const tags = readSessionTags(parameters, undefined);
    if (caller.session !== undefined) throw new AwsError(403, "AccessDenied", "Cannot call GetFederationToken with session credentials");
    const arn = `arn:aws:sts::${caller.accountId}:federated-user/${name}`;
    authorize({ caller, origin: caller.origin, action: "sts:GetFederationToken", resource: arn, resourceAccountId: caller.accountId, resourcePolicyMode: "in-addition" });
    const credentials = await newSessionCredentials(services, {
      owner: { type: "user", accountId: caller.accountId, userName: caller.name },
      source: "federation-token",
      name,
      durationSeconds: seconds,
      policies,
      tags: tags.tags,
    });
    return {
      Credentials: credentialsXml(credentials),
      FederatedUser: { FederatedUserId: `${caller.accountId}:${name}`, Arn: arn },
      PackedPolicySize: packedPolicySize(policies, tags.tags).PackedPolicySize ?? 0,
    };
  };
}
