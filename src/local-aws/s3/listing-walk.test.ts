import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type OperationWorld, startOperations, versionRow } from "#local-aws/conformance/s3-operations.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import { compareKeys } from "./key-order.ts";
import { commonPrefixOf, listCurrent, listVersions, type ListingEntry } from "./listing-walk.ts";

let world: OperationWorld;
beforeEach(async () => {
  world = await startOperations();
});

const all = { bucketName: "bucket", prefix: "", delimiter: "", after: "", maxKeys: 1000 };
const nameOf = (entry: ListingEntry) => (entry.kind === "version" ? entry.version.key : `${entry.prefix}*`);
const names = (entries: readonly ListingEntry[]) => entries.map(nameOf);

/** Counts the rows that a listing really reads. */
function counting(reader: MetadataReader): MetadataReader & { read(): number } {
  let rows = 0;
  return {
    get: (key) => reader.get(key),
    *range(range) {
      for (const entry of reader.range(range)) {
        rows += 1;
        yield entry as never;
      }
    },
    read: () => rows,
  };
}

describe("current objects", () => {
  test("come in UTF-8 order, not in JavaScript's", async () => {
    await world.putRows(versionRow({ key: "\u{1f600}" }), versionRow({ key: "\ufffd" }), versionRow({ key: "b" }), versionRow({ key: "B" }));
    expect(names(listCurrent(world.services.metadata, all).entries)).toEqual(["B", "b", "\ufffd", "\u{1f600}"]);
  });

  test("of another bucket are not listed, even where its name begins alike", async () => {
    await world.putRows(versionRow({ key: "mine" }), versionRow({ key: "theirs", bucket: "bucket2" }));
    expect(names(listCurrent(world.services.metadata, all).entries)).toEqual(["mine"]);
  });

  test("under a delete marker are not there, nor is a folder of nothing else", async () => {
    await world.putRows(
      versionRow({ key: "gone/a", order: 9, isDeleteMarker: true }),
      versionRow({ key: "gone/a", order: 10 }),
      versionRow({ key: "half/a", isDeleteMarker: true }),
      versionRow({ key: "half/b" }),
      versionRow({ key: "marker", isDeleteMarker: true }),
    );
    expect(names(listCurrent(world.services.metadata, { ...all, delimiter: "/" }).entries)).toEqual(["half/*"]);
  });

  test("a page of none is complete", async () => {
    await world.putRows(versionRow({ key: "a" }));
    expect(listCurrent(world.services.metadata, { ...all, maxKeys: 0 })).toEqual({ entries: [], isTruncated: false });
  });

  test("a folder of thousands costs one row, and so do the versions of one key", async () => {
    const folder = Array.from({ length: 5000 }, (_, index) => versionRow({ key: `folder/${String(index).padStart(5, "0")}` }));
    const versions = Array.from({ length: 500 }, (_, order) => versionRow({ key: "much", order, versionId: `v${order}` }));
    await world.putRows(...folder, ...versions, versionRow({ key: "z" }));
    const reader = counting(world.services.metadata);
    expect(names(listCurrent(reader, { ...all, delimiter: "/" }).entries)).toEqual(["folder/*", "much", "z"]);
    expect(reader.read()).toBeLessThan(20);
  });
});

/** What S3 documents, said as simply as can be: sort, filter, roll up. */
function model(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const sorted = [...new Set(keys)].filter((key) => key.startsWith(prefix)).sort(compareKeys);
  return [...new Set(sorted.map((key) => (commonPrefixOf(key, prefix, delimiter) === undefined ? key : `${commonPrefixOf(key, prefix, delimiter)}*`)))];
}

test("every way of paging gives what one page gives", async () => {
  const key = fc.string({ unit: fc.constantFrom("a", "b", "/", "\u{1f600}", "\uffff"), minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(key, { maxLength: 25 }), fc.constantFrom("", "a", "a/", "/"), fc.constantFrom("", "/", "b"), fc.integer({ min: 1, max: 4 }), async (keys, prefix, delimiter, maxKeys) => {
      const own = await startOperations();
      await own.putRows(...keys.map((each) => versionRow({ key: each })));
      const found: string[] = [];
      let after = "";
      for (let more = true; more; ) {
        const page = listCurrent(own.services.metadata, { bucketName: "bucket", prefix, delimiter, after, maxKeys });
        found.push(...names(page.entries));
        const last = page.entries.at(-1);
        after = last?.kind === "version" ? last.version.key : (last?.prefix ?? "");
        more = page.isTruncated;
      }
      expect(found).toEqual(model(keys, prefix, delimiter));
    }),
    { numRuns: 60 },
  );
});

describe("versions", () => {
  const newest = versionRow({ key: "k", order: 7, versionId: "v3" });
  const older: ObjectVersion = versionRow({ key: "k", order: 8, versionId: "v2", isDeleteMarker: true });
  const oldest = versionRow({ key: "k", order: 9, versionId: "v1" });

  test("come newest first, the newest of each key being the latest", async () => {
    await world.putRows(oldest, newest, older, versionRow({ key: "a" }));
    const { entries } = listVersions(world.services.metadata, all);
    expect(entries.map((entry) => entry.kind === "version" && [entry.version.key, entry.version.versionId, entry.isLatest])).toEqual([
      ["a", "null", true],
      ["k", "v3", true],
      ["k", "v2", false],
      ["k", "v1", false],
    ]);
  });

  test("go on behind a version of a key", async () => {
    await world.putRows(oldest, newest, older, versionRow({ key: "l" }));
    const { entries } = listVersions(world.services.metadata, { ...all, after: "k" }, { key: "k", order: 7 });
    expect(entries.map((entry) => entry.kind === "version" && [entry.version.versionId, entry.isLatest])).toEqual([
      ["v2", false],
      ["v1", false],
      ["null", true],
    ]);
  });

  test("go on behind the key when no version is named", async () => {
    await world.putRows(oldest, newest, versionRow({ key: "l" }));
    expect(names(listVersions(world.services.metadata, { ...all, after: "k" }).entries)).toEqual(["l"]);
  });
});
