import { parseKeyReference } from "#domain/kms-key.ts";

const KEPT = 10;

/** The keys used last, newest first. Only ARNs are remembered: they mean the same key for every account and Region. */
export function recentKeysWith(recent: readonly string[], used: string | undefined): readonly string[] {
  if (used === undefined || parseKeyReference(used)?.kind !== "key-arn") return recent;
  return [used, ...recent.filter((arn) => arn !== used)].slice(0, KEPT);
}
