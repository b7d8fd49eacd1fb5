import {
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from "@aws-sdk/client-s3";
import type { BucketSummary, BucketVersioning, CorsRule } from "#domain/bucket.ts";
import type { BucketDefaultEncryption } from "#domain/encryption.ts";
import { AwsError } from "#domain/failure.ts";
import type { CallOptions } from "./aws.ts";
import { attempt, inBucket, type Door } from "./door.ts";
import { toAwsError } from "./failure.ts";
import { readThrown, regionHint } from "./thrown.ts";

/** All buckets of the account. Fails with `network-or-cors` on AWS from a browser, always (aws-facts 8.3). */
export async function listBuckets(door: Door, { signal }: CallOptions = {}): Promise<readonly BucketSummary[]> {
  const buckets: BucketSummary[] = [];
  let token: string | undefined;
  do {
    const input = { MaxBuckets: 1000, ContinuationToken: token };
    const page = await attempt({ service: "S3", operation: "ListBuckets" }, () =>
      door.clients.s3(door.region).send(new ListBucketsCommand(input), { abortSignal: signal }),
    );
    for (const { Name: name, BucketRegion: region, CreationDate: created } of page.Buckets ?? []) {
      if (name === undefined) continue;
      if (region !== undefined) door.bucketRegions.set(name, region);
      buckets.push({ name, region, createdAt: created?.getTime(), sources: ["listed"] });
    }
    token = page.ContinuationToken;
  } while (token !== undefined);
  return buckets;
}

/** Region of a bucket, asked once and remembered. HeadBucket tells it even to those who may not list the bucket. */
export async function getBucketRegion(door: Door, bucket: string, { signal }: CallOptions = {}): Promise<string> {
  const known = door.bucketRegions.get(bucket);
  if (known !== undefined) return known;
  const region = await inBucket(door, bucket, "HeadBucket", async (asked) => {
    try {
      const answer = await door.clients.s3(asked).send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: signal });
      // Where CORS hides the header: an answer from this Region's endpoint means that the bucket is here
      return answer.BucketRegion ?? asked;
    } catch (error) {
      if (toAwsError(error, { service: "S3", operation: "HeadBucket" }).failure.kind !== "access-denied") throw error;
      return regionHint(readThrown(error)) ?? asked;
    }
  });
  door.bucketRegions.set(bucket, region);
  return region;
}

/**
 * Default encryption, as stored: an untouched bucket answers SSE-S3 (aws-facts 1.10). Servers that do not know the request list the
 * bucket instead, successfully; that is `not-offered`, and no default.
 */
export async function getBucketDefaultEncryption(door: Door, bucket: string, { signal }: CallOptions = {}): Promise<BucketDefaultEncryption> {
  const answer = await inBucket(door, bucket, "GetBucketEncryption", (region) =>
    door.clients.s3(region).send(new GetBucketEncryptionCommand({ Bucket: bucket }), { abortSignal: signal }),
  );
  const rule = answer.ServerSideEncryptionConfiguration?.Rules?.[0];
  if (rule === undefined) {
    throw new AwsError({ kind: "not-offered", service: "S3", operation: "GetBucketEncryption", message: "The answer holds no encryption rule; AWS's always does.", httpStatus: answer.$metadata.httpStatusCode, requestId: answer.$metadata.requestId });
  }
  const applied = rule.ApplyServerSideEncryptionByDefault;
  return {
    // A rule may hold only blocked types (1.12); then S3's own default applies
    algorithm: applied?.SSEAlgorithm ?? "AES256",
    keyAsStored: applied?.KMSMasterKeyID,
    bucketKeyEnabled: rule.BucketKeyEnabled ?? false,
    blockedEncryptionTypes: (rule.BlockedEncryptionTypes?.EncryptionType ?? []).filter((type) => type !== "NONE"),
  };
}

/** CORS rules, or `"none"` where S3 answers NoSuchCORSConfiguration (aws-facts 8.1). */
export async function getBucketCors(door: Door, bucket: string, { signal }: CallOptions = {}): Promise<readonly CorsRule[] | "none"> {
  try {
    const answer = await inBucket(door, bucket, "GetBucketCors", (region) =>
      door.clients.s3(region).send(new GetBucketCorsCommand({ Bucket: bucket }), { abortSignal: signal }),
    );
    return (answer.CORSRules ?? []).map((rule) => ({
      id: rule.ID,
      allowedOrigins: rule.AllowedOrigins ?? [],
      allowedMethods: rule.AllowedMethods ?? [],
      allowedHeaders: rule.AllowedHeaders ?? [],
      exposeHeaders: rule.ExposeHeaders ?? [],
      maxAgeSeconds: rule.MaxAgeSeconds,
    }));
  } catch (error) {
    if (error instanceof AwsError && error.failure.code === "NoSuchCORSConfiguration") return "none";
    throw error;
  }
}

/** Versioning, `"Off"` when it was never enabled: S3 then answers an empty document. */
export async function getBucketVersioning(door: Door, bucket: string, { signal }: CallOptions = {}): Promise<BucketVersioning> {
  const { Status: status } = await inBucket(door, bucket, "GetBucketVersioning", (region) =>
    door.clients.s3(region).send(new GetBucketVersioningCommand({ Bucket: bucket }), { abortSignal: signal }),
  );
  return status ?? "Off";
}
