import fc from "fast-check";
import { expect, test } from "vitest";
import { nextRotationAt } from "./rotation.ts";

const DAY = 86_400_000;

test("the next rotation is the first whole period ahead", () => {
  fc.assert(
    fc.property(fc.integer({ min: 90, max: 2560 }), fc.integer({ min: 0, max: 10_000 * DAY }), (periodInDays, elapsed) => {
      const enabledAt = Date.UTC(2026, 0, 1);
      const next = nextRotationAt({ enabledAt, periodInDays }, enabledAt + elapsed);
      expect((next - enabledAt) % (periodInDays * DAY)).toBe(0);
      expect(next - (enabledAt + elapsed)).toBeGreaterThan(0);
      expect(next - (enabledAt + elapsed)).toBeLessThanOrEqual(periodInDays * DAY);
    }),
  );
});
