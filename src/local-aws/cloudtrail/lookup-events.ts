import { authorize } from "#local-aws/iam/authorize.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { JsonOperation } from "#local-aws/protocol/json-service.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataEntry, MetadataKey, MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { Caller } from "#local-aws/world.ts";
import { type Lookup, matchesLookup, readLookup } from "./lookup-input.ts";
import { createLookupRate } from "./lookup-rate.ts";
import { makeNextToken, readNextToken } from "./next-token.ts";
import { HISTORY_MS } from "./trail.ts";
import { historyPrefix, type TrailEvent } from "./trail-event.ts";

type LookupServices = Pick<Services, "clock" | "metadata" | "settings" | "trail">;

/** Rows that are looked through before other requests get their turn. */
const ROWS_AT_ONCE = 500;

/**
 * LookupEvents: the management events of the last 90 days of the caller's account in this Region, newest first (aws-facts 6.1). An event
 * shows once it is older than `settings.cloudTrailDelayMs`.
 * @throws AwsError AccessDeniedException, ThrottlingException, and those of `readLookup`
 */
export function lookupEvents(services: LookupServices): JsonOperation {
  const checkRate = createLookupRate(services.clock);
  return async (input, { caller, origin, region }) => {
    if (caller === undefined) throw new AwsError(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
    if (services.settings.cloudTrailThrottle) checkRate(caller.accountId, region);
    authorizeLookup(caller);
    const lookup = readLookup(input);
    const history = historyPrefix(caller.accountId, region);
    const after = lookup.nextToken === undefined ? undefined : await readNextToken(lookup.nextToken, lookup, history);
    await services.trail.flush();
    const visibleUntil = origin.receivedAt - services.settings.cloudTrailDelayMs;
    // One more than the page, to know whether there is another.
    const found = await find(services, history, lookup, { visibleUntil, after: after && [...history, ...after], count: lookup.maxResults + 1 });
    const page = found.slice(0, lookup.maxResults);
    const last = page.at(-1);
    const NextToken = last !== undefined && found.length > page.length ? await makeNextToken(lookup, history, last.key) : undefined;
    return { Events: page.map(({ value }) => shown(value)), ...(NextToken === undefined ? {} : { NextToken }) };
  };
}

/** CloudTrail's own form of a denial: JSON 1.1, 400. */
function authorizeLookup(caller: Caller): void {
  try {
    const resourceAccountId = caller.accountId;
    authorize({ caller, origin: caller.origin, action: "cloudtrail:LookupEvents", resource: "*", resourceAccountId, resourcePolicyMode: "in-addition" });
  } catch (error) {
    throw error instanceof AwsError ? new AwsError(400, "AccessDeniedException", error.message) : error;
  }
}

interface Walk {
  readonly visibleUntil: number;
  /** Row key of the last event of the page before. */
  readonly after: MetadataKey | undefined;
  readonly count: number;
}

async function find({ metadata }: { readonly metadata: MetadataReader }, prefix: MetadataKey, lookup: Lookup, walk: Walk): Promise<MetadataEntry<TrailEvent>[]> {
  const found: MetadataEntry<TrailEvent>[] = [];
  const end: MetadataKey = [...prefix, -(walk.visibleUntil - HISTORY_MS)];
  let start = walk.after === undefined ? [...prefix, -walk.visibleUntil] : behind(walk.after);
  for (;;) {
    const rows = [...metadata.range<TrailEvent>({ prefix, start, end, limit: ROWS_AT_ONCE })];
    for (const row of rows) {
      if (matchesLookup(lookup, row.value)) found.push(row);
      if (found.length >= walk.count) return found;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return found;
    start = behind(last.key);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** The first key behind a row's. */
function behind(key: MetadataKey): MetadataKey {
  return [...key, 0];
}

function shown(event: TrailEvent): Readonly<Record<string, unknown>> {
  return {
    EventId: event.eventId,
    EventName: event.eventName,
    // Text, not a boolean (aws-facts 6.1 row 5).
    ReadOnly: String(event.readOnly),
    ...(event.accessKeyId === undefined ? {} : { AccessKeyId: event.accessKeyId }),
    EventTime: Math.floor(event.eventTime / 1000),
    EventSource: event.eventSource,
    ...(event.username === undefined ? {} : { Username: event.username }),
    Resources: event.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: event.cloudTrailEvent,
  };
}
