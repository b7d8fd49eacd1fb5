import { expect, test } from "vitest";
import { algorithmOfHeader, CHECKSUM_ALGORITHMS, checksumHeader, declaredChecksumHeader, parseChecksumAlgorithm } from "./checksums.ts";

test("each algorithm has its header, and the header its algorithm", () => {
  expect(CHECKSUM_ALGORITHMS.map(checksumHeader)).toEqual([
    "x-amz-checksum-crc32",
    "x-amz-checksum-crc32c",
    "x-amz-checksum-crc64nvme",
    "x-amz-checksum-sha1",
    "x-amz-checksum-sha256",
  ]);
  expect(CHECKSUM_ALGORITHMS.map((algorithm) => algorithmOfHeader(checksumHeader(algorithm).toUpperCase()))).toEqual([...CHECKSUM_ALGORITHMS]);
  expect(algorithmOfHeader("x-amz-checksum-type")).toBeUndefined();
  expect(parseChecksumAlgorithm("crc64nvme")).toBe("CRC64NVME");
});

test("the declared checksum is read, and none is none", () => {
  expect(declaredChecksumHeader(new Headers({ "x-amz-checksum-crc32": "KHcEKQ==", "x-amz-checksum-type": "FULL_OBJECT" }))).toEqual({
    algorithm: "CRC32",
    value: "KHcEKQ==",
  });
  expect(declaredChecksumHeader(new Headers())).toBeUndefined();
});

test.each(["not base64!", "KHcE", "KHcEKQ", ""])("aws-facts 1.4: the value %j is refused", (value) => {
  expect(() => declaredChecksumHeader(new Headers({ "x-amz-checksum-crc32": value }))).toThrow(
    expect.objectContaining({ status: 400, code: "InvalidRequest", message: "Value for x-amz-checksum-crc32 header is invalid." }),
  );
});

test("several checksum headers at once are refused", () => {
  const headers = new Headers({ "x-amz-checksum-crc32": "KHcEKQ==", "x-amz-checksum-crc32c": "KHcEKQ==" });
  expect(() => declaredChecksumHeader(headers)).toThrow(
    expect.objectContaining({
      code: "InvalidRequest",
      message: "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    }),
  );
});
