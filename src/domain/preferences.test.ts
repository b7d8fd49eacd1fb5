import { describe, expect, it } from "vitest";
import { defaultPreferences, parsePreferences, type Preferences } from "./preferences.ts";

describe("parsePreferences", () => {
  it("reads back what was written", () => {
    const preferences: Preferences = { theme: "dark", savedBuckets: [{ name: "b", region: "eu-west-1" }, { name: "c" }], recentKeys: ["alias/finance"] };
    expect(parsePreferences(JSON.stringify(preferences))).toEqual(preferences);
  });

  it.each([null, "", "{", "null", "[]", '"dark"', "42"])("takes the defaults for %j", (text) => {
    expect(parsePreferences(text)).toEqual(defaultPreferences);
  });

  it("keeps what is whole beside what is damaged", () => {
    expect(parsePreferences('{"theme":"purple","savedBuckets":[{"nome":1}],"recentKeys":["k"],"secret":"x"}')).toEqual({
      theme: "system",
      savedBuckets: [],
      recentKeys: ["k"],
    });
  });
});
