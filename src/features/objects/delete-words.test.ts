import { describe, expect, it } from "vitest";
import { deletionConsequence } from "./delete-words.ts";
import type { ObjectRow } from "./object-rows.ts";

const row: ObjectRow = {
  kind: "object",
  id: "1",
  name: "k",
  ref: { bucket: "b", key: "k" },
  summary: { key: "k", size: 1, lastModified: 0, etag: "e", storageClass: "STANDARD" },
  version: undefined,
};

describe("deletionConsequence", () => {
  it.each([
    ["Enabled" as const, /delete marker/],
    ["Suspended" as const, /"null"/],
    ["Off" as const, /nothing brings it back/],
    [undefined, /could not be read/],
  ])("says what happens with versioning %s", (versioning, words) => {
    expect(deletionConsequence([row], versioning)).toMatch(words);
  });

  it("says that deleting a version is for good, whatever the versioning", () => {
    const version = { ...row, version: { isLatest: true, isDeleteMarker: false } };
    expect(deletionConsequence([version], "Enabled")).toMatch(/for good/);
  });
});
