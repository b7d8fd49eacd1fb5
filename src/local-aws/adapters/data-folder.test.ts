import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDataFolder } from "./data-folder.ts";

let root = "";
beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), "keyseal-data-"));
});
afterAll(() => fs.rm(root, { recursive: true, force: true }));

test("is made for its owner only, and refused to a second instance until the first lets go", async () => {
  const path = join(root, "data");
  const first = await openDataFolder(path, { reset: false });
  expect((await fs.stat(path)).mode & 0o777).toBe(0o700);
  await expect(openDataFolder(path, { reset: true })).rejects.toThrow("Another local AWS is running");
  await first.release();
  const second = await openDataFolder(path, { reset: false });
  await second.release();
});

test("a lock that a killed process left behind does not bar it", async () => {
  const path = join(root, "stale");
  await (await openDataFolder(path, { reset: false })).release();
  await fs.writeFile(join(path, "lock"), "");
  const folder = await openDataFolder(path, { reset: false });
  await expect(openDataFolder(path, { reset: false })).rejects.toThrow("Another local AWS is running");
  await folder.release();
});

test("--reset empties what is ours, and only that", async () => {
  const path = join(root, "reset");
  const first = await openDataFolder(path, { reset: false });
  await fs.mkdir(first.blobs);
  await fs.writeFile(join(first.blobs, "body"), "");
  await fs.writeFile(join(path, "notes.txt"), "mine");
  await first.release();
  const second = await openDataFolder(path, { reset: true });
  expect((await fs.readdir(path)).toSorted()).toEqual(["keyseal-local-aws.json", "lock", "notes.txt"]);
  await second.release();
});

test.each([true, false])("a folder of something else is refused and not touched (reset: %s)", async (reset) => {
  const path = await fs.mkdtemp(join(root, "other-"));
  await fs.mkdir(join(path, "s3"));
  await expect(openDataFolder(path, { reset })).rejects.toThrow("nothing was touched");
  expect(await fs.readdir(path)).toEqual(["s3"]);
});

test("a process that was killed before it marked the folder does not bar it", async () => {
  const path = await fs.mkdtemp(join(root, "unmarked-"));
  await fs.writeFile(join(path, "lock"), "");
  const folder = await openDataFolder(path, { reset: false });
  expect(await fs.readdir(path)).toContain("keyseal-local-aws.json");
  await folder.release();
});

test("a folder of another format is refused, unless it is to be emptied", async () => {
  const path = await fs.mkdtemp(join(root, "format-"));
  for (const marker of ['{"format":99}', "{not json", ""]) {
    await fs.writeFile(join(path, "keyseal-local-aws.json"), marker);
    await expect(openDataFolder(path, { reset: false })).rejects.toThrow("another version");
  }
  const folder = await openDataFolder(path, { reset: true });
  await folder.release();
  await (await openDataFolder(path, { reset: false })).release();
});
