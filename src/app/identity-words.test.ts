import { describe, expect, it } from "vitest";
import { identityWords } from "./identity-words.ts";

const session = { accessKeyId: "71e594d4a35d7dd5492c", region: "us-east-1" };

describe("identityWords", () => {
  it("names the caller, the account and the Region", () => {
    const caller = { accountId: "111122223333", arn: "arn:aws:sts::111122223333:assumed-role/Ops/jane", userId: "AROA:jane" };
    expect(identityWords({ ...session, caller })).toEqual({ text: "Ops/jane · 111122223333 · us-east-1", title: "Ops/jane in us-east-1", description: caller.arn });
  });

  it("says that the caller is unknown where no STS told, and tells sessions apart by their access key, masked", () => {
    const words = identityWords({ ...session, caller: "unknown" });
    expect(words.text).toBe("Key 71e5…492c · us-east-1");
    expect(words.description).toContain("This server does not say who you are");
    expect(JSON.stringify(words)).not.toContain(session.accessKeyId);
  });
});
