import { useSyncExternalStore } from "react";

const MINUTE = 60_000;

/**
 * The time, in milliseconds since the epoch, in steps: renders again at most once a step. Fine for "5 min ago" and time left; not a
 * clock to measure with.
 */
export function useNow(stepMilliseconds = MINUTE / 2): number {
  return useSyncExternalStore(
    (changed) => {
      const timer = setInterval(changed, stepMilliseconds);
      return () => clearInterval(timer);
    },
    () => Math.floor(Date.now() / stepMilliseconds) * stepMilliseconds,
  );
}
