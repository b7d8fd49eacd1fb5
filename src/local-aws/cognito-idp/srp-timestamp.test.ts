import fc from "fast-check";
import { expect, test } from "vitest";
import { isCurrentTimestamp, isTimestamp, srpTimestamp } from "./srp-timestamp.ts";

const MARCH_4 = Date.UTC(2026, 2, 4, 5, 6, 7);

test("aws-facts 4.3 row 14: English names, the day without a leading zero", () => {
  expect(srpTimestamp(MARCH_4)).toBe("Wed Mar 4 05:06:07 UTC 2026");
  expect(srpTimestamp(Date.UTC(2025, 11, 31, 23, 59, 59))).toBe("Wed Dec 31 23:59:59 UTC 2025");
});

test("every second is written so that it is read again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      const written = srpTimestamp(seconds * 1000);
      expect([isTimestamp(written), isCurrentTimestamp(written, seconds * 1000, 0)]).toEqual([true, true]);
    }),
  );
});

test.each([
  ["Wed Mar 04 05:06:07 UTC 2026", true],
  ["Thu Mar 4 05:06:07 UTC 2026", true],
  ["Wed Feb 30 05:06:07 UTC 2026", true],
  ["Wed Mar 4 25:06:07 UTC 2026", true],
  ["Wed Mar 4 05:06:07 CET 2026", false],
  ["wed mar 4 05:06:07 UTC 2026", false],
  ["Mit Mar 4 05:06:07 UTC 2026", false],
  ["", false],
])("%s is not what the time is written as; of its form: %s", (text, isOfForm) => {
  expect([isTimestamp(text), isCurrentTimestamp(text, MARCH_4, 86_400_000)]).toEqual([isOfForm, false]);
});

test("it is current up to the skew, both ways", () => {
  const text = srpTimestamp(MARCH_4);
  expect([-1001, -1000, 0, 1000, 1001].map((skew) => isCurrentTimestamp(text, MARCH_4 + skew, 1000))).toEqual([false, true, true, true, false]);
});
