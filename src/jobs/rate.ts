/** Time over which a rate is smoothed. */
const WINDOW_MS = 4000;
/** Samples closer together than this are one. */
const GRAIN_MS = 250;

/** Rate of something that counts up. */
export interface RateMeter {
  /** Takes a reading of the total at a time (ms); returns bytes per second over the last seconds. */
  read(total: number, now: number): number;
}

/** A meter over a sliding window: bursts of single requests do not make it jump, and a stall brings it to 0. */
export function createRateMeter(): RateMeter {
  const samples: { readonly at: number; readonly total: number }[] = [];
  return {
    read(total, now) {
      const last = samples.at(-1);
      if (last === undefined || now - last.at >= GRAIN_MS) samples.push({ at: now, total });
      while (samples.length > 1 && now - (samples[1]?.at ?? now) >= WINDOW_MS) samples.shift();
      const first = samples[0];
      if (first === undefined || now <= first.at) return 0;
      // A part that is sent again takes its bytes back: that is no speed
      return Math.max(0, ((total - first.total) * 1000) / (now - first.at));
    },
  };
}
