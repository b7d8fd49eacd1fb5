import { fromBase64 } from "#local-aws/protocol/bytes.ts";
import type { Context } from "./encryption-context.ts";
import { constraint, serialization, unsupported } from "./kms-errors.ts";

/** Rules for a string: its length, its pattern, its allowed values. */
type StringRules = Bounds & { readonly pattern?: RegExp; readonly oneOf?: readonly string[] };

/** Bounds of a string or blob, in characters or bytes, or of a number. */
interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * Reads the members of a request of KMS with the checks of the API model. A member of a wrong JSON type is a
 * SerializationException, one that breaks a bound a ValidationException in the words of aws-facts 3.8.
 */
export interface KmsInput {
  string(name: string, rules?: StringRules): string | undefined;
  requiredString(name: string, rules?: StringRules): string;
  integer(name: string, bounds: Bounds): number | undefined;
  boolean(name: string): boolean;
  /** Base64 in the JSON. The bytes are secret, so no message quotes them. */
  requiredBlob(name: string, bounds: Bounds): Uint8Array<ArrayBuffer>;
  /** As `requiredBlob`; undefined when absent. */
  blob(name: string, bounds: Bounds): Uint8Array<ArrayBuffer> | undefined;
  /** Seconds since the epoch in the JSON, milliseconds here. */
  timestamp(name: string): number | undefined;
  /** A list of strings, each after the rules; empty when absent. `min` and `max` here bound the list. */
  strings(name: string, bounds: Bounds, rules: StringRules): readonly string[];
  /** A structure within the request. */
  structure(name: string): KmsInput | undefined;
  /** An encryption context; no pairs when absent. */
  context(name: string): Context;
  /** A list of `{TagKey, TagValue}`; empty when absent. */
  tags(name: string): readonly { readonly TagKey: string; readonly TagValue: string }[];
  /** `KeyId`, or another member that identifies a key: 1 to 2048 characters. */
  keyId(name?: string): string;
  /** Refuses, loudly, members whose effect the stand-in does not have. */
  refuse(...names: readonly string[]): void;
}

/** Wraps a request's JSON text. @throws AwsError SerializationException when it is not an object */
export function kmsInput(text: string): KmsInput {
  return inputOf(parseObject(text));
}

function inputOf(members: Readonly<Record<string, unknown>>): KmsInput {
  const typed = <T>(name: string, type: string, is: (value: unknown) => value is T): T | undefined => {
    const value = Object.hasOwn(members, name) ? members[name] : undefined;
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw serialization(`${name} is not ${type}`);
    return value;
  };

  const string: KmsInput["string"] = (name, rules = {}) => {
    const value = typed(name, "a string", isString);
    return value === undefined ? undefined : checkString(memberOf(name), value, rules);
  };

  const blob: KmsInput["blob"] = (name, bounds) => {
    const text = typed(name, "a base64 string", isString);
    if (text === undefined) return undefined;
    const bytes = decodeBase64(name, text);
    checkLength(memberOf(name), undefined, bytes.length, bounds);
    return bytes;
  };

  const requiredString: KmsInput["requiredString"] = (name, rules) => required(name, string(name, rules));

  return {
    string,
    requiredString,
    integer(name, bounds) {
      const value = typed(name, "an integer", isInteger);
      if (value !== undefined) checkRange(memberOf(name), value, bounds);
      return value;
    },
    boolean: (name) => typed(name, "a boolean", isBoolean) ?? false,
    blob,
    requiredBlob: (name, bounds) => required(name, blob(name, bounds)),
    timestamp(name) {
      const seconds = typed(name, "a timestamp", isFiniteNumber);
      return seconds === undefined ? undefined : Math.round(seconds * 1000);
    },
    strings(name, bounds, rules) {
      const list = typed(name, "a list", Array.isArray) ?? [];
      checkLength(memberOf(name), undefined, list.length, bounds);
      return list.map((item: unknown) => {
        if (!isString(item)) throw serialization(`${name} is not a list of strings`);
        return checkString(memberOf(name), item, rules);
      });
    },
    structure(name) {
      const structure = typed(name, "a structure", isRecord);
      return structure === undefined ? undefined : inputOf(structure);
    },
    context(name) {
      const context = typed(name, "a map of strings", isRecord) ?? {};
      if (!isStringMap(context)) throw serialization(`${name} is not a map of strings`);
      return context;
    },
    tags(name) {
      return (typed(name, "a list", Array.isArray) ?? []).map((tag: unknown) => {
        if (!isRecord(tag) || !isString(tag["TagKey"]) || !isString(tag["TagValue"])) {
          throw serialization(`${name} is not a list of TagKey and TagValue`);
        }
        return { TagKey: tag["TagKey"], TagValue: tag["TagValue"] };
      });
    },
    keyId: (name = "KeyId") => requiredString(name, { min: 1, max: 2048 }),
    refuse(...names) {
      for (const name of names) {
        if (Object.hasOwn(members, name)) throw unsupported(`Keyseal's local stand-in for AWS KMS does not support ${name}.`);
      }
    },
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text === "" ? "{}" : text);
  } catch {
    throw serialization("The request is not JSON");
  }
  if (!isRecord(value)) throw serialization("The request is not a JSON object");
  return value;
}

function required<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw constraint(memberOf(name), "null", "Member must not be null");
  return value;
}

function checkString(member: string, value: string, rules: StringRules): string {
  checkLength(member, value, value.length, rules);
  if (rules.oneOf !== undefined && !rules.oneOf.includes(value)) {
    throw constraint(member, value, `Member must satisfy enum value set: [${rules.oneOf.join(", ")}]`);
  }
  if (rules.pattern !== undefined && !rules.pattern.test(value)) {
    throw constraint(member, value, `Member must satisfy regular expression pattern: ${rules.pattern.source}`);
  }
  return value;
}

/** AWS names members in messages as its model's code does: `keyId` for `KeyId`. */
function memberOf(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function checkLength(member: string, shown: string | undefined, length: number, { min = 0, max = Infinity }: Bounds): void {
  if (length < min) throw constraint(member, shown, `Member must have length greater than or equal to ${min}`);
  if (length > max) throw constraint(member, shown, `Member must have length less than or equal to ${max}`);
}

function checkRange(member: string, value: number, { min = -Infinity, max = Infinity }: Bounds): void {
  if (value < min) throw constraint(member, `${value}`, `Member must have value greater than or equal to ${min}`);
  if (value > max) throw constraint(member, `${value}`, `Member must have value less than or equal to ${max}`);
}

function decodeBase64(name: string, text: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64(text);
  if (bytes === undefined) throw serialization(`${name} is not base64`);
  return bytes;
}

const isString = (value: unknown): value is string => typeof value === "string";
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isStringMap = (value: Readonly<Record<string, unknown>>): value is Context => Object.values(value).every(isString);
