import { findRole } from "#local-aws/iam/principals.ts";
import { constraintError, required, validationError } from "./sts-parameters.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { Role } from "#local-aws/world.ts";

/** A role as a request names it: it may not exist, which nobody is told. */
export interface NamedRole {
  readonly arn: string;
  readonly role: Role | undefined;
}

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/((?:[\x21-\x7e]+\/)*)([\w+=,.@-]{1,64})$/;

/** Reads `RoleArn`. @throws AwsError 400 `ValidationError` (aws-facts 4.1 row 8) */
export function readRole(reader: MetadataReader, parameters: URLSearchParams): NamedRole {
  const arn = required(parameters, "RoleArn");
  if (arn.length < 20) throw constraintError("roleArn", arn, "have length greater than or equal to 20");
  const [, accountId, , roleName] = ROLE_ARN.exec(arn) ?? [];
  if (accountId === undefined || roleName === undefined) throw validationError(`${arn} is invalid`);
  const role = findRole(reader, accountId, roleName);
  // A role's path is part of its ARN.
  return { arn, role: role?.arn === arn ? role : undefined };
}

/** Sessions of one role that assume another last an hour at most. Seconds. */
const CHAINED_SECONDS = 3600;

/** Refuses a session that would last longer than its role lets it, or a chained one than an hour. @throws AwsError 400 `ValidationError` */
export function checkRoleDuration(role: Role, seconds: number, isChained: boolean): void {
  if (isChained && seconds > CHAINED_SECONDS) {
    throw validationError("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
  }
  if (seconds > role.maxSessionDuration) throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
}
