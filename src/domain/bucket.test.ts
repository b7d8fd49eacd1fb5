import { describe, expect, it } from "vitest";
import { bucketNameProblem, consoleCorsRule, corsHealth, exposesHeader, type CorsRule } from "./bucket.ts";

describe("buckets", () => {
  it.each(["ab", "A-bucket", "a_b_c", "-abc", "abc-", "a..b", "192.168.1.1", "s3://abc", "x".repeat(64)])("refuses the name %s", (name) => {
    expect(bucketNameProblem(name)).toBeTypeOf("string");
  });

  const origin = "http://localhost:4173";
  it("aws-facts 8.2: the rule this console asks for makes everything readable", () => {
    expect(corsHealth([consoleCorsRule(origin)], origin)).toEqual({ status: "ok", missingMethods: [], hiddenResponseHeaders: [] });
    expect(corsHealth("none", origin).status).toBe("none");
    expect(corsHealth([consoleCorsRule("http://other")], origin).status).toBe("none");
  });

  it("aws-facts 8.1: the first rule that matches origin and method decides, one wildcard allowed", () => {
    const bare: CorsRule = { allowedOrigins: ["http://*"], allowedMethods: ["HEAD"], allowedHeaders: ["*"], exposeHeaders: [] };
    expect(exposesHeader([bare, consoleCorsRule(origin)], origin, "ETag")).toBe(false);
    expect(exposesHeader([consoleCorsRule(origin), bare], origin, "etag")).toBe(true);
    expect(exposesHeader([bare], origin, "Content-Length")).toBe(true);
  });
});
