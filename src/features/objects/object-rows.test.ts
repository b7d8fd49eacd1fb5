import { describe, expect, it } from "vitest";
import { s3Uri, type ObjectPage, type ObjectSummary } from "#domain/object.ts";
import { actionBarriers, copyText, filterRows, objectRows, versionRows, type Row } from "./object-rows.ts";

const summary = (key: string): ObjectSummary => ({ key, size: 1, lastModified: 0, etag: "e", storageClass: "STANDARD" });
const page = (folders: readonly string[], keys: readonly string[]): ObjectPage => ({ folders, objects: keys.map(summary) });
const names = (rows: readonly Row[]) => rows.map((row) => row.name);

describe("objectRows", () => {
  it("names rows below the prefix, folders first within each page, pages in order", () => {
    const rows = objectRows([page(["a/b/"], ["a/1"]), page(["a/c/"], ["a/2"])], "bucket", "a/");
    expect(names(rows)).toEqual(["b/", "1", "c/", "2"]);
  });

  it("names the object whose key is the folder itself", () => {
    expect(names(objectRows([page([], ["a/"])], "bucket", "a/"))).toEqual(["(the folder's own object)"]);
  });

  it("keeps odd keys raw", () => {
    const key = "a/#?%2F..  ";
    const [row] = objectRows([page([], [key])], "bucket", "a/");
    expect(row).toMatchObject({ name: "#?%2F..  ", ref: { bucket: "bucket", key } });
  });
});

describe("versionRows", () => {
  it("tells apart the versions of one key", () => {
    const version = { ...summary("k"), isLatest: true, isDeleteMarker: false };
    const rows = versionRows([{ folders: [], versions: [{ ...version, versionId: "1" }, { ...version, versionId: "2", isLatest: false }] }], "bucket", "");
    expect(new Set(rows.map((row) => row.id)).size).toBe(2);
  });
});

describe("filterRows", () => {
  it("finds text anywhere in the name, whatever its case", () => {
    const rows = objectRows([page(["Reports/"], ["my report.pdf", "photo.jpg"])], "b", "");
    expect(names(filterRows(rows, "REPORT"))).toEqual(["Reports/", "my report.pdf"]);
  });
});

describe("actionBarriers", () => {
  const [folder, one, two] = objectRows([page(["f/"], ["1", "2"])], "b", "") as [Row, Row, Row];
  const marker: Row = { kind: "object", id: "m", name: "m", ref: { bucket: "b", key: "m", versionId: "v" }, summary: summary("m"), version: { isLatest: true, isDeleteMarker: true } };
  const open = (selected: readonly Row[]) =>
    Object.entries(actionBarriers(selected))
      .filter(([, barrier]) => barrier === undefined)
      .map(([action]) => action);

  it.each([
    ["nothing", [], []],
    ["one object", [one], ["inspect", "download", "delete", "copy"]],
    ["several objects", [one, two], ["delete", "copy"]],
    ["a folder", [folder], ["copy"]],
    ["a delete marker", [marker], ["delete", "copy"]],
  ])("with %s", (_, selected, allowed) => {
    expect(open(selected)).toEqual(allowed);
  });
});

describe("copyText", () => {
  it("gives one line for each row, folders too", () => {
    const rows = objectRows([page(["f/"], ["a b"])], "b", "");
    expect(copyText(rows, "b", s3Uri)).toBe("s3://b/f/\ns3://b/a b");
  });
});
