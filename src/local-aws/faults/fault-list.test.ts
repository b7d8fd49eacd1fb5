import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fault } from "./fault.ts";
import { createFaultList } from "./fault-list.ts";
import type { RequestFacts } from "./request-facts.ts";

const facts = (change: Partial<RequestFacts> = {}): RequestFacts => ({
  service: "s3",
  operation: "PutObject",
  method: "PUT",
  bucket: "b",
  key: "dir/key",
  accessKeyId: "AKIA1",
  partNumber: undefined,
  ...change,
});
const fault = (change: Partial<Fault> = {}): Fault => ({ effect: { kind: "slow-down" }, match: {}, times: 1, after: 0, probability: 1, seed: 0, ...change });
/** For each of so many requests: did something befall it? */
function run(count: number, ...faults: readonly Fault[]): string {
  const list = createFaultList();
  for (const one of faults) list.add(one);
  return Array.from({ length: count }, () => list.next(facts())?.kind.charAt(0) ?? "-").join("");
}

test("the next N requests, after k have passed", () => {
  expect(run(5, fault())).toBe("s----");
  expect(run(6, fault({ times: 2, after: 1 }))).toBe("-ss---");
  expect(run(4, fault({ times: undefined }))).toBe("ssss");
});

test("the first that was ordered is it; those behind it do not see the request", () => {
  expect(run(5, fault({ times: 2 }), fault({ effect: { kind: "throttle" }, after: 1 }))).toBe("ss-t-");
});

test("a probability follows from its seed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
      const once = run(400, fault({ times: undefined, probability: 0.5, seed }));
      expect(run(400, fault({ times: undefined, probability: 0.5, seed }))).toBe(once);
      const count = once.replaceAll("-", "").length;
      expect(count).toBeGreaterThan(120);
      expect(count).toBeLessThan(280);
    }),
  );
  expect(run(50, fault({ times: undefined, probability: 0 }))).toBe("-".repeat(50));
});

test("counts what matched and what happened", () => {
  const list = createFaultList();
  list.add(fault({ times: 2, after: 1, match: { bucket: "b" } }));
  for (let count = 0; count < 5; count += 1) list.next(facts());
  list.next(facts({ bucket: "other" }));
  expect(list.list()).toMatchObject([{ id: 1, matched: 3, happened: 2 }]);
  list.clear();
  expect(list.list()).toEqual([]);
});

describe("matching", () => {
  const matches = (match: Fault["match"], change: Partial<RequestFacts> = {}): boolean => {
    const list = createFaultList();
    list.add(fault({ match }));
    return list.next(facts(change)) !== undefined;
  };
  test.each<[Fault["match"], boolean]>([
    [{}, true],
    [{ service: "s3", operation: "PutObject", method: "PUT", bucket: "b", key: "dir/key", keyPrefix: "dir/", accessKeyId: "AKIA1" }, true],
    [{ service: "kms" }, false],
    [{ operation: "GetObject" }, false],
    [{ key: "dir" }, false],
    [{ keyPrefix: "other/" }, false],
    [{ accessKeyId: "AKIA2" }, false],
    [{ partNumber: 1 }, false],
  ])("%j: %s", (match, expected) => {
    expect(matches(match)).toBe(expected);
  });

  test("a preflight only where its method is named", () => {
    expect(matches({}, { method: "OPTIONS" })).toBe(false);
    expect(matches({ method: "OPTIONS" }, { method: "OPTIONS" })).toBe(true);
  });

  test("a full disk is for writes", () => {
    const list = createFaultList();
    list.add(fault({ effect: { kind: "disk-full" } }));
    expect(list.next(facts({ method: "GET" }))).toBeUndefined();
    expect(list.next(facts())).toEqual({ kind: "disk-full" });
  });
});
