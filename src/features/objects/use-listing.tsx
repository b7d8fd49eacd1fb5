import { useMemo } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { AwsFailure } from "#domain/failure.ts";
import { objectPages, versionPages } from "#queries/objects.ts";
import { objectRows, versionRows, type Row } from "./object-rows.ts";

/** What a listing has loaded so far. */
export interface Listing {
  readonly rows: readonly Row[];
  readonly pending: boolean;
  readonly fetching: boolean;
  /** Set when nothing could be loaded, or no more. */
  readonly failure: AwsFailure | undefined;
  readonly hasMore: boolean;
  /** Resolves once the next page has come, or failed to. */
  readonly loadMore: () => Promise<unknown>;
  readonly refresh: () => void;
}

/** Lists a folder: its objects, or every version of them. */
export function useListing(bucket: string, prefix: string, versions: boolean): Listing {
  const objects = useInfiniteQuery({ ...objectPages({ bucket, prefix }), enabled: !versions });
  const history = useInfiniteQuery({ ...versionPages({ bucket, prefix }), enabled: versions });
  const objectData = objects.data?.pages;
  const historyData = history.data?.pages;
  const rows = useMemo(
    () => (versions ? versionRows(historyData ?? [], bucket, prefix) : objectRows(objectData ?? [], bucket, prefix)),
    [versions, historyData, objectData, bucket, prefix],
  );
  const query = versions ? history : objects;
  return {
    rows,
    pending: query.isPending,
    fetching: query.isFetching,
    failure: query.error?.failure,
    hasMore: query.hasNextPage,
    loadMore: () => query.fetchNextPage(),
    refresh: () => void query.refetch(),
  };
}
