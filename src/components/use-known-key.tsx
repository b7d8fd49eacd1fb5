import { useQuery } from "@tanstack/react-query";
import type { AwsFailure } from "#domain/failure.ts";
import { keyTitle, parseKeyReference, type KmsKeySummary } from "#domain/kms-key.ts";
import { kmsKey, kmsKeys } from "#queries/keys.ts";
import { namesKey } from "./key-sections.ts";

/** What can be found out about a key that is known by one of its names. */
export interface KnownKey {
  /** Alias or short id for people; undefined for text that names no key. */
  readonly title: string | undefined;
  readonly summary: KmsKeySummary | undefined;
  readonly status: "loading" | "known" | "unknown";
  /** Why KMS did not describe the key. It may still work through S3. */
  readonly failure: AwsFailure | undefined;
}

/**
 * Asks KMS about a key: its details, and its aliases from the Region's list where that may be read. `region` counts for key ids and
 * alias names, which name no Region themselves; `undefined` for `reference` asks nothing.
 */
export function useKnownKey(reference: string | undefined, region: string): KnownKey {
  const parsed = reference === undefined ? undefined : parseKeyReference(reference);
  const home = parsed !== undefined && "region" in parsed ? parsed.region : region;
  const enabled = parsed !== undefined;
  const detail = useQuery({ ...kmsKey(home, reference ?? ""), enabled });
  const list = useQuery({ ...kmsKeys(home), enabled });
  if (parsed === undefined) return { title: undefined, summary: undefined, status: "unknown", failure: undefined };
  const wanted = detail.data?.arn ?? reference;
  const listing = list.data?.find((key) => namesKey(wanted, key));
  const summary = detail.data === undefined || listing === undefined ? detail.data : { ...detail.data, aliases: listing.aliases };
  const named = summary ?? listing;
  return {
    title: named === undefined ? keyTitle({ keyId: "keyId" in parsed ? parsed.keyId : "", aliases: "aliasName" in parsed ? [parsed.aliasName] : [] }) : keyTitle(named),
    summary,
    status: summary !== undefined ? "known" : detail.isPending && detail.fetchStatus !== "idle" ? "loading" : "unknown",
    failure: detail.error?.failure,
  };
}
