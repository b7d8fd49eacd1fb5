import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_OBJECT_BYTES, MAX_PART_BYTES, MAX_PARTS, MIN_PART_BYTES, partRange, planUpload } from "./upload-plan.ts";

describe("upload plan", () => {
  it("aws-facts 7: stays within S3's limits for every size, and its parts cover the file exactly once", () => {
    fc.assert(
      fc.property(fc.maxSafeNat().map((size) => size % (MAX_OBJECT_BYTES + 1)), (size) => {
        const plan = planUpload(size);
        if (plan.kind === "single") return;
        expect(plan.partCount).toBeLessThanOrEqual(MAX_PARTS);
        expect(plan.partSize).toBeGreaterThanOrEqual(MIN_PART_BYTES);
        expect(plan.partSize).toBeLessThanOrEqual(MAX_PART_BYTES);
        expect(partRange(plan, size, 1).start).toBe(0);
        expect(partRange(plan, size, plan.partCount).end).toBe(size);
        expect(partRange(plan, size, plan.partCount).start).toBeLessThan(size);
      }),
    );
    expect(() => planUpload(MAX_OBJECT_BYTES + 1)).toThrow(RangeError);
    expect(planUpload(0)).toEqual({ kind: "single" });
  });
});
