import { GetBucketLocationCommand } from "@aws-sdk/client-s3";
import type { Clients } from "./clients.ts";
import { toAwsError, type FailedCall } from "./failure.ts";
import { readThrown, regionHint } from "./thrown.ts";

/** What the operations share: clients, and what was learned of where buckets are. */
export interface Door {
  /** Region signed in to. */
  readonly region: string;
  readonly clients: Clients;
  /** Region by bucket name, as S3 told it. */
  readonly bucketRegions: Map<string, string>;
}

/** Runs a call of the SDK; whatever it throws leaves as `AwsError`. */
export async function attempt<Answer>(call: FailedCall, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    throw toAwsError(error, call);
  }
}

/**
 * Runs a call on a bucket in the bucket's Region, as far as it is known. Where S3 says that the bucket is elsewhere (aws-facts 1.9 row
 * 34), that is remembered and the call is made once more there.
 */
export async function inBucket<Answer>(
  door: Door,
  bucket: string,
  operation: string,
  run: (region: string) => Promise<Answer>,
): Promise<Answer> {
  const call = { service: "S3", operation } as const;
  const first = door.bucketRegions.get(bucket) ?? door.region;
  try {
    return await run(first);
  } catch (error) {
    const region = await elsewhere(door, bucket, error, call);
    if (region === undefined) throw toAwsError(error, call);
    door.bucketRegions.set(bucket, region);
    if (region === first) throw toAwsError(error, call);
    return attempt(call, () => run(region));
  }
}

/** The Region an error speaks of, if it is about Regions at all. */
async function elsewhere(door: Door, bucket: string, error: unknown, call: FailedCall): Promise<string | undefined> {
  const { failure } = toAwsError(error, call);
  const hint = regionHint(readThrown(error));
  if (failure.kind === "wrong-region") return hint ?? locate(door, bucket);
  if (failure.code !== undefined || failure.httpStatus === undefined) return undefined;
  // HEAD answers have no body, so a wrong Region looks like any other 400; the header may be there, or hidden by CORS
  if (hint !== undefined && (failure.httpStatus === 400 || failure.httpStatus === 403)) return hint;
  return failure.httpStatus === 400 ? locate(door, bucket) : undefined;
}

/** Asks S3 where a bucket is: by its answer, or by what it says when it refuses to answer here. */
async function locate(door: Door, bucket: string): Promise<string | undefined> {
  try {
    const { LocationConstraint: constraint } = await door.clients.s3(door.region).send(new GetBucketLocationCommand({ Bucket: bucket }));
    // S3's two historic names (botocore knows them as well): none means us-east-1, EU means eu-west-1
    return constraint === undefined ? "us-east-1" : constraint === "EU" ? "eu-west-1" : constraint;
  } catch (error) {
    return regionHint(readThrown(error));
  }
}
