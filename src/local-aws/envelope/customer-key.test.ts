import fc from "fast-check";
import { expect, test } from "vitest";
import { systemRandom } from "#local-aws/adapters/node-services.ts";
import { unwrapUnderCustomerKey, wrappedUnder, wrapUnderCustomerKey } from "./customer-key.ts";
import { TamperedError } from "./key-wrap.ts";

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Uint8Array.from(array));
const here = new TextEncoder().encode("bucket/key");

test("a data key comes back under the customer's key, and under no other", async () => {
  await fc.assert(
    fc.asyncProperty(bytes, bytes, bytes, async (customerKey, otherKey, dataKey) => {
      fc.pre(Buffer.compare(customerKey, otherKey) !== 0);
      const wrap = await wrapUnderCustomerKey(systemRandom, customerKey, dataKey, here);
      expect(await unwrapUnderCustomerKey(wrap, customerKey, here)).toEqual(dataKey);
      expect(await wrappedUnder(wrap, customerKey)).toBe(true);
      expect(await wrappedUnder(wrap, otherKey)).toBe(false);
      await expect(unwrapUnderCustomerKey(wrap, otherKey, here)).rejects.toThrow(TamperedError);
    }),
    { numRuns: 20 },
  );
});

test("a data key does not come back at another place; nothing that is kept repeats or holds the customer's key", async () => {
  const customerKey = systemRandom.bytes(32);
  const dataKey = systemRandom.bytes(32);
  const [first, second] = [
    await wrapUnderCustomerKey(systemRandom, customerKey, dataKey, here),
    await wrapUnderCustomerKey(systemRandom, customerKey, dataKey, here),
  ];
  await expect(unwrapUnderCustomerKey(first, customerKey, new TextEncoder().encode("bucket/other"))).rejects.toThrow(TamperedError);
  expect(first.verifier).not.toEqual(second.verifier);
  expect(first.wrapped).not.toEqual(second.wrapped);
  const kept = Buffer.concat([first.salt, first.verifier, first.wrapped]);
  expect(kept.includes(Buffer.from(customerKey))).toBe(false);
  expect(kept.includes(Buffer.from(dataKey))).toBe(false);
});
