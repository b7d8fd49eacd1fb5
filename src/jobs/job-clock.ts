/** Time and chance, injected so that tests need not wait. */
export interface JobClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after a while; rejects with the signal's reason when it is aborted before. */
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1. */
  random(): number;
}

/** The browser's. */
export const systemClock: JobClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  delay: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const abort = (): void => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", abort);
        resolve();
      }, milliseconds);
      signal.addEventListener("abort", abort, { once: true });
    }),
};
