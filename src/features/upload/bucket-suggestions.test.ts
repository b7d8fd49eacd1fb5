import { expect, it } from "vitest";
import { bucketSuggestions } from "./bucket-suggestions.ts";

it("suggests each bucket once, with the Region that any source knows, by name", () => {
  expect(bucketSuggestions({ config: [{ name: "b" }], saved: [{ name: "c" }, { name: "b", region: "eu-west-1" }], listed: [{ name: "a", region: "us-east-1" }] })).toEqual([
    { name: "a", region: "us-east-1" },
    { name: "b", region: "eu-west-1" },
    { name: "c", region: undefined },
  ]);
});
