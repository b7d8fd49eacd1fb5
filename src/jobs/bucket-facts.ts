import type { Aws } from "#aws/aws.ts";
import type { CorsRule } from "#domain/bucket.ts";
import type { BucketDefaultEncryption } from "#domain/encryption.ts";
import type { JobClock } from "./job-clock.ts";

/** How long an answer serves: thousands of small files must not ask thousands of times. */
const FRESH_MS = 30_000;

/** What verification has to know of a bucket; `undefined` where it may not be read. */
export interface BucketFacts {
  defaultEncryption(bucket: string): Promise<BucketDefaultEncryption | undefined>;
  cors(bucket: string): Promise<readonly CorsRule[] | "none" | undefined>;
}

/** Asks once for many files, and takes a refusal for "not known". */
export function createBucketFacts(aws: Aws, clock: JobClock): BucketFacts {
  return {
    defaultEncryption: remembered(clock, (bucket) => aws.getBucketDefaultEncryption(bucket)),
    cors: remembered(clock, (bucket) => aws.getBucketCors(bucket)),
  };
}

function remembered<Fact>(clock: JobClock, ask: (bucket: string) => Promise<Fact>): (bucket: string) => Promise<Fact | undefined> {
  const known = new Map<string, { readonly at: number; readonly fact: Promise<Fact | undefined> }>();
  return (bucket) => {
    const entry = known.get(bucket);
    if (entry !== undefined && clock.now() - entry.at < FRESH_MS) return entry.fact;
    const fact = ask(bucket).catch(() => undefined);
    known.set(bucket, { at: clock.now(), fact });
    return fact;
  };
}
