import { describe, expect, it } from "vitest";
import { checkKeyLength, readObjectAttributes, refuseUnsupportedHeaders } from "./object-attributes-request.ts";

const request = (headers: Record<string, string>, query = "") => ({ headers: new Headers(headers), query: new URLSearchParams(query) });
const refusal = (code: string) => expect.objectContaining({ code });

describe("readObjectAttributes", () => {
  it("has S3's defaults", () => {
    expect(readObjectAttributes(request({}))).toEqual({ contentType: "binary/octet-stream", userMetadata: {}, storageClass: "STANDARD", tags: [] });
  });

  it("reads content headers, metadata, class and tags, and drops the framing from the encoding", () => {
    const headers = {
      "content-type": "text/plain",
      "content-encoding": "aws-chunked, gzip",
      "cache-control": "no-cache",
      "x-amz-meta-Dept": "hr",
      "x-amz-storage-class": "STANDARD_IA",
      "x-amz-tagging": "a=1&b=two%20words&c=",
    };
    expect(readObjectAttributes(request(headers))).toEqual({
      contentType: "text/plain",
      contentEncoding: "gzip",
      cacheControl: "no-cache",
      userMetadata: { dept: "hr" },
      storageClass: "STANDARD_IA",
      tags: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "two words" },
        { Key: "c", Value: "" },
      ],
    });
  });

  it("reads UTF-8 metadata, whose bytes a Headers object shows as Latin-1", () => {
    const bytes = String.fromCharCode(...new TextEncoder().encode("Zürich"));
    expect(readObjectAttributes(request({ "x-amz-meta-city": bytes })).userMetadata).toEqual({ city: "Zürich" });
  });

  it("honours metadata and class in the query of a presigned URL, a real header first: aws-facts 1.13", () => {
    const query = "X-Amz-Signature=s&x-amz-meta-a=query&x-amz-meta-b=query&x-amz-storage-class=GLACIER_IR";
    const attributes = readObjectAttributes(request({ "x-amz-meta-a": "header" }, query));
    expect(attributes).toMatchObject({ userMetadata: { a: "header", b: "query" }, storageClass: "GLACIER_IR" });
    expect(readObjectAttributes(request({}, query.replace("X-Amz-Signature=s&", ""))).userMetadata).toEqual({});
  });

  it("takes 2 KB of metadata, names and values, and not a byte more: aws-facts 1.9 row 31", () => {
    expect(() => readObjectAttributes(request({ "x-amz-meta-n": "v".repeat(2047) }))).not.toThrow();
    expect(() => readObjectAttributes(request({ "x-amz-meta-n": "v".repeat(2048) }))).toThrow(refusal("MetadataTooLarge"));
  });

  it("refuses a metadata name that no header can have, which only a presigned URL can carry", () => {
    const query = "X-Amz-Signature=1&x-amz-meta-a%20b=c";
    expect(() => readObjectAttributes(request({}, query))).toThrow(refusal("InvalidArgument"));
    expect(() => readObjectAttributes(request({}, query.replace("%20", "%0d%0a")))).toThrow(refusal("InvalidArgument"));
  });

  it("refuses an unknown storage class", () => {
    expect(() => readObjectAttributes(request({ "x-amz-storage-class": "EXPRESS_ONEZONE" }))).toThrow(refusal("InvalidStorageClass"));
  });

  it.each([
    ["a=1&a=2", "InvalidArgument"],
    ["a=%E0%A4%A", "InvalidArgument"],
    [`${"k".repeat(129)}=1`, "InvalidTag"],
    [`k=${"v".repeat(257)}`, "InvalidTag"],
    ["aws:k=v", "InvalidTag"],
    [Array.from({ length: 11 }, (_, index) => `k${index}=v`).join("&"), "BadRequest"],
  ])("refuses the tags %j", (value, code) => {
    expect(() => readObjectAttributes(request({ "x-amz-tagging": value }))).toThrow(refusal(code));
  });
});

describe("refuseUnsupportedHeaders", () => {
  it.each<Record<string, string>>([{ "x-amz-acl": "public-read" }, { "x-amz-grant-read": 'id="x"' }])("refuses %j: aws-facts 5.5", (headers) => {
    expect(() => refuseUnsupportedHeaders(request(headers))).toThrow(refusal("AccessControlListNotSupported"));
  });

  it.each(["private", "bucket-owner-full-control"])("lets the ACL %s pass", (acl) => {
    expect(() => refuseUnsupportedHeaders(request({ "x-amz-acl": acl }))).not.toThrow();
  });

  it("does not pretend to lock objects or to append to them", () => {
    expect(() => refuseUnsupportedHeaders(request({ "x-amz-object-lock-mode": "GOVERNANCE" }))).toThrow(refusal("InvalidRequest"));
    expect(() => refuseUnsupportedHeaders(request({ "x-amz-write-offset-bytes": "4" }))).toThrow(refusal("NotImplemented"));
  });
});

describe("checkKeyLength", () => {
  it("takes 1024 bytes of UTF-8", () => {
    expect(() => checkKeyLength("ä".repeat(512))).not.toThrow();
    expect(() => checkKeyLength(`${"ä".repeat(512)}a`)).toThrow(refusal("KeyTooLongError"));
  });
});
