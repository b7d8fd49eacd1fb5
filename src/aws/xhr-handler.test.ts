import { describe, expect, it } from "vitest";
import { parseHeaders, urlOf } from "./xhr-handler.ts";

describe("urlOf", () => {
  const base = { protocol: "https:", hostname: "s3.amazonaws.com", path: "/bucket/a%20b" };

  it("keeps the path as the SDK encoded it and encodes the query as SigV4 does", () => {
    expect(urlOf({ ...base, query: { uploadId: "a b!*", partNumber: "1" } })).toBe(
      "https://s3.amazonaws.com/bucket/a%20b?partNumber=1&uploadId=a%20b%21%2A",
    );
  });

  it("writes a port, a valueless name and a repeated name", () => {
    expect(urlOf({ ...base, port: 4566, query: { uploads: null, tag: ["1", "2"] } })).toBe(
      "https://s3.amazonaws.com:4566/bucket/a%20b?tag=1&tag=2&uploads",
    );
  });
});

describe("parseHeaders", () => {
  it("lowers names and keeps colons inside values", () => {
    expect(parseHeaders('ETag: "abc"\r\nX-Amz-Server-Side-Encryption-Aws-Kms-Key-Id: arn:aws:kms:us-east-1:1:key/2\r\n')).toEqual({
      etag: '"abc"',
      "x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:us-east-1:1:key/2",
    });
  });

  it("answers nothing for an answer without readable headers", () => {
    expect(parseHeaders("")).toEqual({});
  });
});
