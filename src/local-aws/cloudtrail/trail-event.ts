import { isoSeconds } from "#local-aws/protocol/iso-seconds.ts";
import type { MetadataKey } from "#local-aws/store/metadata-store.ts";
import type { Principal } from "#local-aws/world.ts";
import type { ApiCall, ApiCaller, JsonObject, TouchedResource } from "./api-call.ts";
import { foreignIdentityOf, userIdentityOf } from "./user-identity.ts";

/** Longest text of an event's requestParameters, and of its responseElements, in UTF-16 units: more is left out, with its size. */
const MAX_MEMBER_LENGTH = 102_400;

/** One event in an account's history, with what LookupEvents shows beside the event itself. */
export interface TrailEvent {
  readonly eventId: string;
  readonly eventName: string;
  readonly eventSource: string;
  /** Milliseconds since the epoch. */
  readonly eventTime: number;
  readonly readOnly: boolean;
  /** User or session name; absent for services, anonymous callers and callers of other accounts. */
  readonly username?: string;
  readonly accessKeyId?: string;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
  /** JSON text of the whole event. */
  readonly cloudTrailEvent: string;
}

/** An event and whose history it belongs to. */
export interface AddressedEvent {
  readonly accountId: string;
  readonly region: string;
  readonly event: TrailEvent;
}

/** History of one account in one Region. */
export function historyPrefix(accountId: string, region: string): MetadataKey {
  return ["trail-event", accountId, region];
}

/** Row of an event: the newest sorts first. `sequence` tells events of one millisecond apart. */
export function eventKey(accountId: string, region: string, eventTime: number, sequence: number): MetadataKey {
  return [...historyPrefix(accountId, region), -eventTime, -sequence];
}

/**
 * The events of a call: one for the caller's account and, when a resource is another account's, one for that account, which tells no names
 * and shares its `sharedEventID` with the first (aws-facts 6.3).
 */
export function eventsOf(call: ApiCall, uuid: () => string, issuer?: Principal): AddressedEvent[] {
  const own = accountOf(call.caller);
  const owners = call.resources.map(({ accountId }) => accountId);
  const recipients = [...new Set(own === undefined ? owners : [own, ...owners])];
  const shared = recipients.length > 1 ? { sharedEventID: uuid() } : {};
  return recipients.map((accountId) => {
    const isForeign = own !== undefined && accountId !== own;
    const identity = isForeign ? foreignIdentityOf(call.caller) : userIdentityOf(call.caller, issuer);
    const eventId = uuid();
    const record = recordOf(call, { identity, eventId, accountId, shared });
    const event: TrailEvent = {
      eventId,
      eventName: call.eventName,
      eventSource: call.eventSource,
      eventTime: call.time,
      readOnly: call.readOnly,
      ...(isForeign || call.caller.kind !== "principal" ? {} : { username: call.caller.caller.name, accessKeyId: call.caller.caller.accessKeyId }),
      resources: call.resources.map(({ type, arn, name }) => ({ type, name: name ?? arn })),
      cloudTrailEvent: boundedText(record),
    };
    return { accountId, region: call.region, event };
  });
}

function accountOf(who: ApiCaller): string | undefined {
  switch (who.kind) {
    case "principal":
      return who.caller.accountId;
    case "service":
    case "web-identity":
      return who.accountId;
    case "anonymous":
      return undefined;
  }
}

interface Recipient {
  readonly identity: JsonObject;
  readonly eventId: string;
  readonly accountId: string;
  readonly shared: { readonly sharedEventID?: string };
}

function recordOf(call: ApiCall, { identity, eventId, accountId, shared }: Recipient): JsonObject {
  return {
    eventVersion: "1.11",
    userIdentity: identity,
    eventTime: isoSeconds(call.time),
    eventSource: call.eventSource,
    eventName: call.eventName,
    awsRegion: call.region,
    sourceIPAddress: call.from.sourceIpAddress,
    userAgent: call.from.userAgent,
    ...(call.error && { errorCode: call.error.code, ...(call.error.message === "" ? {} : { errorMessage: call.error.message }) }),
    requestParameters: call.requestParameters,
    responseElements: call.responseElements,
    ...(call.additionalEventData && { additionalEventData: call.additionalEventData }),
    requestID: call.from.requestId,
    eventID: eventId,
    readOnly: call.readOnly,
    ...(call.resources.length === 0 ? {} : { resources: call.resources.map(recordedResource) }),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: accountId,
    ...shared,
    eventCategory: "Management",
    ...(call.tlsDetails && { tlsDetails: call.tlsDetails }),
  };
}

/** JSON text of an event, without the members that are too long for one: a refused request may have been of any size. */
function boundedText(record: JsonObject): string {
  const text = JSON.stringify(record);
  if (text.length <= MAX_MEMBER_LENGTH) return text;
  return JSON.stringify({ ...record, requestParameters: bounded(record["requestParameters"]), responseElements: bounded(record["responseElements"]) });
}

function bounded(member: unknown): unknown {
  const originalSize = JSON.stringify(member).length;
  if (originalSize <= MAX_MEMBER_LENGTH) return member;
  return { omitted: true, originalSize, reason: "requestParameters or responseElements exceed the size that an event can have" };
}

function recordedResource({ accountId, type, arn }: TouchedResource): JsonObject {
  return { accountId, type, ARN: arn };
}
