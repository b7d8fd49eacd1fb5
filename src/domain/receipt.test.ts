import { describe, expect, it } from "vitest";
import { sampleJob } from "#testing/samples.ts";
import { nextJob, type JobEvent } from "./job.ts";
import { csvCell, receiptCsv, receiptJson } from "./receipt.ts";

const job = sampleJob('=cmd|"x"');
const done: JobEvent = {
  kind: "done",
  verdict: { kind: "sealed-as-asked", unverified: [] },
  receipt: { ref: { bucket: "bucket", key: '=cmd|"x"' }, encryption: "not-exposed", startedAt: 0, finishedAt: 1 },
};
const failed: JobEvent = { kind: "failed", failure: { kind: "unknown", service: "S3", operation: "PutObject", message: "no" } };

describe("receipt", () => {
  const stored = nextJob(nextJob(job, { kind: "started" }), done);
  it("holds every ended job, in JSON that can be read again", () => {
    expect(JSON.parse(receiptJson([stored, job, nextJob(job, failed)]))).toMatchObject({ objects: [{ verdict: "sealed-as-asked", algorithm: "not exposed by CORS" }, { verdict: "failed" }] });
  });

  it("is safe to open in a spreadsheet (ASVS 1.2.10)", () => {
    for (const hostile of ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"]) expect(csvCell(hostile)).toBe(`"'${hostile}"`);
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
    expect(receiptCsv([stored]).split("\r\n")[1]).toContain('"s3://bucket/=cmd|""x"""');
  });
});
