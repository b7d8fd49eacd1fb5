import { AwsError } from "#local-aws/protocol/aws-error.ts";

/** 400 `ValidationError` (aws-facts 4.1). */
export function validationError(message: string): AwsError {
  return new AwsError(400, "ValidationError", message);
}

/** 400 `ValidationError` in the words of AWS's parameter checks. */
export function constraintError(name: string, value: string, constraint: string): AwsError {
  return validationError(`1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`);
}

/** A text that must be there. @throws AwsError 400 `ValidationError` */
export function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value !== null && value !== "") return value;
  throw constraintError(lowerFirst(name), "null", "not be null");
}

/** Seconds a session may last. */
export interface DurationRange {
  readonly least: number;
  readonly usual: number;
  readonly most: number;
}

/** `DurationSeconds`. @throws AwsError 400 `ValidationError` outside the range */
export function readDuration(parameters: URLSearchParams, range: DurationRange): number {
  const text = parameters.get("DurationSeconds");
  if (text === null) return range.usual;
  if (!/^-?\d{1,9}$/.test(text)) throw new AwsError(400, "MalformedInput", `Value '${text}' at 'durationSeconds' is not an integer`);
  const seconds = Number(text);
  if (seconds < range.least) throw constraintError("durationSeconds", text, `have value greater than or equal to ${range.least}`);
  if (seconds > range.most) throw constraintError("durationSeconds", text, `have value less than or equal to ${range.most}`);
  return seconds;
}

/** A name of a session or a federated user. @throws AwsError 400 `ValidationError` (aws-facts 4.1 row 7) */
export function readName(parameters: URLSearchParams, name: "RoleSessionName" | "Name", length: { readonly least: number; readonly most: number }): string {
  const value = required(parameters, name);
  const at = lowerFirst(name);
  if (!/^[\w+=,.@-]*$/.test(value)) throw constraintError(at, value, "satisfy regular expression pattern: [\\w+=,.@-]*");
  if (value.length < length.least) throw constraintError(at, value, `have length greater than or equal to ${length.least}`);
  if (value.length > length.most) throw constraintError(at, value, `have length less than or equal to ${length.most}`);
  return value;
}

/** The members of a list: `Tags.member.1.Key`, `Tags.member.1.Value` … in order, each by its own names (`""` for a plain text). */
export function readList(parameters: URLSearchParams, name: string): readonly Readonly<Record<string, string>>[] {
  const members = new Map<number, Record<string, string>>();
  for (const [parameter, value] of parameters) {
    const [, index, field = ""] = new RegExp(`^${name}\\.member\\.(\\d{1,4})(?:\\.(\\w+))?$`).exec(parameter) ?? [];
    if (index !== undefined) members.set(Number(index), { ...members.get(Number(index)), [field]: value });
  }
  return [...members].sort(([a], [b]) => a - b).map(([, member]) => member);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
