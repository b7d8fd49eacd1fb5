import { describe, expect, it } from "vitest";
import { MAX_OBJECT_BYTES } from "#domain/upload-plan.ts";
import { addFiles, fileRows, fileTotals, noFiles, planText, removeFile, type PickedFile } from "./picked-files.ts";

function picked(path: string, size = 1): PickedFile {
  return { path, file: new File([], path.split("/").at(-1) ?? ""), size };
}

describe("picked files", () => {
  it("keep their folders below the prefix", () => {
    const rows = fileRows(addFiles(noFiles, [picked("photos/2026/a b.jpg")]), "team");
    expect(rows.map(({ key }) => key)).toEqual(["team/photos/2026/a b.jpg"]);
  });

  it("keep odd names as they are", () => {
    const names = ["#?%2F.txt", "…/ü 🎉.txt", "a//b", " lead", "50%.txt", "a+b&c=d"];
    expect(fileRows(addFiles(noFiles, names.map((name) => picked(name))), "").map(({ key, problem }) => [key, problem])).toEqual(names.toSorted().map((name) => [name, undefined]));
  });

  it("are replaced by a file picked later under the same path", () => {
    const later = picked("a.txt", 5);
    const files = addFiles(addFiles(noFiles, [picked("a.txt", 1), picked("b.txt")]), [later]);
    expect(files.size).toBe(2);
    expect(files.get("a.txt")).toBe(later);
    expect(removeFile(files, "a.txt").has("a.txt")).toBe(false);
  });

  it("with a problem come first and do not stop the others", () => {
    const rows = fileRows(addFiles(noFiles, [picked("good.txt", 3), picked("x/../y"), picked("huge", MAX_OBJECT_BYTES + 1), picked("empty", 0)]), "");
    expect(rows.map(({ path, problem }) => [path, problem === undefined])).toEqual([
      ["huge", false],
      ["x/../y", false],
      ["empty", true],
      ["good.txt", true],
    ]);
    expect(fileTotals(rows)).toMatchObject({ good: 2, bad: 2, bytes: 3, single: 2, multipart: 0 });
  });

  it("aws-facts 7: allows a key of 1,024 bytes and refuses 1,025", () => {
    const rows = fileRows(addFiles(noFiles, [picked("k".repeat(1024)), picked("ü".repeat(512) + "x")]), "");
    expect(rows.map(({ problem }) => problem === undefined)).toEqual([false, true]);
  });

  it("count the parts of all large files", () => {
    const rows = fileRows(addFiles(noFiles, [picked("a", 20 * 1024 ** 2), picked("b", 1024 ** 3), picked("c", 5)]), "");
    expect(fileTotals(rows)).toMatchObject({ single: 1, multipart: 2, parts: 2 + 64 });
    expect(planText({ kind: "multipart", partSize: 16 * 1024 ** 2, partCount: 64 })).toBe("64 parts of 16 MiB");
  });
});
