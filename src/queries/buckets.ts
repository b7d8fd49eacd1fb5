import { queryOptions } from "@tanstack/react-query";
import { awsOf } from "./aws-of.ts";
import { queryKeys } from "./query-keys.ts";

const MINUTE = 60_000;

/** ListBuckets. On AWS it fails with `network-or-cors` from a browser, always (aws-facts 8.3): asking again would not help. */
export function listedBuckets() {
  return queryOptions({
    queryKey: queryKeys.listedBuckets(),
    queryFn: (context) => awsOf(context).listBuckets({ signal: context.signal }),
    staleTime: MINUTE,
    retry: false,
  });
}

/** Region of a bucket: it never changes. */
export function bucketRegion(bucket: string) {
  return queryOptions({
    queryKey: queryKeys.bucketRegion(bucket),
    queryFn: (context) => awsOf(context).getBucketRegion(bucket, { signal: context.signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Default encryption of a bucket, as stored. */
export function bucketDefaultEncryption(bucket: string) {
  return queryOptions({
    queryKey: queryKeys.bucketDefaultEncryption(bucket),
    queryFn: (context) => awsOf(context).getBucketDefaultEncryption(bucket, { signal: context.signal }),
    staleTime: MINUTE / 2,
  });
}

/** CORS rules of a bucket, or `"none"`. */
export function bucketCors(bucket: string) {
  return queryOptions({
    queryKey: queryKeys.bucketCors(bucket),
    queryFn: (context) => awsOf(context).getBucketCors(bucket, { signal: context.signal }),
    staleTime: MINUTE / 2,
  });
}

/** Versioning of a bucket. */
export function bucketVersioning(bucket: string) {
  return queryOptions({
    queryKey: queryKeys.bucketVersioning(bucket),
    queryFn: (context) => awsOf(context).getBucketVersioning(bucket, { signal: context.signal }),
    staleTime: MINUTE,
  });
}
