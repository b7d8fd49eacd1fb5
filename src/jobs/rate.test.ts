import { describe, expect, it } from "vitest";
import { createRateMeter } from "./rate.ts";

describe("rate meter", () => {
  it("knows nothing from one reading", () => {
    expect(createRateMeter().read(500, 1000)).toBe(0);
  });

  it("tells bytes per second", () => {
    const meter = createRateMeter();
    for (let second = 0; second < 10; second += 1) meter.read(second * 1000, second * 1000);
    expect(meter.read(10_000, 10_000)).toBeCloseTo(1000);
  });

  it("falls to 0 when nothing moves", () => {
    const meter = createRateMeter();
    meter.read(0, 0);
    meter.read(5000, 1000);
    for (let second = 2; second < 12; second += 1) meter.read(5000, second * 1000);
    expect(meter.read(5000, 12_000)).toBe(0);
  });

  it("is never negative when a part starts again", () => {
    const meter = createRateMeter();
    meter.read(9000, 0);
    expect(meter.read(4000, 1000)).toBe(0);
  });
});
