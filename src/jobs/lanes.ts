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
 * Lanes that the two uses take in turns while both wait, so that small files are never stuck behind a large one, nor a large one behind
 * thousands of small ones. Browsers open six connections to a host over HTTP/1.1: more lanes would only queue there (stack.md 3).
 */
export function createLanes(count: number): Lanes {
  const waiting: Readonly<Record<LaneUse, Waiting[]>> = { "whole-file": [], part: [] };
  let free = count;
  let last: LaneUse = "part";

  const admit = (): void => {
    while (free > 0) {
      const turn: LaneUse = last === "part" ? "whole-file" : "part";
      const use = waiting[turn].length > 0 ? turn : last;
      const next = waiting[use].shift();
      if (next === undefined) return;
      if (next.signal.aborted) {
        next.leave(next.signal.reason);
        continue;
      }
      last = use;
      free -= 1;
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
        free += 1;
        admit();
      }
    },
  };
}
