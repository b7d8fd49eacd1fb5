import { describe, expect, it } from "vitest";
import { createLanes, type LaneUse } from "./lanes.ts";

/** Work that ends when it is told to, and keeps a record of what began. */
function stage() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () =>
    new Promise<void>((resolve) => {
      begun.push(name);
      ends.push(resolve);
    });
  return { begun, work, endFirst: () => ends.shift()?.() };
}

const never = new AbortController().signal;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("lanes", () => {
  it("never run more than they are", async () => {
    const { begun, work, endFirst } = stage();
    const lanes = createLanes(3);
    const all = Promise.all(["a", "b", "c"].map((name) => lanes.run("part", never, work(name))));
    await settle();
    expect(begun).toEqual(["a", "b"]);
    endFirst();
    await settle();
    expect(begun).toEqual(["a", "b", "c"]);
    endFirst();
    endFirst();
    await all;
  });

  it("serve small files and parts in turns while both wait", async () => {
    const { begun, work, endFirst } = stage();
    const lanes = createLanes(1);
    const orders: [LaneUse, string][] = [["part", "p1"], ["part", "p2"], ["part", "p3"], ["whole-file", "f1"], ["whole-file", "f2"]];
    const all = Promise.all(orders.map(([use, name]) => lanes.run(use, never, work(name))));
    for (let count = 0; count < orders.length; count += 1) {
      await settle();
      endFirst();
    }
    await all;
    expect(begun).toEqual(["p1", "f1", "p2", "f2", "p3"]);
  });

  it("keep one lane free of parts, and one free of small files", async () => {
    const { begun, work, endFirst } = stage();
    const lanes = createLanes(2);
    const all = Promise.all([lanes.run("part", never, work("p1")), lanes.run("part", never, work("p2")), lanes.run("whole-file", never, work("f1"))]);
    await settle();
    expect(begun).toEqual(["p1", "f1"]);
    endFirst();
    endFirst();
    await settle();
    endFirst();
    await all;
  });

  it("free the lane of work that fails", async () => {
    const lanes = createLanes(1);
    await expect(lanes.run("part", never, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await expect(lanes.run("part", never, () => Promise.resolve("next"))).resolves.toBe("next");
  });

  it("never begin what was cancelled while it waited", async () => {
    const { begun, work, endFirst } = stage();
    const lanes = createLanes(1);
    const controller = new AbortController();
    const first = lanes.run("part", never, work("first"));
    const second = lanes.run("part", controller.signal, work("second"));
    controller.abort(new Error("cancelled"));
    await settle();
    endFirst();
    await first;
    await expect(second).rejects.toThrow("cancelled");
    expect(begun).toEqual(["first"]);
  });
});
