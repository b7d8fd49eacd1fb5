import { findAccessKey, findPrincipal } from "#local-aws/iam/principals.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataKey, MetadataStore, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { Principal } from "#local-aws/world.ts";
import type { ApiCall, Trail } from "./api-call.ts";
import { type AddressedEvent, eventKey, eventsOf, historyPrefix, type TrailEvent } from "./trail-event.ts";

/** Event history goes back this far (aws-facts 6.1). Milliseconds. */
export const HISTORY_MS = 90 * 24 * 60 * 60 * 1000;
/** Events that are kept at most, so that a busy stand-in does not fill its disk; AWS has no such bound. */
const MAX_EVENTS = 50_000;
/** The same for a store in memory, which copies its list of rows for each transaction. */
export const MAX_EVENTS_IN_MEMORY = 10_000;
/** Longest time that an event waits for a transaction which takes it along. */
const WAIT_MS = 200;
/** Old rows that one transaction forgets at most, per history, beside as many as it writes. */
const PRUNE_ROWS = 10;

interface RecordedEvent extends TrailEvent {
  readonly sequence: number;
}

/** Row `["trail-sequence"]`: number of the newest event. */
const SEQUENCE_ROW = ["trail-sequence"] as const;

/** The recorder, and the metadata store that carries its events along. */
export interface OpenTrail {
  readonly trail: Trail;
  /** Use this store in place of the one given: each of its transactions writes the events that wait as well; so does `close`. */
  readonly metadata: MetadataStore;
}

/**
 * Opens the recorder of CloudTrail over a metadata store. A call costs the data path no write of its own: its event goes to disk inside
 * the next transaction (a PUT's own commit), and where none comes (a GET) within 200 ms, together with all others that wait. A clean
 * shutdown writes the rest; a `kill -9` loses no more than those 200 ms.
 * @param maxEvents how many of the newest events are kept
 */
export function createTrail({ metadata, clock, random, maxEvents = MAX_EVENTS }: Pick<Services, "metadata" | "clock" | "random"> & { readonly maxEvents?: number }): OpenTrail {
  let waiting: AddressedEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function transact<T>(work: (transaction: MetadataTransaction) => T): Promise<T> {
    let taken: AddressedEvent[] = [];
    try {
      return await metadata.transact((transaction) => {
        const result = work(transaction);
        taken = waiting;
        waiting = [];
        writeEvents(transaction, taken, { now: clock.now(), maxEvents });
        return result;
      });
    } catch (error) {
      // Whatever failed undid the events with it: they wait for the next one.
      waiting = [...taken, ...waiting].slice(-maxEvents);
      throw error;
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length > 0) await transact(() => undefined);
  }

  const trail: Trail = {
    record(call) {
      waiting.push(...eventsOf(call, () => random.uuid(), issuerOf(metadata, call)));
      // A disk that is full tells whoever writes next; the events wait on.
      timer ??= setTimeout(() => void flush().catch(() => undefined), WAIT_MS);
    },
    flush,
  };
  return {
    trail,
    metadata: {
      get: (key) => metadata.get(key),
      range: (range) => metadata.range(range),
      transact,
      async close() {
        await flush();
        await metadata.close();
      },
    },
  };
}

/** The user behind a federated user's session, whom its event names. */
function issuerOf(metadata: MetadataStore, { caller }: ApiCall): Principal | undefined {
  if (caller.kind !== "principal" || caller.caller.type !== "FederatedUser") return undefined;
  const owner = findAccessKey(metadata, caller.caller.accessKeyId)?.owner;
  return owner?.type === "user" ? findPrincipal(metadata, owner.accountId, owner.userName) : undefined;
}

function writeEvents(transaction: MetadataTransaction, events: readonly AddressedEvent[], { now, maxEvents }: Pick<Bounds, "now" | "maxEvents">): void {
  if (events.length === 0) return;
  let sequence = transaction.get<number>(SEQUENCE_ROW) ?? 0;
  const histories = new Map<string, AddressedEvent>();
  for (const { accountId, region, event } of events) {
    sequence += 1;
    if (event.eventTime < now - HISTORY_MS) continue;
    transaction.put<RecordedEvent>(eventKey(accountId, region, event.eventTime, sequence), { ...event, sequence });
    histories.set(`${accountId} ${region}`, { accountId, region, event });
  }
  transaction.put<number>(SEQUENCE_ROW, sequence);
  const limit = events.length + PRUNE_ROWS;
  for (const { accountId, region } of histories.values()) prune(transaction, historyPrefix(accountId, region), { now, maxEvents, sequence, limit });
}

/** What bounds a history, and how much of it is forgotten at once. */
interface Bounds {
  readonly now: number;
  readonly maxEvents: number;
  /** Number of the newest event. */
  readonly sequence: number;
  readonly limit: number;
}

/** Forgets what is older than 90 days, and what came more than `maxEvents` events ago. */
function prune(transaction: MetadataTransaction, prefix: MetadataKey, { now, maxEvents, sequence, limit }: Bounds): void {
  for (const { key } of transaction.range<RecordedEvent>({ prefix, start: [...prefix, -(now - HISTORY_MS)], limit })) transaction.remove(key);
  if (sequence <= maxEvents) return;
  for (const { key, value } of transaction.range<RecordedEvent>({ prefix, reverse: true, limit })) {
    if (value.sequence > sequence - maxEvents) break;
    transaction.remove(key);
  }
}
