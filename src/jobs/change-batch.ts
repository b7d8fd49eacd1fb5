import type { ResourceChange } from "#domain/change.ts";

/** At most one refresh a second, however many files are finished in it. */
const EVERY_MS = 1000;

/** Collects changes. */
export interface ChangeBatch {
  add(change: ResourceChange): void;
  /** Hands over what is there and stops. */
  dispose(): void;
}

/** Hands the first change over at once and those that follow closely together. */
export function createChangeBatch(onChange: (changes: ResourceChange[]) => void): ChangeBatch {
  let waiting: ResourceChange[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    if (waiting.length === 0) return;
    const changes = waiting;
    waiting = [];
    timer = setTimeout(flush, EVERY_MS);
    onChange(changes);
  };
  return {
    add(change) {
      waiting.push(change);
      if (timer === undefined) flush();
    },
    dispose() {
      clearTimeout(timer);
      flush();
      clearTimeout(timer);
    },
  };
}
