import { useEffect, useMemo, useState } from "react";
import { useQueries, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import type { AwsError, AwsFailure } from "#domain/failure.ts";
import type { KmsKeySummary } from "#domain/kms-key.ts";
import { kmsKey, kmsKeys } from "#queries/keys.ts";
import type { KeyChoice } from "./key-sections.ts";

/** DescribeKey calls in flight: enough to be quick, few enough to leave KMS's quota to others (aws-facts 7). */
const DESCRIBE_LANES = 6;

/** The keys of a Region for the picker. */
export interface KeyChoices {
  readonly choices: readonly KeyChoice[];
  readonly status: "loading" | "ready" | "failed";
  /** Why the keys could not be listed, most often a missing kms:ListKeys or kms:ListAliases. */
  readonly failure: AwsFailure | undefined;
  /** How many keys have been described, or have refused to be. */
  readonly describedCount: number;
  readonly retry: () => void;
}

/**
 * Lists all keys of a Region and, once `describe` is true, reads each one's details, a few at a time, into the query cache. A key
 * that may not be described stays a choice: only its details are missing.
 */
export function useKeyChoices(region: string, describe: boolean): KeyChoices {
  const list = useQuery(kmsKeys(region));
  const listings = useMemo(() => list.data ?? [], [list.data]);
  const details = useQueries({
    // Observed only: the pump below decides when each is read
    queries: listings.map((listing) => ({ ...kmsKey(region, listing.arn), enabled: false })),
    combine: settledDetails,
  });
  useDescribePump(region, listings, describe);
  const choices = useMemo(
    () =>
      listings.map((listing) => {
        const summary = details.byArn.get(listing.arn);
        return summary === undefined ? { listing } : { listing, summary: { ...summary, aliases: listing.aliases } };
      }),
    [listings, details],
  );
  return {
    choices,
    status: list.isPending ? "loading" : list.isError ? "failed" : "ready",
    failure: list.error?.failure,
    describedCount: details.settled,
    retry: () => void list.refetch(),
  };
}

interface SettledDetails {
  readonly byArn: ReadonlyMap<string, KmsKeySummary>;
  readonly settled: number;
}

function settledDetails(results: readonly UseQueryResult<KmsKeySummary, AwsError>[]): SettledDetails {
  const found = results.flatMap((result) => (result.data === undefined ? [] : [result.data]));
  return { byArn: new Map(found.map((summary) => [summary.arn, summary])), settled: results.filter((result) => !result.isPending).length };
}

function useDescribePump(region: string, listings: readonly { readonly arn: string }[], active: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!active || listings.length === 0) return;
    let stopped = false;
    const rest = listings.map(({ arn }) => arn);
    const lane = async (): Promise<void> => {
      for (let arn = rest.shift(); arn !== undefined && !stopped; arn = rest.shift()) {
        // prefetchQuery never rejects: a key that may not be described shows without details
        await client.prefetchQuery(kmsKey(region, arn));
      }
    };
    void Promise.all(Array.from({ length: DESCRIBE_LANES }, lane));
    return () => {
      stopped = true;
    };
  }, [client, region, listings, active]);
}

/** A value that becomes true once and stays: for what must not start before somebody asked, nor stop when they look away. */
export function useOnce(): readonly [boolean, () => void] {
  const [happened, setHappened] = useState(false);
  return [happened, () => setHappened(true)];
}
