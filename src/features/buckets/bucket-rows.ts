import type { BucketSummary } from "#domain/bucket.ts";

/** A bucket's name as configuration or a person gave it. */
type Named = { readonly name: string; readonly region?: string | undefined };

/**
 * One row for each bucket, whatever it is known from, by name. The Region that S3 told wins over one that somebody wrote down.
 */
export function bucketRows(known: { readonly config: readonly Named[]; readonly saved: readonly Named[]; readonly listed: readonly BucketSummary[] }): readonly BucketSummary[] {
  const rows = new Map<string, BucketSummary>();
  const add = (bucket: Named & { readonly createdAt?: number | undefined }, source: BucketSummary["sources"][number]) => {
    const before = rows.get(bucket.name);
    rows.set(bucket.name, {
      name: bucket.name,
      region: bucket.region ?? before?.region,
      createdAt: bucket.createdAt ?? before?.createdAt,
      sources: [...(before?.sources ?? []), source],
    });
  };
  for (const bucket of known.config) add(bucket, "config");
  for (const bucket of known.saved) add(bucket, "saved");
  for (const bucket of known.listed) add(bucket, "listed");
  return [...rows.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Whether taking a bucket off the list is the person's to decide: only what they added and nothing else brings back. */
export function isRemovable(bucket: BucketSummary): boolean {
  return bucket.sources.includes("saved");
}
