import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { TrailEvent } from "./trail-event.ts";

type Input = Readonly<Record<string, unknown>>;

/** One filter of LookupEvents. */
interface LookupAttribute {
  readonly key: AttributeKey;
  readonly value: string;
}

/** What a LookupEvents call asks for (aws-facts 6.1). */
export interface Lookup {
  readonly attribute: LookupAttribute | undefined;
  /** Milliseconds since the epoch, both included. */
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  /** True for `EventCategory: insight`: this stand-in has no Insights, so there are none. */
  readonly insight: boolean;
  /** 1 to 50. */
  readonly maxResults: number;
  readonly nextToken: string | undefined;
}

/** What each attribute key compares; all compare exactly. */
const ATTRIBUTES = {
  EventId: (event, value) => event.eventId === value,
  EventName: (event, value) => event.eventName === value,
  ReadOnly: (event, value) => String(event.readOnly) === value,
  Username: (event, value) => event.username === value,
  ResourceType: (event, value) => event.resources.some(({ type }) => type === value),
  ResourceName: (event, value) => event.resources.some(({ name }) => name === value),
  EventSource: (event, value) => event.eventSource === value,
  AccessKeyId: (event, value) => event.accessKeyId === value,
} as const satisfies Readonly<Record<string, (event: TrailEvent, value: string) => boolean>>;
type AttributeKey = keyof typeof ATTRIBUTES;

const MAX_VALUE_LENGTH = 2000;
const MAX_RESULTS = 50;

/** Whether an event is among those that a lookup asks for. */
export function matchesLookup({ attribute, startTime, endTime, insight }: Lookup, event: TrailEvent): boolean {
  // Events count whole seconds, as their `eventTime` does.
  const time = Math.floor(event.eventTime / 1000) * 1000;
  if (insight || (startTime !== undefined && time < startTime) || (endTime !== undefined && time > endTime)) return false;
  return attribute === undefined || ATTRIBUTES[attribute.key](event, attribute.value);
}

/** Reads the request of LookupEvents. @throws AwsError with the codes of aws-facts 6.1 row 8; their texts are the stand-in's own. */
export function readLookup(input: Input): Lookup {
  const startTime = readTime(input, "StartTime");
  const endTime = readTime(input, "EndTime");
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) {
    throw refusal("InvalidTimeRangeException", "The start time must not be after the end time.");
  }
  return {
    attribute: readAttribute(input),
    startTime,
    endTime,
    insight: readCategory(input),
    maxResults: readMaxResults(input),
    nextToken: readToken(input),
  };
}

function readAttribute(input: Input): LookupAttribute | undefined {
  const list = input["LookupAttributes"] ?? [];
  if (!Array.isArray(list)) throw serialization("LookupAttributes", "a list");
  if (list.length === 0) return undefined;
  if (list.length > 1) throw invalidAttributes("Only one lookup attribute can be given.");
  const attribute: unknown = list[0];
  if (typeof attribute !== "object" || attribute === null) throw serialization("LookupAttributes", "a list of AttributeKey and AttributeValue");
  const { AttributeKey: name, AttributeValue: value } = Object.fromEntries(Object.entries(attribute));
  if (typeof name !== "string" || !isAttributeKey(name)) {
    throw invalidAttributes(`The attribute key must be one of: ${Object.keys(ATTRIBUTES).join(", ")}.`);
  }
  if (typeof value !== "string" || value === "") throw invalidAttributes("The attribute value must not be empty.");
  if (weightOf(value) > MAX_VALUE_LENGTH) throw invalidAttributes(`The attribute value must not be longer than ${MAX_VALUE_LENGTH} characters.`);
  return { key: name, value };
}

function isAttributeKey(name: string): name is AttributeKey {
  return Object.hasOwn(ATTRIBUTES, name);
}

/** `_`, a space, a comma and a newline count as two characters (aws-facts 6.1 row 3). */
function weightOf(value: string): number {
  return value.length + (value.match(/[_ ,\n]/g)?.length ?? 0);
}

function readTime(input: Input, name: "StartTime" | "EndTime"): number | undefined {
  const seconds = input[name] ?? undefined;
  if (seconds === undefined) return undefined;
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) throw serialization(name, "a time");
  return seconds * 1000;
}

function readCategory(input: Input): boolean {
  const category = input["EventCategory"] ?? undefined;
  if (category === undefined) return false;
  if (category !== "insight") throw refusal("InvalidEventCategoryException", "The only event category that can be given is insight.");
  return true;
}

function readMaxResults(input: Input): number {
  const count = input["MaxResults"] ?? MAX_RESULTS;
  if (typeof count !== "number" || !Number.isInteger(count)) throw serialization("MaxResults", "an integer");
  if (count < 1 || count > MAX_RESULTS) throw refusal("InvalidMaxResultsException", `MaxResults must be from 1 to ${MAX_RESULTS}.`);
  return count;
}

function readToken(input: Input): string | undefined {
  const token = input["NextToken"] ?? undefined;
  if (token === undefined) return undefined;
  if (typeof token !== "string") throw serialization("NextToken", "a string");
  return token;
}

/** 400: a token that LookupEvents did not give out, or that goes with other parameters (aws-facts 6.1 row 2). */
export function invalidNextToken(): AwsError {
  return refusal("InvalidNextTokenException", "The token is invalid, or the other parameters changed since it was given out.");
}

function invalidAttributes(message: string): AwsError {
  return refusal("InvalidLookupAttributesException", message);
}

function serialization(member: string, expected: string): AwsError {
  return refusal("SerializationException", `${member} must be ${expected}.`);
}

function refusal(code: string, message: string): AwsError {
  return new AwsError(400, code, message);
}
