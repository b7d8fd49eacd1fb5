import { base64, fromBase64, fromUtf8, hex, sha256, utf8 } from "#local-aws/protocol/bytes.ts";
import type { MetadataKey } from "#local-aws/store/metadata-store.ts";
import { invalidNextToken, type Lookup } from "./lookup-input.ts";

/** Where a page ended: the two numbers behind the history's prefix in the row key of its last event. */
type Place = readonly [time: number, sequence: number];

/** A token that goes on behind a row, for the same lookup in the same history only (aws-facts 6.1 row 2). */
export async function makeNextToken(lookup: Lookup, history: MetadataKey, lastKey: MetadataKey): Promise<string> {
  const [time, sequence] = lastKey.slice(history.length);
  return base64(utf8(JSON.stringify([await fingerprint(lookup, history), time, sequence])));
}

/** The place that a token names. @throws AwsError InvalidNextTokenException */
export async function readNextToken(token: string, lookup: Lookup, history: MetadataKey): Promise<Place> {
  const [print, time, sequence] = parse(token);
  if (print !== (await fingerprint(lookup, history)) || typeof time !== "number" || typeof sequence !== "number") throw invalidNextToken();
  return [time, sequence];
}

function parse(token: string): readonly unknown[] {
  const bytes = fromBase64(token);
  try {
    const value: unknown = bytes && JSON.parse(fromUtf8(bytes));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

async function fingerprint({ attribute, startTime, endTime, insight, maxResults }: Lookup, history: MetadataKey): Promise<string> {
  return hex(await sha256(utf8(JSON.stringify([history, attribute, startTime, endTime, insight, maxResults])))).slice(0, 32);
}
