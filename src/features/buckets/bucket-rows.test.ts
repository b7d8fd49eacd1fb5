import { describe, expect, it } from "vitest";
import { bucketRows, isRemovable } from "./bucket-rows.ts";

describe("bucketRows", () => {
  it("shows a bucket once, with all its sources, by name", () => {
    const rows = bucketRows({
      config: [{ name: "b" }],
      saved: [{ name: "a", region: "eu-west-1" }, { name: "b" }],
      listed: [{ name: "b", region: "us-east-1", createdAt: 5, sources: ["listed"] }],
    });
    expect(rows).toEqual([
      { name: "a", region: "eu-west-1", createdAt: undefined, sources: ["saved"] },
      { name: "b", region: "us-east-1", createdAt: 5, sources: ["config", "saved", "listed"] },
    ]);
  });

  it("takes the Region that S3 told over the one written down", () => {
    const [row] = bucketRows({ config: [{ name: "a", region: "eu-west-1" }], saved: [], listed: [{ name: "a", region: "us-west-2", sources: ["listed"] }] });
    expect(row?.region).toBe("us-west-2");
  });

  it("lets a person remove only what they added", () => {
    const [row] = bucketRows({ config: [{ name: "a" }], saved: [], listed: [] });
    expect(row !== undefined && isRemovable(row)).toBe(false);
  });
});
