import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseName, joinKey, keyProblem, objectArn, parentPrefix, prefixTrail } from "./object.ts";

describe("object keys", () => {
  it("aws-facts 7: counts bytes, not characters", () => {
    expect(keyProblem("é".repeat(512))).toBeUndefined();
    expect(keyProblem(`${"é".repeat(512)}x`)).toContain("1025 bytes");
  });

  it("refuses only what a browser cannot send", () => {
    for (const fine of ["a..b", "...", "#?%2F..x", "a//b", " ", "😀", "%2e%2e", "a+b", "\u0001"]) expect(keyProblem(fine)).toBeUndefined();
    for (const folded of [".", "..", "a/../b", "a/./b", "../x"]) expect(keyProblem(folded)).toContain("browser");
  });

  it("splits and joins folders without losing a character", () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (name) => parentPrefix(name) + baseName(name) === name));
    expect(prefixTrail("a//b/")).toEqual([
      { name: "a", prefix: "a/" },
      { name: "", prefix: "a//" },
      { name: "b", prefix: "a//b/" },
    ]);
    expect(joinKey("in", "x/y.txt")).toBe("in/x/y.txt");
    expect(joinKey("", "/y.txt")).toBe("y.txt");
    expect(objectArn({ bucket: "b", key: "a b" }, "aws-us-gov")).toBe("arn:aws-us-gov:s3:::b/a b");
  });
});
