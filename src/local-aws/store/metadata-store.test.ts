import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openLmdbMetadata } from "#local-aws/adapters/lmdb-metadata.ts";
import { createMemoryMetadata } from "./memory-metadata.ts";
import type { MetadataKey, MetadataRange, MetadataStore } from "./metadata-store.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyseal-metadata-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const stores: readonly [string, () => Promise<MetadataStore>][] = [
  ["memory", async () => createMemoryMetadata()],
  ["lmdb", () => openLmdbMetadata(join(folder, "rows"))],
];

/** The order that the contract promises, said again without the encoding: numbers before strings, strings by UTF-8 bytes. */
function compareKeys(a: MetadataKey, b: MetadataKey): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1;
    const order = typeof left === "number" ? left - Number(right) : Buffer.compare(Buffer.from(left), Buffer.from(String(right)));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const element = fc.oneof(
  fc.constantFrom("", "a", "a\0", "a\0b", "ab", "b", "é", "😀", "\uFFFD", "\uE000", "/", "~"),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.constantFrom(-2, -1.5, 0, 1, 2, 1e300, Number.MAX_SAFE_INTEGER),
);
const keyArbitrary: fc.Arbitrary<MetadataKey> = fc.array(element, { minLength: 1, maxLength: 3 });
const rangeArbitrary: fc.Arbitrary<MetadataRange> = fc.record(
  { prefix: fc.array(element, { maxLength: 2 }), start: keyArbitrary, end: keyArbitrary, reverse: fc.boolean(), limit: fc.nat({ max: 5 }) },
  { requiredKeys: ["prefix"] },
);

function modelRange(model: ReadonlyMap<string, { key: MetadataKey; value: unknown }>, range: MetadataRange) {
  const { prefix, start, end, reverse = false, limit = Infinity } = range;
  const rows = [...model.values()]
    .filter(({ key }) => compareKeys(key.slice(0, prefix.length), prefix) === 0)
    .filter(({ key }) => start === undefined || compareKeys(key, start) >= 0)
    .filter(({ key }) => end === undefined || compareKeys(key, end) < 0)
    .toSorted((a, b) => compareKeys(a.key, b.key));
  return (reverse ? rows.toReversed() : rows).slice(0, limit);
}

describe.each(stores)("%s metadata", (_, openStore) => {
  let store: MetadataStore;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => empty(store));
  afterAll(() => store.close());

  test("keeps the order, ranges and transactions of a plain model", async () => {
    const command = fc.oneof(
      fc.record({ put: keyArbitrary, value: fc.integer() }),
      fc.record({ remove: keyArbitrary }),
    );
    const transaction = fc.record({ commands: fc.array(command, { maxLength: 8 }), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(transaction, { maxLength: 4 }), fc.array(rangeArbitrary, { maxLength: 6 }), async (transactions, ranges) => {
        await empty(store);
        let model = new Map<string, { key: MetadataKey; value: unknown }>();
        for (const { commands, fails } of transactions) {
          const draft = new Map(model);
          const done = store.transact((rows) => {
            for (const each of commands) {
              if ("put" in each) {
                rows.put(each.put, each.value);
                draft.set(JSON.stringify(each.put), { key: each.put, value: each.value });
              } else {
                rows.remove(each.remove);
                draft.delete(JSON.stringify(each.remove));
              }
            }
            for (const range of ranges) expect([...rows.range(range)]).toEqual(modelRange(draft, range));
            if (fails) throw new RangeError("undo");
          });
          const undone = await done.then(() => false, (error: unknown) => error instanceof RangeError);
          expect(undone).toBe(fails);
          if (!fails) model = draft;
          for (const range of ranges) expect([...store.range(range)]).toEqual(modelRange(model, range));
          for (const { key, value } of model.values()) expect(store.get(key)).toBe(value);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("gives back structured values, byte strings and awkward names included", async () => {
    const value = {
      bytes: new Uint8Array([0, 1, 255]),
      names: Object.fromEntries([["__proto__", "a"], ["", "b"], ["é😀", "c"]]),
      nested: [{ at: 1.5, none: undefined, big: 2 ** 53 }, null, true],
    };
    await store.transact((rows) => rows.put(["k"], value));
    const read = store.get<typeof value>(["k"]);
    expect(read).toEqual(value);
    expect(Object.keys(read?.names ?? {})).toEqual(["__proto__", "", "é😀"]);
    expect(Object.getPrototypeOf(read?.bytes)).toBe(Uint8Array.prototype);
  });

  test("a value changed after it was put stays as it was put, and what was read cannot be changed", async () => {
    const value = { list: [1] };
    await store.transact((rows) => rows.put(["k"], value));
    value.list.push(2);
    expect(() => store.get<typeof value>(["k"])?.list.push(3)).toThrow(TypeError);
    for (const row of store.range<typeof value>({ prefix: [] })) expect(() => row.value.list.push(3)).toThrow(TypeError);
    expect(store.get(["k"])).toEqual({ list: [1] });
  });

  test("takes S3's longest keys, even of NULs, and refuses what is far longer", async () => {
    const longest = ["version", "b".repeat(63), "\0".repeat(1024), 1];
    await store.transact((rows) => rows.put(longest, "here"));
    expect([...store.range({ prefix: longest.slice(0, 3) })]).toEqual([{ key: longest, value: "here" }]);
    const tooLong = ["x".repeat(5000)];
    expect(store.get(tooLong)).toBeUndefined();
    expect([...store.range({ prefix: [], start: tooLong })]).toEqual([]);
    expect([...store.range({ prefix: [], end: tooLong })]).toHaveLength(1);
    await expect(store.transact((rows) => rows.put(tooLong, 1))).rejects.toThrow(RangeError);
  });

  test("refuses a key that would not come back: a lone surrogate, NaN", async () => {
    await expect(store.transact((rows) => rows.put(["\uD800"], 1))).rejects.toThrow(TypeError);
    await expect(store.transact((rows) => rows.put([Number.NaN], 1))).rejects.toThrow(TypeError);
  });

  test("a walk in a transaction may remove what it walks over", async () => {
    await store.transact((rows) => [1, 2, 3, 4].forEach((number) => rows.put(["n", number], number)));
    await store.transact((rows) => {
      for (const { key } of rows.range({ prefix: ["n"] })) rows.remove(key);
    });
    expect([...store.range({ prefix: [] })]).toEqual([]);
  });

  test("transactions started together run one after another, and one that throws undoes only itself", async () => {
    const add = (fails: boolean) =>
      store.transact((rows) => {
        const next = (rows.get<number>(["count"]) ?? 0) + 1;
        rows.put(["count"], next);
        if (fails) throw new RangeError("undo");
        return next;
      });
    const results = await Promise.allSettled([add(false), add(true), add(false)]);
    expect(results.map((result) => (result.status === "fulfilled" ? result.value : "undone"))).toEqual([1, "undone", 2]);
    expect(store.get(["count"])).toBe(2);
  });
});

test("lmdb metadata is there after it was closed and opened again, readable by its owner only", async () => {
  const path = join(folder, "again");
  const first = await openLmdbMetadata(path);
  const written = first.transact((rows) => rows.put(["k", 1], "v"));
  await first.close();
  await written;
  const second = await openLmdbMetadata(path);
  expect(second.get(["k", 1])).toBe("v");
  await second.close();
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  expect((await stat(join(path, "data.mdb"))).mode & 0o777).toBe(0o600);
});

async function empty(store: MetadataStore): Promise<void> {
  await store.transact((rows) => {
    for (const { key } of rows.range({ prefix: [] })) rows.remove(key);
  });
}
