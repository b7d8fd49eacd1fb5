import { describe, expect, it } from "vitest";
import { headerRows } from "./header-rows.ts";

const BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled";
const stateOf = (name: string, exposure: "exposed" | "hidden" | "unknown") => headerRows([["etag", "abc"]], () => exposure).find((row) => row.name === name)?.state;

describe("headerRows", () => {
  it("aws-facts 8.2: tells a header hidden by CORS from one that S3 did not send", () => {
    expect(stateOf(BUCKET_KEY, "exposed")).toBe("absent");
    expect(stateOf(BUCKET_KEY, "hidden")).toBe("hidden");
    expect(stateOf(BUCKET_KEY, "unknown")).toBe("unknown");
  });

  it("shows what was seen as seen, whatever the rules say", () => {
    expect(stateOf("etag", "hidden")).toBe("shown");
  });

  it("keeps headers it knows nothing of, unexplained", () => {
    const row = headerRows([["x-amz-replication-status", "COMPLETED"]], () => "exposed").find(({ name }) => name === "x-amz-replication-status");
    expect(row).toMatchObject({ value: "COMPLETED", state: "shown", meaning: undefined });
  });

  it("aws-facts 2.5: does not miss the context, which HEAD never returns", () => {
    expect(stateOf("x-amz-server-side-encryption-context", "hidden")).toBeUndefined();
  });

  it("names each header once", () => {
    const names = headerRows([["ETag", "abc"], ["content-type", "text/plain"]], () => "exposed").map((row) => row.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
