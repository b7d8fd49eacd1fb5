import fc from "fast-check";
import { expect, test } from "vitest";
import { isInIpRange, readIpRange } from "./ip-range.ts";

const inRange = (address: string, range: string): boolean | undefined => {
  const read = readIpRange(range);
  return read && isInIpRange(address, read);
};

test.each([
  ["203.0.113.9", "203.0.113.0/24", true],
  ["203.0.114.9", "203.0.113.0/24", false],
  ["203.0.113.9", "203.0.113.9", true],
  ["8.8.8.8", "0.0.0.0/0", true],
  ["2001:db8::1", "2001:DB8::/32", true],
  ["2001:db9::1", "2001:db8::/32", false],
  ["::ffff:1.2.3.4", "::ffff:0:0/96", true],
  ["1.2.3.4", "::/0", false],
  ["not an address", "0.0.0.0/0", false],
])("%s in %s: %s", (address, range, expected) => {
  expect(inRange(address, range)).toBe(expected);
});

test.each(["", "1.2.3", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/8/8", "1.2.3.4/", "::1::", "1:2:3:4:5:6:7", "::/129", "12345::"])("%j is no range", (text) => {
  expect(readIpRange(text)).toBeUndefined();
});

test("every address lies in every block that it is in, and in no other block of that size", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), (address, size) => {
      const bits = address.includes(":") ? 128 : 32;
      expect(inRange(address, `${address}/${Math.min(size, bits)}`)).toBe(true);
      expect(inRange(address, address)).toBe(true);
    }),
  );
});
