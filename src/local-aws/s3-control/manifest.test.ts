import fc from "fast-check";
import { expect, test } from "vitest";
import { csvField, ManifestError, readManifestText } from "./manifest.ts";

test("lines of bucket and URL-encoded key, quoted or not", () => {
  expect(readManifestText('b,a%2Fb%20c\r\n"b","x+y"\n\nb,%C3%A9', ["Bucket", "Key"])).toEqual([
    { bucket: "b", key: "a/b c" },
    { bucket: "b", key: "x y" },
    { bucket: "b", key: "é" },
  ]);
});

test("fields stand where they were announced; an empty version is none", () => {
  expect(readManifestText("v1,k,zzz,b\n,k,,b\n", ["VersionId", "Key", "Ignore", "Bucket"])).toEqual([
    { bucket: "b", key: "k", versionId: "v1" },
    { bucket: "b", key: "k" },
  ]);
});

test.each([
  ["b", "has 1 fields"],
  ["b,k,more", "has 3 fields"],
  ["b,%zz", "not URL-encoded"],
  [",k", "names no object"],
  ['b,"k', "is not CSV"],
  ['b,k"k', "is not CSV"],
])("%s is refused", (text, message) => {
  expect(() => readManifestText(text, ["Bucket", "Key"])).toThrow(ManifestError);
  expect(() => readManifestText(text, ["Bucket", "Key"])).toThrow(message);
});

test("any keys come back, however they are quoted", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 1 }), (keys) => {
      const text = keys.map((key) => `${csvField("b,\"b")},${csvField(encodeURIComponent(key))}`).join("\n");
      expect(readManifestText(text, ["Bucket", "Key"])).toEqual(keys.map((key) => ({ bucket: 'b,"b', key })));
    }),
  );
});
