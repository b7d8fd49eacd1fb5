import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFileBlobs } from "#local-aws/adapters/file-blobs.ts";
import { systemRandom } from "#local-aws/adapters/node-services.ts";
import type { BlobStore } from "./blob-store.ts";
import { sweepOrphanedBlobs } from "./live-blobs.ts";
import { createMemoryBlobs } from "./memory-blobs.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyseal-blobs-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const stores: readonly [string, () => Promise<BlobStore>][] = [
  ["memory", async () => createMemoryBlobs(systemRandom)],
  ["file", async () => openFileBlobs(await mkdtemp(join(folder, "store-")), systemRandom)],
];

describe.each(stores)("%s blobs", (_, openStore) => {
  let store: BlobStore;
  beforeAll(async () => {
    store = await openStore();
  });

  test("gives back any range of what was written in any pieces", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.nat({ max: 50 }), fc.constantFrom(256 * 1024, 300_000)), { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (sizes, from, part) => {
          const pieces = sizes.map((size) => systemRandom.bytes(size));
          const whole = Buffer.concat(pieces);
          const id = await put(store, pieces);
          const together = await store.create();
          await together.write(...pieces);
          await together.commit();
          expect((await bytesOf(store.read(together.id))).equals(whole)).toBe(true);
          expect((await bytesOf(store.read(id))).equals(whole)).toBe(true);
          const offset = Math.floor(from * whole.length);
          const length = Math.floor(part * (whole.length - offset));
          for (const chunk of [{}, { chunkBytes: 100_000 }]) {
            expect((await bytesOf(store.read(id, { offset, length, ...chunk }))).equals(whole.subarray(offset, offset + length))).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("shows nothing before the commit, and forgets what was discarded", async () => {
    const before = await ids(store);
    const writer = await store.create();
    await writer.write(new Uint8Array(300_000));
    expect(await ids(store)).toEqual(before);
    await expect(bytesOf(store.read(writer.id))).rejects.toThrow(/no such|There is no blob/i);
    await writer.discard();
    await writer.discard();
    expect(await ids(store)).toEqual(before);
  });

  test("a discard after the commit does nothing", async () => {
    const writer = await store.create();
    await writer.write(new Uint8Array([7]));
    await writer.commit();
    await writer.discard();
    expect([...(await bytesOf(store.read(writer.id)))]).toEqual([7]);
  });

  test("a reader that has begun finishes though the blob is removed; then it is gone, and removing it again is no error", async () => {
    const whole = systemRandom.bytes(3 * 1024 * 1024);
    const id = await put(store, [whole]);
    const reader = store.read(id);
    await store.remove(id);
    expect((await bytesOf(reader)).equals(whole)).toBe(true);
    await store.remove(id);
    await expect.poll(() => ids(store)).not.toContain(id);
    await expect(bytesOf(store.read(id))).rejects.toThrow(/no such|There is no blob/i);
  });

  test("a removed blob stays readable as long as anybody holds it", async () => {
    const id = await put(store, [new Uint8Array([1])]);
    const [first, second] = [store.hold([id]), store.hold([id])];
    await store.remove(id);
    first();
    first();
    expect([...(await bytesOf(store.read(id)))]).toEqual([1]);
    second();
    await expect.poll(() => ids(store)).not.toContain(id);
  });

  test("the sweep at start removes what no row names", async () => {
    const [kept, orphan] = [await put(store, [new Uint8Array(1)]), await put(store, [new Uint8Array(2)])];
    const live = new Set((await ids(store)).filter((id) => id !== orphan));
    expect(await sweepOrphanedBlobs(store, live)).toBe(1);
    expect(await ids(store)).toContain(kept);
    expect(await ids(store)).not.toContain(orphan);
  });
});

test("file blobs sweep what a killed process left unfinished, and are readable by their owner only", async () => {
  const path = await mkdtemp(join(folder, "modes-"));
  const store = await openFileBlobs(path, systemRandom);
  const id = await put(store, [new Uint8Array([1])]);
  await writeFile(join(path, "tmp", "f".repeat(32)), "left behind");

  const again = await openFileBlobs(path, systemRandom);
  expect(await readdir(join(path, "tmp"))).toEqual([]);
  expect(await ids(again)).toEqual([id]);
  expect((await stat(join(path, id.slice(0, 2)))).mode & 0o777).toBe(0o700);
  expect((await stat(join(path, id.slice(0, 2), id))).mode & 0o777).toBe(0o600);
});

test("file blobs never let an id become a path", async () => {
  const path = await mkdtemp(join(folder, "paths-"));
  const store = await openFileBlobs(join(path, "blobs"), systemRandom);
  await writeFile(join(path, "outside"), "secret");
  await expect(bytesOf(store.read("../outside"))).rejects.toThrow("no such blob");
  await store.remove("../outside");
  expect(await readdir(path)).toContain("outside");
});

async function put(store: BlobStore, pieces: readonly Uint8Array[]): Promise<string> {
  const writer = await store.create();
  for (const piece of pieces) await writer.write(piece);
  await writer.commit();
  return writer.id;
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await collect(stream));
}

async function ids(store: BlobStore): Promise<string[]> {
  return (await collect(store.list())).toSorted();
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
