import { describe, expect, it } from "vitest";
import { readDropped } from "./dropped-files.ts";

/** An entry as the browser gives it, with its own batches of 100 per readEntries. */
function fileEntry(fullPath: string, broken = false): FileSystemFileEntry {
  const name = fullPath.split("/").at(-1) ?? "";
  const file: FileSystemFileEntry["file"] = (resolve, reject) => {
    if (broken) reject?.(new DOMException("gone", "NotFoundError"));
    else resolve(new File(["x"], name));
  };
  return { isFile: true, isDirectory: false, fullPath, name, file } as FileSystemFileEntry;
}

function folderEntry(fullPath: string, children: readonly FileSystemEntry[], broken = false): FileSystemDirectoryEntry {
  const createReader = () => {
    let at = 0;
    return {
      readEntries(resolve: (entries: FileSystemEntry[]) => void, reject?: (error: DOMException) => void) {
        if (broken) reject?.(new DOMException("denied", "NotReadableError"));
        else resolve(children.slice(at, (at += 100)));
      },
    };
  };
  return { isFile: false, isDirectory: true, fullPath, name: fullPath, createReader } as unknown as FileSystemDirectoryEntry;
}

async function read(entries: readonly FileSystemEntry[], signal = new AbortController().signal) {
  const portions: string[][] = [];
  const { unreadable } = await readDropped(entries, (files) => portions.push(files.map(({ path }) => path)), signal);
  return { portions, paths: portions.flat().sort(), unreadable };
}

describe("reading a drop", () => {
  it("keeps the folders of files, at any depth", async () => {
    const entries = [folderEntry("/a", [fileEntry("/a/1.txt"), folderEntry("/a/b", [fileEntry("/a/b/2.txt")]), folderEntry("/a/empty", [])]), fileEntry("/3.txt")];
    expect((await read(entries)).paths).toEqual(["3.txt", "a/1.txt", "a/b/2.txt"]);
  });

  it("reads all of 10,000 files, in portions", async () => {
    const files = Array.from({ length: 10_000 }, (_, index) => fileEntry(`/big/${index}`));
    const { portions, paths } = await read([folderEntry("/big", files)]);
    expect(new Set(paths).size).toBe(10_000);
    expect(portions.length).toBeGreaterThan(10);
  });

  it("names what it cannot read and reads the rest", async () => {
    const { paths, unreadable } = await read([fileEntry("/gone.txt", true), folderEntry("/denied", [], true), fileEntry("/fine.txt")]);
    expect(paths).toEqual(["fine.txt"]);
    expect(unreadable.toSorted()).toEqual(["denied", "gone.txt"]);
  });

  it("hands nothing on after it was stopped", async () => {
    const stopped = new AbortController();
    stopped.abort();
    expect((await read([fileEntry("/a.txt")], stopped.signal)).paths).toEqual([]);
  });
});
