import { describe, expect, it } from "vitest";
import { readChosen } from "./chosen-files.ts";

function chosen(name: string, webkitRelativePath = ""): File {
  const file = new File(["12"], name);
  Object.defineProperty(file, "webkitRelativePath", { value: webkitRelativePath });
  return file;
}

async function read(files: readonly File[], stopAfter = Number.POSITIVE_INFINITY) {
  const portions: string[][] = [];
  const stop = new AbortController();
  await readChosen(
    files,
    (portion) => {
      portions.push(portion.map(({ path }) => path));
      if (portions.length === stopAfter) stop.abort();
    },
    stop.signal,
  );
  return portions;
}

describe("reading what was chosen", () => {
  it("takes the path of a folder chooser from webkitRelativePath", async () => {
    expect(await read([chosen("c.txt", "dir/c.txt"), chosen("d.txt")])).toEqual([["dir/c.txt", "d.txt"]]);
  });

  it("hands a few files on at once, and ten thousand in portions", async () => {
    const seen: number[] = [];
    void readChosen([chosen("a")], (portion) => seen.push(portion.length), new AbortController().signal);
    expect(seen).toEqual([1]);
    const portions = await read(Array.from({ length: 10_000 }, (_, index) => chosen(`${index}`)));
    expect(portions.length).toBeGreaterThan(1);
    expect(portions.flat()).toHaveLength(10_000);
  });

  it("keeps the size a file had when it was chosen", async () => {
    const file = chosen("shrinks");
    await readChosen([file], ([picked]) => {
      Object.defineProperty(file, "size", { value: 1 });
      expect(picked?.size).toBe(2);
    }, new AbortController().signal);
    expect.assertions(1);
  });

  it("hands nothing on after it was stopped", async () => {
    expect(await read(Array.from({ length: 6000 }, (_, index) => chosen(`${index}`)), 2)).toHaveLength(2);
  });
});
