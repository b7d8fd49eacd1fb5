import { type Event, LookupEventsCommand, type LookupEventsCommandInput } from "@aws-sdk/client-cloudtrail";
import type { World } from "./world.ts";

/** Where to look: in the history of whose account and which Region, and from when on. */
export interface TrailView {
  readonly world: World;
  readonly since: Date;
  readonly who?: string;
  readonly region?: string;
}

/** Events from a time on, the oldest first, but for the lookups themselves. */
export async function trailEvents({ world, since, who = "admin", region = "us-east-1" }: TrailView, input: LookupEventsCommandInput = {}): Promise<Event[]> {
  const { Events = [] } = await world.cloudtrail(who, region).send(new LookupEventsCommand({ StartTime: since, ...input }));
  return Events.filter(({ EventName }) => EventName !== "LookupEvents").toReversed();
}

/** What the JSON text of an event says. */
export interface Told {
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly [member: string]: unknown;
}

/** The event itself, out of its JSON text. */
export function told(event: Event | undefined): Told {
  return JSON.parse(event?.CloudTrailEvent ?? "{}");
}
