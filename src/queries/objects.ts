import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ObjectRef } from "#domain/object.ts";
import { awsOf } from "./aws-of.ts";
import { queryKeys } from "./query-keys.ts";

const SECOND = 1000;

/** A place in a bucket. */
export interface Place {
  readonly bucket: string;
  readonly prefix: string;
}

/** Where a page of versions begins: undefined = at the start. */
interface VersionMarker {
  readonly keyMarker: string;
  readonly versionIdMarker: string | undefined;
}

/** Objects and folders right under a prefix, page by page. */
export function objectPages({ bucket, prefix }: Place) {
  return infiniteQueryOptions({
    queryKey: queryKeys.objectPages(bucket, prefix),
    queryFn: (context) => awsOf(context).listObjects({ bucket, prefix, token: context.pageParam }, { signal: context.signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextToken,
    staleTime: 15 * SECOND,
  });
}

/** Versions and delete markers under a prefix, page by page. */
export function versionPages({ bucket, prefix }: Place) {
  return infiniteQueryOptions({
    queryKey: queryKeys.versionPages(bucket, prefix),
    queryFn: (context) => awsOf(context).listObjectVersions({ bucket, prefix, ...context.pageParam }, { signal: context.signal }),
    initialPageParam: undefined as VersionMarker | undefined,
    getNextPageParam: (page) =>
      page.nextKeyMarker === undefined ? undefined : { keyMarker: page.nextKeyMarker, versionIdMarker: page.nextVersionIdMarker },
    staleTime: 15 * SECOND,
  });
}

/** HEAD of an object, or of one version. */
export function objectDetail(ref: ObjectRef) {
  return queryOptions({
    queryKey: queryKeys.objectDetail(ref),
    queryFn: (context) => awsOf(context).headObject(ref, { signal: context.signal }),
    staleTime: 10 * SECOND,
  });
}

/** Versions of exactly one key, newest first: the first 1,000, and `nextKeyMarker` where there are more. */
export function objectVersions({ bucket, key }: { readonly bucket: string; readonly key: string }) {
  return queryOptions({
    queryKey: queryKeys.objectVersions(bucket, key),
    queryFn: (context) => awsOf(context).listObjectVersions({ bucket, prefix: key, exactKey: true }, { signal: context.signal }),
    staleTime: 15 * SECOND,
  });
}
