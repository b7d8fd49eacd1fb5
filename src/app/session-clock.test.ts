import { describe, expect, it } from "vitest";
import { sessionClock } from "./session-clock.ts";

const MINUTE = 60_000;

describe("sessionClock", () => {
  it.each([
    [90 * MINUTE, "lasting", "1 h 30 min left"],
    [6 * MINUTE + 10, "lasting", "6 min left"],
    [4 * MINUTE, "ending", "4 min left"],
    [1000, "ending", "1 min left"],
    [0, "ended", "Session ended"],
    [-MINUTE, "ended", "Session ended"],
  ])("with %d ms to go", (left, state, text) => {
    expect(sessionClock(1_000_000 + left, 1_000_000)).toEqual({ state, text });
  });

  it("knows nothing of credentials without an end", () => {
    expect(sessionClock(undefined, 0)).toBeUndefined();
  });
});
