import type { Aws } from "#aws/aws.ts";
import type { CorsRule } from "#domain/bucket.ts";
import type { BucketDefaultEncryption } from "#domain/encryption.ts";
import type { JobClock } from "./job-clock.ts";

/** How long an answer serves: thousands of small files must not ask thousands of times. */
const FRESH_MS = 30_000;

/** What verification has to know of a bucket and its keys; `undefined` where it may not be read. */
export interface BucketFacts {
  defaultEncryption(bucket: string): Promise<BucketDefaultEncryption | undefined>;
  cors(bucket: string): Promise<readonly CorsRule[] | "none" | undefined>;
  /** ARN of the key that an alias names in the bucket's Region. */
  keyArn(bucket: string, aliasName: string): Promise<string | undefined>;
}

/** Asks once for many files, and takes a refusal for "not known". */
export function createBucketFacts(aws: Aws, clock: JobClock): BucketFacts {
  const keyArn = remembered(clock, async (question) => {
    // A bucket's name holds no slash, an alias begins after the first
    const slash = question.indexOf("/");
    const key = await aws.describeKey(await aws.getBucketRegion(question.slice(0, slash)), question.slice(slash + 1));
    return key.arn;
  });
  return {
    defaultEncryption: remembered(clock, (bucket) => aws.getBucketDefaultEncryption(bucket)),
    cors: remembered(clock, (bucket) => aws.getBucketCors(bucket)),
    keyArn: (bucket, aliasName) => keyArn(`${bucket}/${aliasName}`),
  };
}

function remembered<Fact>(clock: JobClock, ask: (question: string) => Promise<Fact>): (question: string) => Promise<Fact | undefined> {
  const known = new Map<string, { readonly at: number; readonly fact: Promise<Fact | undefined> }>();
  return (question) => {
    const entry = known.get(question);
    if (entry !== undefined && clock.now() - entry.at < FRESH_MS) return entry.fact;
    const fact = ask(question).catch(() => undefined);
    known.set(question, { at: clock.now(), fact });
    return fact;
  };
}
