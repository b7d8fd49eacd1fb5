import type { QueryClient } from "@tanstack/react-query";
import type { ResourceChange } from "#domain/change.ts";
import type { ConsoleQueryKey } from "./query-keys.ts";

/**
 * The one map from what a write changed to what the page shows of it: whether a query's answer is out of date after a change. There is no
 * other `invalidateQueries` in the console.
 */
export function isStaleAfter(key: ConsoleQueryKey, change: ResourceChange): boolean {
  switch (change.kind) {
    case "object-written":
    case "object-deleted":
      return key[0] === "object" && key[2] === change.bucket && showsObject(key, change.key);
    case "saved-buckets-changed":
      return key[0] === "bucket" && key[1] === "listed";
  }
}

type ObjectQueryKey = Extract<ConsoleQueryKey, readonly ["object", ...unknown[]]>;

function showsObject(key: ObjectQueryKey, changed: string): boolean {
  switch (key[1]) {
    case "pages":
    case "version-pages":
      // Deeper keys show as folders, so every prefix above is concerned
      return changed.startsWith(key[3]);
    case "versions":
      return key[3] === changed;
    case "detail":
      // A named version never changes; but it may have been the one that was deleted
      return key[3] === changed;
  }
}

/** Tells the cache what writes changed; what is on the screen is fetched again, the rest when it is next shown. */
export async function applyChanges(queryClient: QueryClient, changes: readonly ResourceChange[]): Promise<void> {
  if (changes.length === 0) return;
  await queryClient.invalidateQueries({
    // Keys of this QueryClient are all made by queryKeys
    predicate: (query) => changes.some((change) => isStaleAfter(query.queryKey as unknown as ConsoleQueryKey, change)),
  });
}
