import { SERVICES } from "#local-aws/protocol/service-name.ts";
import type { Fault, FaultEffect, FaultMatch, SessionsToEnd } from "./fault.ts";

/** What is wrong with an order for a fault, for whoever sent it. */
export class FaultOrderError extends Error {
  override readonly name = "FaultOrderError";
}

type Members = Readonly<Record<string, unknown>>;

const RULE_MEMBERS = ["kind", "match", "times", "after", "probability", "seed"];
/** Members that each kind takes beside those of every rule. */
const EFFECT_MEMBERS: Readonly<Record<FaultEffect["kind"], readonly string[]>> = {
  delay: ["milliseconds", "when"],
  slow: ["bytesPerSecond", "direction"],
  "cut-request": ["afterBytes"],
  "cut-response": ["afterBytes"],
  "drop-response": [],
  "internal-error": [],
  "slow-down": ["retryAfterSeconds"],
  throttle: [],
  "disk-full": [],
  "clock-skew": [],
  "expire-session": [],
};
const MATCH_TEXTS = ["operation", "method", "bucket", "key", "keyPrefix", "accessKeyId"] as const;
const SESSION_OWNERS = ["accessKeyId", "userName", "roleName"] as const;
const HOUR_MS = 3_600_000;

/** Reads an order: a fault for requests to come, or sessions to end at once. @throws FaultOrderError */
export function readFaultOrder(order: unknown): { readonly fault: Fault } | { readonly sessions: SessionsToEnd } {
  const members = record(order, "The order");
  const sessions = readSessions(members);
  if (sessions !== undefined) return { sessions };
  const kind = oneOf(members, "kind", Object.keys(EFFECT_MEMBERS));
  const known = [...RULE_MEMBERS, ...(isKind(kind) ? EFFECT_MEMBERS[kind] : [])];
  refuseOthers(members, known);
  const fault = {
    effect: readEffect(kind, members),
    match: readMatch(members["match"] === undefined ? {} : record(members["match"], "match")),
    times: members["times"] === "unlimited" ? undefined : (number(members, "times", { min: 1 }) ?? 1),
    after: number(members, "after", { min: 0 }) ?? 0,
    probability: number(members, "probability", { min: 0, max: 1, fraction: true }) ?? 1,
    seed: number(members, "seed", { min: 0, max: 0xffff_ffff }) ?? 0,
  };
  return { fault };
}

/** `{"kind": "expire-session"}` with an owner is about now, not about requests. */
function readSessions(members: Members): SessionsToEnd | undefined {
  const owner = SESSION_OWNERS.find((name) => members[name] !== undefined);
  if (members["kind"] !== "expire-session" || owner === undefined) return undefined;
  refuseOthers(members, ["kind", owner]);
  const value = text(members, owner) ?? "";
  switch (owner) {
    case "accessKeyId":
      return { accessKeyId: value };
    case "userName":
      return { userName: value };
    case "roleName":
      return { roleName: value };
  }
}

function readEffect(kind: string, members: Members): FaultEffect {
  switch (kind) {
    case "delay":
      return { kind, milliseconds: required(members, "milliseconds", { min: 0, max: HOUR_MS }), when: members["when"] === undefined ? "before" : oneOf(members, "when", ["before", "after"]) };
    case "slow":
      return { kind, bytesPerSecond: required(members, "bytesPerSecond", { min: 1 }), direction: members["direction"] === undefined ? "response" : oneOf(members, "direction", ["request", "response"]) };
    case "cut-request":
    case "cut-response":
      return { kind, afterBytes: required(members, "afterBytes", { min: 0 }) };
    case "slow-down": {
      const retryAfterSeconds = number(members, "retryAfterSeconds", { min: 0 });
      return { kind, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
    }
    case "drop-response":
    case "internal-error":
    case "throttle":
    case "disk-full":
    case "clock-skew":
    case "expire-session":
      return { kind };
    default:
      throw new FaultOrderError(`There is no fault of the kind ${kind}.`);
  }
}

function readMatch(members: Members): FaultMatch {
  refuseOthers(members, ["service", "partNumber", ...MATCH_TEXTS]);
  const texts = Object.fromEntries(MATCH_TEXTS.flatMap((name) => (members[name] === undefined ? [] : [[name, text(members, name)]])));
  const partNumber = number(members, "partNumber", { min: 1, max: 10_000 });
  return {
    ...texts,
    ...(members["service"] === undefined ? {} : { service: oneOf(members, "service", SERVICES) }),
    ...(partNumber === undefined ? {} : { partNumber }),
  };
}

function isKind(kind: string): kind is FaultEffect["kind"] {
  return Object.hasOwn(EFFECT_MEMBERS, kind);
}

function record(value: unknown, what: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new FaultOrderError(`${what} must be a JSON object.`);
  return Object.fromEntries(Object.entries(value));
}

function refuseOthers(members: Members, known: readonly string[]): void {
  const other = Object.keys(members).find((name) => !known.includes(name));
  if (other !== undefined) throw new FaultOrderError(`${other} means nothing here; known are: ${known.join(", ")}.`);
}

function oneOf<T extends string>(members: Members, name: string, values: readonly T[]): T {
  const value = values.find((candidate) => candidate === members[name]);
  if (value === undefined) throw new FaultOrderError(`${name} must be one of: ${values.join(", ")}.`);
  return value;
}

function text(members: Members, name: string): string | undefined {
  const value = members[name];
  if (value !== undefined && typeof value !== "string") throw new FaultOrderError(`${name} must be a text.`);
  return value;
}

interface Bounds {
  readonly min: number;
  readonly max?: number;
  readonly fraction?: boolean;
}

function number(members: Members, name: string, { min, max = Number.MAX_SAFE_INTEGER, fraction = false }: Bounds): number | undefined {
  const value = members[name];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value) || !(fraction || Number.isInteger(value)) || value < min || value > max) {
    throw new FaultOrderError(`${name} must be ${fraction ? "a" : "a whole"} number from ${min} to ${max}.`);
  }
  return value;
}

function required(members: Members, name: string, bounds: Bounds): number {
  const value = number(members, name, bounds);
  if (value === undefined) throw new FaultOrderError(`${name} is missing.`);
  return value;
}
