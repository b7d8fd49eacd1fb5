import { createJsonService, type JsonOperation, type JsonService } from "#local-aws/protocol/json-service.ts";
import type { Services } from "#local-aws/services.ts";
import { lookupEvents } from "./lookup-events.ts";
import { recordCall } from "./record-call.ts";
import { tlsDetailsOf } from "./tls-details.ts";

/** AWS CloudTrail: LookupEvents (aws-facts 6). */
export function createCloudtrail(services: Pick<Services, "clock" | "metadata" | "settings" | "trail">): JsonService {
  return createJsonService("cloudtrail", new Map([["LookupEvents", recorded(services, lookupEvents(services))]]));
}

/** Looking into the history is a management call itself. */
function recorded(services: Pick<Services, "clock" | "trail">, operation: JsonOperation): JsonOperation {
  return async (input, context) => {
    const { caller, region, origin } = context;
    if (caller === undefined) return operation(input, context);
    const start = { eventSource: "cloudtrail.amazonaws.com", eventName: "LookupEvents", readOnly: true, region, caller: { kind: "principal", caller }, from: origin, ...tlsDetailsOf(context) } as const;
    return recordCall(services, start, () => operation(input, context), () => ({ requestParameters: requestParameters(input), responseElements: null, resources: [] }));
  };
}

function requestParameters(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  const { LookupAttributes: list, MaxResults: maxResults, StartTime: startTime, EndTime: endTime } = input;
  const lookupAttributes = Array.isArray(list) ? list.map((item: unknown) => attributeOf(item)) : undefined;
  return { ...(lookupAttributes && { lookupAttributes }), ...pick({ maxResults, startTime, endTime }) };
}

function attributeOf(item: unknown): Readonly<Record<string, unknown>> {
  const { AttributeKey: attributeKey, AttributeValue: attributeValue }: Readonly<Record<string, unknown>> = { ...(typeof item === "object" ? item : {}) };
  return { attributeKey, attributeValue };
}

function pick(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => typeof value === "number"));
}
