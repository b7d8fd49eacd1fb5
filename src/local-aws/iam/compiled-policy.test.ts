import { expect, test } from "vitest";
import { policyStatements } from "./compiled-policy.ts";

const policy = (sid: string): string => JSON.stringify({ Statement: { Sid: sid, Effect: "Allow", Action: "*", Resource: "*" } });

test("a text is compiled once, and compiled anew after many others", () => {
  const first = policyStatements(policy("first"));
  expect(first).toHaveLength(1);
  expect(policyStatements(policy("first"))).toBe(first);
  for (let index = 0; index < 1000; index += 1) policyStatements(policy(`other${index}`));
  expect(policyStatements(policy("first"))).not.toBe(first);
  expect(policyStatements(policy("first"))).toHaveLength(1);
});

test("a text that is no policy has no statements", () => {
  expect(policyStatements("not JSON")).toEqual([]);
});
