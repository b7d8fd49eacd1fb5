import { canonicalUserId } from "#local-aws/iam/canonical-user-id.ts";
import { base64, fromBase64, fromUtf8, utf8 } from "#local-aws/protocol/bytes.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { REGIONS, type Bucket, type Caller } from "#local-aws/world.ts";
import { authorizeAccount } from "./authorize-s3.ts";
import { xmlAnswer, xmlTime } from "./answers.ts";
import { compareKeys } from "./key-order.ts";
import { bucketArn } from "./request-bucket.ts";
import { invalidArgument } from "./request-errors.ts";

const MAX_BUCKETS = 10_000;
const PARAMETERS = ["max-buckets", "prefix", "continuation-token", "bucket-region"];

/** Owner of the account's buckets, also while there are none. */
function ownerOf(buckets: readonly Pick<Bucket, "ownerId">[], caller: Caller | undefined): string {
  return buckets[0]?.ownerId ?? canonicalUserId(caller?.accountId ?? "");
}

/**
 * ListBuckets: all of the account's buckets, in every Region. Paginated, with each bucket's Region and ARN, only when one of its
 * parameters is given (aws-facts 1.8). Needs s3:ListAllMyBuckets.
 */
export function listBuckets(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const { caller, query } = request;
    authorizeAccount(request, "s3:ListAllMyBuckets", "*");
    const paginated = PARAMETERS.some((name) => query.has(name));
    const limit = maxBuckets(query.get("max-buckets"));
    const region = bucketRegion(query.get("bucket-region"));
    const prefix = query.get("prefix") ?? "";
    const after = afterBucket(query.get("continuation-token"));
    const all = Array.from(services.metadata.range<Bucket>({ prefix: ["bucket"] }), ({ value }) => value).filter(
      ({ accountId }) => accountId === caller?.accountId,
    );
    const found = all.filter(
      ({ name, region: own }) => name.startsWith(prefix) && (region === undefined || own === region) && compareKeys(name, after) > 0,
    );
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return xmlAnswer("ListAllMyBucketsResult", {
      Owner: { ID: ownerOf(all, caller) },
      Buckets: {
        Bucket: page.map((bucket) => ({
          Name: bucket.name,
          CreationDate: xmlTime(bucket.createdAt),
          ...(paginated ? { BucketRegion: bucket.region, BucketArn: bucketArn(bucket.name) } : {}),
        })),
      },
      ContinuationToken: found.length > page.length && last !== undefined ? base64(utf8(last.name)) : undefined,
      Prefix: query.get("prefix") ?? undefined,
    });
  };
}

function maxBuckets(text: string | null): number {
  if (text === null) return MAX_BUCKETS;
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= MAX_BUCKETS) return value;
  throw invalidArgument("Argument max-buckets must be an integer between 1 and 10000", { ArgumentName: "max-buckets", ArgumentValue: text });
}

function bucketRegion(text: string | null): string | undefined {
  if (text === null || REGIONS.some((region) => region === text)) return text ?? undefined;
  throw invalidArgument(`Argument value ${text} is not a valid AWS Region`, { ArgumentName: "bucket-region" });
}

function afterBucket(token: string | null): string {
  if (token === null) return "";
  const name = fromBase64(token);
  if (name !== undefined && name.length > 0) return fromUtf8(name);
  throw invalidArgument("The continuation token provided is incorrect", { ArgumentName: "continuation-token" });
}
