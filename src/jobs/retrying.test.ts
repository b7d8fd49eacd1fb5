import { describe, expect, it } from "vitest";
import { AwsError, type AwsFailure } from "#domain/failure.ts";
import type { JobClock } from "./job-clock.ts";
import { retrying } from "./retrying.ts";

/** Time that passes at once and is written down. */
function patientClock(chance = 0.5) {
  const delays: number[] = [];
  const clock: JobClock = {
    now: () => 0,
    random: () => chance,
    delay: (milliseconds) => {
      delays.push(milliseconds);
      return Promise.resolve();
    },
  };
  return { clock, delays };
}

const origin = { service: "S3", operation: "UploadPart", message: "x" };
const throttled: AwsFailure = { kind: "throttled", retryAfterSeconds: 7, ...origin };
const offline: AwsFailure = { kind: "network-or-cors", ...origin };
const denied: AwsFailure = { kind: "access-denied", ...origin };
const { signal } = new AbortController();

/** Fails with these failures in turn, then succeeds. */
function flaky(...failures: AwsFailure[]) {
  const uncertain: boolean[] = [];
  const run = (attempt: { uncertain: boolean }): Promise<string> => {
    uncertain.push(attempt.uncertain);
    const failure = failures.shift();
    return failure === undefined ? Promise.resolve("done") : Promise.reject(new AwsError(failure));
  };
  return { run, uncertain };
}

describe("retrying", () => {
  it("goes on until it succeeds, waiting longer each time", async () => {
    const { clock, delays } = patientClock();
    const { run } = flaky(offline, offline, offline);
    await expect(retrying({ clock, signal }, run)).resolves.toBe("done");
    expect(delays).toEqual([500, 1000, 2000]);
  });

  it("honours Retry-After", async () => {
    const { clock, delays } = patientClock(0);
    await retrying({ clock, signal }, flaky(throttled).run);
    expect(delays).toEqual([7000]);
  });

  it("tells the next attempt when the one before may have succeeded", async () => {
    const { run, uncertain } = flaky(throttled, offline, throttled);
    await retrying({ clock: patientClock().clock, signal }, run);
    expect(uncertain).toEqual([false, false, true, true]);
  });

  it("does not repeat what cannot succeed by itself", async () => {
    const { run, uncertain } = flaky(denied);
    await expect(retrying({ clock: patientClock().clock, signal }, run)).rejects.toMatchObject({ failure: denied });
    expect(uncertain).toHaveLength(1);
  });

  it("gives up after five attempts, with the last failure", async () => {
    const { run, uncertain } = flaky(offline, offline, offline, offline, throttled, offline);
    await expect(retrying({ clock: patientClock().clock, signal }, run)).rejects.toMatchObject({ failure: throttled });
    expect(uncertain).toHaveLength(5);
  });

  it("gives up for a better reason when there is one", async () => {
    const examine = () => Promise.reject(new Error("the file changed"));
    await expect(retrying({ clock: patientClock().clock, signal, examine }, flaky(offline).run)).rejects.toThrow("the file changed");
  });

  it("ends with the reason of a cancel", async () => {
    const controller = new AbortController();
    const run = () => {
      controller.abort(new Error("cancelled"));
      return Promise.reject(new AwsError(offline));
    };
    await expect(retrying({ clock: patientClock().clock, signal: controller.signal }, run)).rejects.toThrow("cancelled");
  });
});
