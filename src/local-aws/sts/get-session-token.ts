import { newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Services } from "#local-aws/services.ts";
import { credentialsXml } from "./credentials-xml.ts";
import { type StsAction, signedCaller } from "./sts-action.ts";
import { readDuration } from "./sts-parameters.ts";

/** Seconds (aws-facts 4.1 row 12). */
const DURATION = { least: 900, usual: 43_200, most: 129_600 };

/**
 * GetSessionToken: temporary credentials with the caller's own rights; like GetCallerIdentity it needs no permission. Users of the
 * demo world have no MFA device, so a code is always wrong.
 * @throws AwsError ValidationError for the duration; AccessDenied for a caller with session credentials and for an MFA code
 */
export function getSessionToken(services: Pick<Services, "clock" | "random" | "metadata">): StsAction {
  return async (parameters, context) => {
    const caller = signedCaller(context);
    const durationSeconds = readDuration(parameters, DURATION);
    if (caller.session !== undefined) throw new AwsError(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
    if (parameters.has("SerialNumber") || parameters.has("TokenCode")) {
      throw new AwsError(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.");
    }
    const owner = { type: "user", accountId: caller.accountId, userName: caller.name } as const;
    const credentials = await newSessionCredentials(services, { owner, source: "session-token", durationSeconds });
    return { Credentials: credentialsXml(credentials) };
  };
}
