import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { Bucket } from "#local-aws/world.ts";

/** ARN of a bucket. */
export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

/** ARN of an object; the key stands in it as it is, not URL-encoded (aws-facts 2.2). */
export function objectArn(bucketName: string, key: string): string {
  return `arn:aws:s3:::${bucketName}/${key}`;
}

/** 404 `NoSuchBucket` (aws-facts 1.10). */
export function noSuchBucket(name: string): AwsError {
  return new AwsError(404, "NoSuchBucket", "The specified bucket does not exist", { details: { BucketName: name } });
}

/**
 * The bucket that a request addresses.
 * @throws AwsError 404 `NoSuchBucket`.
 */
export function requestBucket(reader: MetadataReader, request: Pick<S3Request, "bucket">): Bucket {
  const name = request.bucket ?? "";
  const bucket = reader.get<Bucket>(["bucket", name]);
  if (bucket === undefined) throw noSuchBucket(name);
  return bucket;
}

/**
 * Refuses a request that was signed for another Region than the bucket's, as that Region's endpoint would (aws-facts 1.9 row 34). A
 * Region that is none was refused when the signature was verified.
 */
export function checkRegion(bucket: Pick<Bucket, "name" | "region">, region: string): void {
  if (region === bucket.region) return;
  throw new AwsError(
    301,
    "PermanentRedirect",
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    {
      details: { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name },
      headers: { "x-amz-bucket-region": bucket.region },
    },
  );
}

/**
 * Holds `x-amz-expected-bucket-owner` against the bucket's account.
 * @throws AwsError 403 `AccessDenied` for another account, 400 `InvalidBucketOwnerAWSAccountID` for no account id (rows 32, 33).
 */
export function checkExpectedOwner(bucket: Pick<Bucket, "accountId">, headers: Pick<Headers, "get">): void {
  const expected = headers.get("x-amz-expected-bucket-owner");
  if (expected === null || expected === bucket.accountId) return;
  if (!/^\d{12}$/.test(expected)) {
    throw new AwsError(400, "InvalidBucketOwnerAWSAccountID", `The value of the expected bucket owner parameter must be an AWS Account ID... [${expected}]`);
  }
  throw new AwsError(403, "AccessDenied", "Access Denied");
}
