import { describe, expect, it } from "vitest";
import { deletionConsequence } from "./deletion-words.ts";

const object = { bucket: "b", key: "k" };

describe("deletionConsequence", () => {
  it.each([
    ["Enabled" as const, /delete marker/],
    ["Suspended" as const, /"null"/],
    ["Off" as const, /nothing brings it back/],
    [undefined, /could not be read/],
  ])("says what happens with versioning %s", (versioning, words) => {
    expect(deletionConsequence([object], versioning)).toMatch(words);
  });

  it("says that deleting a version is for good, whatever the versioning", () => {
    expect(deletionConsequence([{ ...object, versionId: "v" }], "Enabled")).toMatch(/for good/);
  });
});
