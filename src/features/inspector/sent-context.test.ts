import { describe, expect, it } from "vitest";
import { contextFromRows } from "#domain/encryption-context.ts";
import type { UploadJob } from "#domain/job.ts";
import type { ObjectDetail } from "#domain/object.ts";
import { sampleJob } from "#testing/samples.ts";
import { sentContext } from "./sent-context.ts";

const ref = { bucket: "b", key: "k" };
const parsed = contextFromRows([{ key: "dept", value: "hr" }]);
if (!parsed.ok) throw new Error("the test's context is no context");
const { context } = parsed;

const sent = sampleJob(ref.key, { ref, settings: { serverSideEncryption: "aws:kms", encryptionContext: context } });
const job: UploadJob = {
  ...sent,
  state: { kind: "done", verdict: { kind: "sealed-as-asked", unverified: [] }, receipt: { ref, encryption: "not-exposed", etag: "e1", startedAt: 0, finishedAt: 1 } },
};
const detail = (etag: string | undefined): ObjectDetail => ({ ref, size: 1, lastModified: 0, etag, encryption: "not-exposed", checksums: [], metadata: {}, rawHeaders: [] });

describe("sentContext", () => {
  it("knows the pairs of an object that this session wrote", () => {
    expect(sentContext([job], detail("e1"))).toBe(context);
  });

  it("claims nothing once somebody else has written over it, or when the ETag is hidden", () => {
    expect(sentContext([job], detail("e2"))).toBeUndefined();
    expect(sentContext([job], detail(undefined))).toBeUndefined();
  });

  it("claims nothing of another object", () => {
    expect(sentContext([job], { ...detail("e1"), ref: { bucket: "b", key: "other" } })).toBeUndefined();
  });
});
