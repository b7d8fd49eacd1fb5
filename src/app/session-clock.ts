import { formatDuration } from "#domain/format.ts";

/** How a session's time stands. */
export interface SessionClock {
  readonly state: "lasting" | "ending" | "ended";
  /** For the top navigation, e.g. `3 h 12 min left`. */
  readonly text: string;
}

/** From here on a person is told, in milliseconds: long enough to end what they are doing. */
const ENDING = 5 * 60_000;

/** Judges when a session ends, in milliseconds since the epoch; undefined for credentials whose end is not known. */
export function sessionClock(expiresAt: number | undefined, now: number): SessionClock | undefined {
  if (expiresAt === undefined) return undefined;
  const left = expiresAt - now;
  if (left <= 0) return { state: "ended", text: "Session ended" };
  // Whole minutes: seconds would only flicker.
  const minutes = Math.max(1, Math.floor(left / 60_000));
  return { state: left <= ENDING ? "ending" : "lasting", text: `${formatDuration(minutes * 60)} left` };
}
