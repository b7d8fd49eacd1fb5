import { failureOf, isRetryable, type AwsFailure } from "#domain/failure.ts";
import type { JobClock } from "./job-clock.ts";

/** Attempts of one request, the first included. */
const ATTEMPTS = 5;
const BASE_MS = 500;
const CAP_MS = 20_000;

/** What came of the attempts before the present one. */
export interface Attempt {
  /** True when an earlier one got no readable answer: S3 may have done what it was asked. */
  readonly uncertain: boolean;
}

/** How a request is repeated. */
export interface Retrying {
  readonly clock: JobClock;
  readonly signal: AbortSignal;
  /** Called after a failure, before the next attempt: throws to give up for a better reason. */
  readonly examine?: ((failure: AwsFailure) => Promise<void>) | undefined;
}

/**
 * Repeats a request that may succeed by itself, after a pause that grows and is drawn by lot, so that the parts of a crowd do not come
 * back together. Honours Retry-After.
 */
export async function retrying<Answer>({ clock, signal, examine }: Retrying, run: (attempt: Attempt) => Promise<Answer>): Promise<Answer> {
  let uncertain = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run({ uncertain });
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureOf(error);
      await examine?.(failure);
      // After a refusal for its clock the SDK has taken over the server's
      const worthwhile = isRetryable(failure) || (failure.kind === "clock-skew" && attempt === 1);
      if (attempt === ATTEMPTS || !worthwhile) throw error;
      uncertain ||= failure.kind === "network-or-cors" || failure.kind === "server-error";
      await clock.delay(pause(failure, attempt, clock.random()), signal);
    }
  }
}

function pause(failure: AwsFailure, attempt: number, chance: number): number {
  const asked = failure.kind === "throttled" ? (failure.retryAfterSeconds ?? 0) * 1000 : 0;
  return asked + chance * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}
