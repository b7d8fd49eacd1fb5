import { describe, expect, it } from "vitest";
import { batchTotals, type UploadJob, type UploadState } from "#domain/job.ts";
import { sampleJob } from "#testing/samples.ts";
import { filterJobs, jobFilterOf } from "./job-filter.ts";
import { differenceText, isWorthRetrying, jobAdvice, jobPercent, jobStatus, jobText, progressText, totalPercent, totalsText } from "./job-words.ts";
import { worthShowing } from "./worth-showing.ts";

const origin = { service: "S3", operation: "PutObject", message: "" };

function job(state: UploadState, change: { readonly key?: string; readonly size?: number; readonly bytesSent?: number; readonly rate?: number } = {}): UploadJob {
  const { key = "a.txt", size = 100, bytesSent = 0, rate = 0 } = change;
  return { ...sampleJob(key, { size }), state, bytesSent, rate };
}

const receipt = { ref: { bucket: "b", key: "a.txt" }, encryption: "not-exposed" as const, startedAt: 0, finishedAt: 1 };
const sealed = job({ kind: "done", verdict: { kind: "sealed-as-asked", unverified: [] }, receipt }, { key: "sealed", bytesSent: 100 });
const other = job({ kind: "done", verdict: { kind: "not-as-asked", differences: [], unverified: [] }, receipt }, { key: "other", bytesSent: 100 });
const denied = job({ kind: "failed", failure: { ...origin, kind: "access-denied" } }, { key: "denied" });
const taken = job({ kind: "failed", failure: { ...origin, kind: "precondition" } }, { key: "taken" });
const sending = job({ kind: "running", stage: "sending" }, { key: "sending", bytesSent: 25, rate: 25 });
const expired = job({ kind: "paused", reason: "credentials-expired" }, { key: "expired" });
const changed = job({ kind: "failed", failure: { ...origin, kind: "file-changed", fileName: "a.txt" } }, { key: "changed" });
const queued = job({ kind: "queued" }, { key: "queued" });
const cancelled = job({ kind: "cancelled" }, { key: "cancelled" });
const all = [queued, sealed, other, denied, taken, sending, cancelled];

describe("a transfer in words", () => {
  it("tells the verdict, not just that it is stored", () => {
    expect([jobText(sealed), jobStatus(sealed)]).toEqual(["Sealed as asked", "success"]);
    expect([jobText(other), jobStatus(other)]).toEqual(["Stored, but not as asked", "warning"]);
  });

  it("calls a prevented overwrite by its name: it is what was asked for", () => {
    expect([jobText(taken), jobStatus(taken)]).toEqual(["Overwrite prevented", "info"]);
    expect(jobStatus(denied)).toBe("error");
  });

  it("says of an upload whose session has expired that it does not wait: it has to be sent again", () => {
    expect([jobText(expired), jobStatus(expired), jobAdvice(expired)]).toEqual(["Not sent: the session has expired", "error", "Sign in again and upload this file again."]);
    expect(jobAdvice(queued)).toBeUndefined();
    expect(totalsText(batchTotals([expired, queued]))).toBe("1 not sent, 1 to go");
    expect([filterJobs([expired], "active", ""), filterJobs([expired], "attention", "")]).toEqual([[], [expired]]);
  });

  it("offers to send again what may succeed then", () => {
    expect([denied, taken, cancelled, changed, expired, sealed, sending].map(isWorthRetrying)).toEqual([true, true, true, false, false, false, false]);
  });

  it("tells progress, rate and time left while it sends", () => {
    expect(jobPercent(sending)).toBe(25);
    expect(progressText(sending)).toBe("25 bytes of 100 bytes · 25 bytes/s · 3 s left");
    expect(progressText(queued)).toBe("0 bytes of 100 bytes");
  });

  it("is never past its end or without one: empty files too", () => {
    expect(jobPercent(job({ kind: "running", stage: "sending" }, { size: 0 }))).toBe(0);
    expect(jobPercent({ ...sealed, request: { ...sealed.request, size: 0 } })).toBe(100);
  });

  it("says what was asked and what was answered", () => {
    expect(differenceText({ field: "bucket-key", asked: "on", observed: "off" })).toBe("S3 Bucket Key: asked for on, S3 answered off");
  });
});

describe("all transfers", () => {
  it("in one line", () => {
    expect(totalsText(batchTotals(all))).toBe("1 sealed as asked, 1 stored, but not as asked, 2 failed, 1 cancelled, 2 to go");
    expect(totalsText(batchTotals([]))).toBe("No transfers");
  });

  it("as a percentage, by files where every file is empty", () => {
    expect(totalPercent(batchTotals([sealed, queued]))).toBe(50);
    const empty = { ...sealed, request: { ...sealed.request, size: 0 }, bytesSent: 0 };
    expect(totalPercent(batchTotals([empty, job({ kind: "queued" }, { size: 0 })]))).toBe(50);
    expect(totalPercent(batchTotals([]))).toBe(0);
  });

  it.each([
    ["all", 7],
    ["active", 2],
    ["attention", 3],
    ["done", 1],
    ["cancelled", 1],
    ["nonsense", 7],
  ])("filtered by %s", (filter, count) => {
    expect(filterJobs(all, jobFilterOf(filter), "")).toHaveLength(count);
  });

  it("found by a part of the name", () => {
    expect(filterJobs(all, "all", " SEAL ")).toEqual([sealed]);
    expect(filterJobs(all, "active", "seal")).toEqual([]);
  });

  it("in brief: what moves, then what needs a person, then what waits, then the rest", () => {
    expect(worthShowing(all, 5)).toEqual([sending, other, denied, taken, queued]);
    expect(worthShowing(all, 1)).toEqual([sending]);
  });
});
