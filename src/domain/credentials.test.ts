import { describe, expect, it } from "vitest";
import { accountOf, partitionOf } from "./credentials.ts";

const caller = { accountId: "111122223333", arn: "arn:aws-cn:iam::111122223333:user/admin", userId: "AIDATEST" };

describe("a caller", () => {
  it("has an account and a partition", () => {
    expect(accountOf(caller)).toBe("111122223333");
    expect(partitionOf(caller)).toBe("aws-cn");
  });

  it("has no account that is made up where nobody says who signs", () => {
    expect(accountOf("unknown")).toBeUndefined();
    expect(partitionOf("unknown")).toBe("aws");
  });
});
