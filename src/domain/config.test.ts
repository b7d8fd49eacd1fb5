import { describe, expect, it } from "vitest";
import { defaultConsoleConfig, endpointProblem, parseConsoleConfig } from "./config.ts";

describe("config.json", () => {
  it("fills in AWS's own for what is left out", () => {
    expect(parseConsoleConfig({})).toEqual({ ok: true, config: defaultConsoleConfig });
  });

  it.each([
    [{ regoin: "us-east-1" }, "regoin"],
    [{ region: "moon" }, "Region"],
    [{ endpoints: { s3: "http://s3.example.com" } }, "http://"],
    [{ buckets: [{ name: "Bad_Name" }] }, "capital"],
    [[], "object"],
  ])("refuses %j and says where", (value, reason) => {
    const parsed = parseConsoleConfig(value);
    expect(parsed.ok ? "taken" : parsed.problem).toContain(reason);
  });

  it("takes plain http for this machine only", () => {
    for (const fine of ["", "http://localhost:4566", "http://127.0.0.1:9000", "https://minio.example.com"]) expect(endpointProblem(fine)).toBeUndefined();
    for (const bad of ["localhost:4566", "ftp://x", "https://u:p@x", "http://10.0.0.1", "https://x/?a=b"]) expect(endpointProblem(bad)).toBeTypeOf("string");
  });
});
