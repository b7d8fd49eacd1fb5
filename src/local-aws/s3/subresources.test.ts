import { expect, test } from "vitest";
import { subresourcesOf } from "./subresources.ts";

test.each([
  ["", []],
  ["list-type=2&prefix=&delimiter=%2F&x-id=ListObjectsV2", []],
  ["partNumber=3&uploadId=abc&x-id=UploadPart", ["uploadId"]],
  ["encryption=", ["encryption"]],
  ["encryption=anything", ["encryption"]],
  ["X-Amz-Signature=&response-expires=", []],
  ["cachebuster=1", []],
  ["brandNewFeature", ["brandNewFeature"]],
  ["versioning&cors", ["cors", "versioning"]],
])("%s names %j", (query, expected) => {
  expect(subresourcesOf(new URLSearchParams(query))).toEqual(expected);
});
