/** Counts who still needs a blob, so that its removal can wait: see `BlobStore.hold`. */
export interface BlobHolds {
  hold(ids: readonly string[]): () => void;
  /** True when the blob is free to go; otherwise it is handed to `removeNow` once the last hold on it ends. */
  mayRemove(id: string): boolean;
}

/** `removeNow` is called for blobs whose removal had to wait. It must not throw; a blob that stays is swept at the next start. */
export function createBlobHolds(removeNow: (id: string) => void): BlobHolds {
  const counts = new Map<string, number>();
  const waiting = new Set<string>();

  function letGo(id: string): void {
    const left = (counts.get(id) ?? 1) - 1;
    if (left > 0) {
      counts.set(id, left);
      return;
    }
    counts.delete(id);
    if (waiting.delete(id)) removeNow(id);
  }

  return {
    hold(ids) {
      for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        for (const id of ids) letGo(id);
      };
    },
    mayRemove(id) {
      if (!counts.has(id)) return true;
      waiting.add(id);
      return false;
    },
  };
}
