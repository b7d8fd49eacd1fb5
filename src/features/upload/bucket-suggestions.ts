/** A bucket that may be suggested. */
export interface SuggestedBucket {
  readonly name: string;
  readonly region?: string | undefined;
}

/** Buckets to suggest, each once, by name: those of the configuration, those the person saved, those S3 listed. */
export function bucketSuggestions(sources: {
  readonly config: readonly SuggestedBucket[];
  readonly saved: readonly SuggestedBucket[];
  readonly listed: readonly SuggestedBucket[];
}): readonly SuggestedBucket[] {
  const byName = new Map<string, SuggestedBucket>();
  for (const { name, region } of [...sources.config, ...sources.saved, ...sources.listed]) {
    byName.set(name, { name, region: byName.get(name)?.region ?? region });
  }
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name));
}
