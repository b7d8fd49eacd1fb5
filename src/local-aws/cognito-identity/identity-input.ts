import { AwsError } from "#local-aws/protocol/aws-error.ts";

type Input = Readonly<Record<string, unknown>>;

/** A pool's or identity's id. @throws AwsError 400 `ValidationException` */
export function readId(input: Input, member: "IdentityPoolId" | "IdentityId"): string {
  const at = member.charAt(0).toLowerCase() + member.slice(1);
  const value = input[member];
  if (typeof value !== "string") throw validation(`Value null at '${at}' failed to satisfy constraint: Member must not be null`);
  if (value.length > 55 || !/^[\w-]+:[0-9a-f-]+$/.test(value)) {
    throw validation(`Value '${value}' at '${at}' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+`);
  }
  return value;
}

/** `Logins`: provider names and their tokens. @throws AwsError 400 `SerializationException` */
export function readLogins(input: Input): ReadonlyMap<string, string> {
  const logins = input["Logins"] ?? {};
  if (typeof logins !== "object" || Array.isArray(logins)) throw new AwsError(400, "SerializationException", "Logins must be a map of texts.");
  const entries = Object.entries(logins).map(([name, token]) => {
    if (typeof token !== "string") throw new AwsError(400, "SerializationException", "Logins must be a map of texts.");
    return [name, token] as const;
  });
  return new Map(entries);
}

/** A text that may be left out. @throws AwsError 400 `SerializationException` */
export function readOptionalText(input: Input, member: string): string | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw new AwsError(400, "SerializationException", `${member} must be a text.`);
}

function validation(problem: string): AwsError {
  return new AwsError(400, "ValidationException", `1 validation error detected: ${problem}`);
}

/** 400 `NotAuthorizedException` (aws-facts 4.2). */
export function notAuthorized(message: string): AwsError {
  return new AwsError(400, "NotAuthorizedException", message);
}
