import { describe, expect, it } from "vitest";
import { testCaller } from "#local-aws/conformance/test-callers.ts";
import { requireSecurityForKms } from "./transport-security.ts";

const caller = testCaller();
const check = (host: string, secure: boolean, { signed = true, requireTls = false } = {}) => () =>
  requireSecurityForKms({ requireTls }, { headers: new Headers({ host }), secure, caller: signed ? caller : undefined }, "aws:kms");

describe("requireSecurityForKms", () => {
  it("aws-facts 1.9 row 17: refuses plain HTTP", () => {
    expect(check("s3.us-east-1.amazonaws.com", true)).not.toThrow();
    expect(check("s3.us-east-1.amazonaws.com", false)).toThrow("must be made over a secure connection.");
    expect(check("localhost.evil.example", false)).toThrow("must be made over a secure connection.");
  });

  it.each(["localhost:4566", "bucket.s3.localhost:4566", "127.0.0.1:4566", "[::1]:4566", "localhost"])("asks no TLS of the loopback host %s", (host) => {
    expect(check(host, false)).not.toThrow();
  });

  it("aws-facts 1.9 row 17: refuses plain HTTP on loopback too where TLS is required", () => {
    expect(check("localhost:4566", false, { requireTls: true })).toThrow("must be made over a secure connection.");
    expect(check("localhost:4566", true, { requireTls: true })).not.toThrow();
  });

  it("aws-facts 1.9 row 16: refuses an anonymous request", () => {
    expect(check("localhost", true, { signed: false })).toThrow(
      expect.objectContaining({ code: "InvalidArgument", details: { ArgumentName: "Authorization", ArgumentValue: "null" } }),
    );
  });

  it("asks nothing of SSE-S3", () => {
    expect(() => requireSecurityForKms({ requireTls: true }, { headers: new Headers(), secure: false, caller: undefined }, "AES256")).not.toThrow();
  });
});
