import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleJob } from "#testing/samples.ts";
import { batchTotals, isEnded, nextJob, type JobEvent } from "./job.ts";

const job = sampleJob('=cmd|"x"');
const done: JobEvent = {
  kind: "done",
  verdict: { kind: "sealed-as-asked", unverified: [] },
  receipt: { ref: { bucket: "bucket", key: '=cmd|"x"' }, encryption: "not-exposed", startedAt: 0, finishedAt: 1 },
};
const failed: JobEvent = { kind: "failed", failure: { kind: "unknown", service: "S3", operation: "PutObject", message: "no" } };
const events: fc.Arbitrary<JobEvent> = fc.oneof(
  fc.constantFrom<JobEvent>({ kind: "started" }, { kind: "stage", stage: "sending" }, { kind: "paused", reason: "person" }, done, failed, { kind: "cancelled" }, { kind: "retried", at: 5 }),
  fc.nat({ max: 300 }).map((bytesSent): JobEvent => ({ kind: "progress", bytesSent, rate: 1 })),
);

describe("job reducer", () => {
  it("leaves an ended job only by a retry, and never counts more bytes than the file has", () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (sequence) => {
        let current = job;
        for (const event of sequence) {
          const next = nextJob(current, event);
          const mayChange = !isEnded(current.state) || event.kind === "retried";
          expect(mayChange || next === current).toBe(true);
          expect(next.bytesSent).toBeLessThanOrEqual(100);
          current = next;
        }
      }),
    );
  });

  it("does not retry what was stored", () => {
    const stored = nextJob(nextJob(job, { kind: "started" }), done);
    expect(nextJob(stored, { kind: "retried", at: 9 })).toBe(stored);
    expect(batchTotals([stored, nextJob(job, failed)])).toMatchObject({ count: 2, sealedAsAsked: 1, failed: 1, bytesTotal: 200, bytesSent: 100 });
  });
});
