import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { queryKeys, type ConsoleQueryKey } from "./query-keys.ts";
import { applyChanges, isStaleAfter } from "./staleness.ts";

const written = { kind: "object-written", bucket: "b", key: "a/b/c.txt" } as const;

describe("isStaleAfter a written object", () => {
  it.each<[string, ConsoleQueryKey]>([
    ["its folder", queryKeys.objectPages("b", "a/b/")],
    ["folders above, where a folder may have appeared", queryKeys.objectPages("b", "")],
    ["a prefix that is no folder", queryKeys.objectPages("b", "a/b/c")],
    ["versions under its folder", queryKeys.versionPages("b", "a/")],
    ["its own HEAD", queryKeys.objectDetail({ bucket: "b", key: "a/b/c.txt" })],
    ["its versions", queryKeys.objectVersions("b", "a/b/c.txt")],
  ])("refreshes %s", (_, key) => {
    expect(isStaleAfter(key, written)).toBe(true);
  });

  it.each<[string, ConsoleQueryKey]>([
    ["another folder", queryKeys.objectPages("b", "z/")],
    ["the same folder of another bucket", queryKeys.objectPages("other", "a/b/")],
    ["another object", queryKeys.objectDetail({ bucket: "b", key: "a/b/d.txt" })],
    ["the bucket's settings", queryKeys.bucketDefaultEncryption("b")],
    ["keys", queryKeys.kmsKeys("us-east-1")],
    ["the list of buckets", queryKeys.listedBuckets()],
  ])("leaves %s alone", (_, key) => {
    expect(isStaleAfter(key, written)).toBe(false);
  });
});

describe("applyChanges", () => {
  it("marks exactly the concerned answers", async () => {
    const client = new QueryClient();
    const shown = queryKeys.objectPages("b", "a/b/");
    const other = queryKeys.objectPages("b", "z/");
    client.setQueryData(shown, "rows");
    client.setQueryData(other, "rows");
    await applyChanges(client, [written]);
    expect(client.getQueryState(shown)?.isInvalidated).toBe(true);
    expect(client.getQueryState(other)?.isInvalidated).toBe(false);
  });

  it("refreshes the list of buckets when the saved ones change", () => {
    expect(isStaleAfter(queryKeys.listedBuckets(), { kind: "saved-buckets-changed" })).toBe(true);
  });
});
