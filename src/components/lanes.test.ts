import { describe, expect, it } from "vitest";
import { createLanes } from "./lanes.ts";

/** A task that ends when told. */
function gate() {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { task: () => promise, open };
}

const never = () => new AbortController().signal;
const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

describe("createLanes", () => {
  it("runs no more than its width at a time, in order", async () => {
    const lanes = createLanes(2);
    const begun: number[] = [];
    const gates = [gate(), gate(), gate(), gate()];
    const runs = gates.map(({ task }, index) =>
      lanes.run(async () => {
        begun.push(index);
        await task();
      }, never()),
    );
    await settle();
    expect(begun).toEqual([0, 1]);
    gates[1]?.open();
    await settle();
    expect(begun).toEqual([0, 1, 2]);
    for (const { open } of gates) open();
    await Promise.all(runs);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it("frees the lane of a task that failed", async () => {
    const lanes = createLanes(1);
    await expect(lanes.run(() => Promise.reject(new Error("no")), never())).rejects.toThrow("no");
    await expect(lanes.run(() => Promise.resolve("yes"), never())).resolves.toBe("yes");
  });

  it("never begins a task that is no longer wanted, and keeps the lane for the next", async () => {
    const lanes = createLanes(1);
    const first = gate();
    const running = lanes.run(first.task, never());
    const controller = new AbortController();
    let begun = false;
    const unwanted = lanes.run(async () => {
      begun = true;
    }, controller.signal);
    controller.abort();
    await expect(unwanted).rejects.toThrow(/abort/i);
    first.open();
    await running;
    await expect(lanes.run(() => Promise.resolve("next"), never())).resolves.toBe("next");
    expect(begun).toBe(false);
  });
});
