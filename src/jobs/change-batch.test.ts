import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ResourceChange } from "#domain/change.ts";
import { createChangeBatch } from "./change-batch.ts";

const written = (key: string): ResourceChange => ({ kind: "object-written", bucket: "b", key });

describe("change batch", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("tells the first change at once and the following together", () => {
    const told: ResourceChange[][] = [];
    const batch = createChangeBatch((changes) => told.push(changes));
    for (const key of ["a", "b", "c"]) batch.add(written(key));
    expect(told).toEqual([[written("a")]]);
    vi.runAllTimers();
    expect(told).toEqual([[written("a")], [written("b"), written("c")]]);
    batch.add(written("d"));
    expect(told).toHaveLength(3);
  });

  it("tells what is left when it is disposed, and nothing after", () => {
    const told: ResourceChange[][] = [];
    const batch = createChangeBatch((changes) => told.push(changes));
    batch.add(written("a"));
    batch.add(written("b"));
    batch.dispose();
    vi.runAllTimers();
    expect(told.flat()).toEqual([written("a"), written("b")]);
  });
});
