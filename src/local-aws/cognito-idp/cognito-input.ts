import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { invalidParameter } from "./cognito-errors.ts";

/** Rules of a string member, as the API model has them. */
interface StringRules {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

/**
 * Reads the members of a request. A member of a wrong JSON type is a SerializationException, one that breaks a bound an
 * InvalidParameterException in AWS's words. Values are not quoted back: they may be secrets.
 */
export interface CognitoInput {
  string(name: string, rules?: StringRules): string | undefined;
  requiredString(name: string, rules?: StringRules): string;
  boolean(name: string): boolean | undefined;
  integer(name: string, bounds: { readonly min: number; readonly max: number }): number | undefined;
  /** A map of strings, null ones left out; empty when absent. */
  strings(name: string): Readonly<Record<string, string>>;
  /** A structure; undefined when absent. */
  structure(name: string): CognitoInput | undefined;
  /** A list of `{Name, Value}`; empty when absent. */
  attributes(name: string): Readonly<Record<string, string>>;
}

/** Wraps the members of a request. */
export function cognitoInput(members: Readonly<Record<string, unknown>>): CognitoInput {
  const typed = <T>(name: string, is: (value: unknown) => value is T): T | undefined => {
    const value = Object.hasOwn(members, name) ? members[name] : undefined;
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw new AwsError(400, "SerializationException", `The member ${name} has a wrong type.`);
    return value;
  };
  const string: CognitoInput["string"] = (name, rules = {}) => {
    const value = typed(name, isString);
    if (value !== undefined) checkString(name, value, rules);
    return value;
  };
  return {
    string,
    requiredString(name, rules) {
      const value = string(name, rules);
      if (value === undefined) throw constraint(name, "Member must not be null");
      return value;
    },
    boolean: (name) => typed(name, isBoolean),
    integer(name, { min, max }) {
      const value = typed(name, isInteger);
      if (value !== undefined && value < min) throw constraint(name, `Member must have value greater than or equal to ${min}`);
      if (value !== undefined && value > max) throw constraint(name, `Member must have value less than or equal to ${max}`);
      return value;
    },
    strings(name) {
      // amazon-cognito-identity-js sends `DEVICE_KEY: null`.
      const entries = Object.entries(typed(name, isRecord) ?? {}).filter(([, value]) => value !== null && value !== undefined);
      return Object.fromEntries(entries.map(([key, value]) => {
        if (!isString(value)) throw new AwsError(400, "SerializationException", `The member ${name} has a wrong type.`);
        return [key, value];
      }));
    },
    structure(name) {
      const value = typed(name, isRecord);
      return value && cognitoInput(value);
    },
    attributes(name) {
      const entries = (typed(name, isList) ?? []).map((entry) => {
        if (!isRecord(entry) || !isString(entry["Name"])) throw new AwsError(400, "SerializationException", `The member ${name} has a wrong type.`);
        return [entry["Name"], isString(entry["Value"]) ? entry["Value"] : ""];
      });
      return Object.fromEntries(entries);
    },
  };
}

function checkString(name: string, value: string, { min = 0, max = Infinity, pattern, oneOf }: StringRules): void {
  if (value.length < min) throw constraint(name, `Member must have length greater than or equal to ${min}`);
  if (value.length > max) throw constraint(name, `Member must have length less than or equal to ${max}`);
  if (pattern !== undefined && !pattern.test(value)) throw constraint(name, `Member must satisfy regular expression pattern: ${pattern.source}`);
  if (oneOf !== undefined && !oneOf.includes(value)) throw constraint(name, `Member must satisfy enum value set: [${oneOf.join(", ")}]`);
}

/** AWS names a member as its model's code does: `clientId` for `ClientId`. */
function constraint(name: string, rule: string): AwsError {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return invalidParameter(`1 validation error detected: Value at '${member}' failed to satisfy constraint: ${rule}`);
}

/** A lone surrogate is no text: it has no UTF-8, and so no place in a row's key. */
const isString = (value: unknown): value is string => typeof value === "string" && !/\p{Surrogate}/u.test(value);
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
