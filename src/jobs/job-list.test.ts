import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sampleJob } from "#testing/samples.ts";
import { createJobList } from "./job-list.ts";

describe("job list", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("notifies once for ten thousand events that come together", () => {
    const list = createJobList();
    list.add(Array.from({ length: 10_000 }, (_, index) => sampleJob(String(index))));
    list.publish();
    let notified = 0;
    list.subscribe(() => (notified += 1));
    for (let index = 0; index < 10_000; index += 1) list.apply(String(index), { kind: "started" });
    expect(notified).toBe(0);
    vi.runAllTimers();
    expect(notified).toBe(1);
    expect(list.snapshot().every(({ state }) => state.kind === "running")).toBe(true);
  });

  it("gives readers the same array until something is published", () => {
    const list = createJobList();
    list.add([sampleJob("a")]);
    list.publish();
    const before = list.snapshot();
    list.apply("a", { kind: "started" });
    expect(list.snapshot()).toBe(before);
    vi.runAllTimers();
    expect(list.snapshot()).not.toBe(before);
  });

  it("says when an event came too late", () => {
    const list = createJobList();
    list.add([sampleJob("a")]);
    expect(list.apply("a", { kind: "cancelled" })).toBe(true);
    expect(list.apply("a", { kind: "progress", bytesSent: 5, rate: 1 })).toBe(false);
    expect(list.apply("no such job", { kind: "started" })).toBe(false);
  });

  it("shows the newest batch first and takes ended jobs off", () => {
    const list = createJobList();
    list.add([sampleJob("a"), sampleJob("b")]);
    list.add([sampleJob("c")]);
    list.apply("a", { kind: "cancelled" });
    expect(list.removeEnded()).toEqual(["a"]);
    list.apply("b", { kind: "started" });
    list.publish();
    expect(list.snapshot().map(({ id, state }) => [id, state.kind])).toEqual([["c", "queued"], ["b", "running"]]);
  });
});
