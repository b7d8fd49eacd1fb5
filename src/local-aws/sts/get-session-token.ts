import { newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Services } from "#local-aws/services.ts";
import type { StsAction } from "./sts-action.ts";

/** Seconds (aws-facts 4.1). */
const DURATION = { least: 900, usual: 43_200, most: 129_600 };

/**
 * GetSessionToken: temporary credentials with the caller's own rights; like GetCallerIdentity it needs no permission. Users of the
 * demo world have no MFA device, so a code is always wrong.
 * @throws AwsError ValidationError for the duration; AccessDenied for a caller with session credentials and for an MFA code
 */
export function getSessionToken(services: Pick<Services, "clock" | "random" | "metadata">): StsAction {
  return async (parameters, caller) => {
    const seconds = readDuration(parameters.get("DurationSeconds"));
    if (caller.session !== undefined) throw new AwsError(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
    if (parameters.has("SerialNumber") || parameters.has("TokenCode")) {
      throw new AwsError(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.");
    }
    const credentials = await newSessionCredentials(services, {
      owner: { type: "user", accountId: caller.accountId, userName: caller.name },
      source: "session-token",
      durationSeconds: seconds,
    });
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(credentials.expiresAt).toISOString().replace(/\.\d{3}Z$/, "Z"),
      },
    };
  };
}

function readDuration(text: string | null): number {
  if (text === null) return DURATION.usual;
  if (!/^-?\d{1,9}$/.test(text)) throw new AwsError(400, "MalformedInput", `Value '${text}' at 'durationSeconds' is not an integer`);
  const seconds = Number(text);
  if (seconds < DURATION.least) throw outOfRange(text, `greater than or equal to ${DURATION.least}`);
  if (seconds > DURATION.most) throw outOfRange(text, `less than or equal to ${DURATION.most}`);
  return seconds;
}

function outOfRange(value: string, bound: string): AwsError {
  return new AwsError(
    400,
    "ValidationError",
    `1 validation error detected: Value '${value}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
