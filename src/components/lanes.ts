/** Runs tasks a few at a time, in the order they came. */
export interface Lanes {
  /** Runs `task` once a lane is free; a task whose `signal` aborts before is never begun, and its promise rejects with the reason. */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** `width` tasks at a time, at least 1. */
export function createLanes(width: number): Lanes {
  const waiting: (() => void)[] = [];
  let free = width;

  const enter = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        resolve();
        return;
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(signal.reason instanceof Error ? signal.reason : new DOMException("The task was no longer wanted.", "AbortError"));
      };
      const begin = () => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      waiting.push(begin);
      signal.addEventListener("abort", giveUp, { once: true });
    });

  // A lane goes from hand to hand, so that nobody can slip in between.
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };

  return {
    async run(task, signal) {
      await enter(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
