import { describe, expect, it } from "vitest";
import { checkDeclaredLength, MAX_BODY_BYTES } from "./measured-body.ts";

describe("checkDeclaredLength", () => {
  it("takes up to 5 GiB: aws-facts 7", () => {
    expect(() => checkDeclaredLength(0)).not.toThrow();
    expect(() => checkDeclaredLength(MAX_BODY_BYTES)).not.toThrow();
    expect(() => checkDeclaredLength(MAX_BODY_BYTES + 1)).toThrow(
      expect.objectContaining({ code: "EntityTooLarge", details: { ProposedSize: "5368709121", MaxSizeAllowed: "5368709120" } }),
    );
  });

  it("needs a length", () => {
    expect(() => checkDeclaredLength(undefined)).toThrow(expect.objectContaining({ status: 411, code: "MissingContentLength" }));
  });
});
