/** Which kind of request wants a lane: a whole small file, or a part of a large one. */
export type LaneUse = "whole-file" | "part";

/** A bounded number of bodies on the wire at once, shared by all files. */
export interface Lanes {
  /** Runs `work` when a lane is free. Rejects with the signal's reason when it is cancelled while waiting. */
  run<Answer>(use: LaneUse, signal: AbortSignal, work: () => Promise<Answer>): Promise<Answer>;
}

interface Waiting {
  readonly signal: AbortSignal;
  enter(): void;
  leave(reason: unknown): void;
}

/**
 * Lanes that the two uses take in turns while both wait, with one that is never the other's: so small files are not stuck behind a large
 * one on a slow line, nor a large one behind thousands of small ones. Browsers open six connections to a host over HTTP/1.1: more lanes would only queue there (stack.md 3).
 */
export function createLanes(count: number): Lanes {
  const waiting: Readonly<Record<LaneUse, Waiting[]>> = { "whole-file": [], part: [] };
  const taken = { "whole-file": 0, part: 0 };
  const most = Math.max(1, count - 1);
  let last: LaneUse = "part";

  const isReady = (use: LaneUse): boolean => waiting[use].length > 0 && taken[use] < most;

  const admit = (): void => {
    while (taken["whole-file"] + taken.part < count) {
      const turn: LaneUse = last === "part" ? "whole-file" : "part";
      const use = isReady(turn) ? turn : last;
      if (!isReady(use)) return;
      const next = waiting[use].shift();
      if (next === undefined) return;
      if (next.signal.aborted) {
        next.leave(next.signal.reason);
        continue;
      }
      last = use;
      taken[use] += 1;
      next.enter();
    }
  };

  return {
    async run(use, signal, work) {
      await new Promise<void>((resolve, reject) => {
        waiting[use].push({ signal, enter: resolve, leave: reject });
        admit();
      });
      try {
        signal.throwIfAborted();
        return await work();
      } finally {
        taken[use] -= 1;
        admit();
      }
    },
  };
}
