import type { Clock } from "#local-aws/services.ts";

/** A clock that the seed sets back, so that the demo world has a past. */
export interface TimeMachine extends Clock {
  /** Goes to a number of days before the time that it started at. */
  goTo(daysAgo: number): void;
}

/** Starts at the present of the given clock and stands still between the moves. */
export function createTimeMachine(present: Clock): TimeMachine {
  const start = present.now();
  let now = start;
  return {
    goTo(daysAgo) {
      now = start - daysAgo * 86_400_000;
    },
    now: () => now,
  };
}
