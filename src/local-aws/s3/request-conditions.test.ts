import { expect, test } from "vitest";
import { testOrigin } from "#local-aws/conformance/test-callers.ts";
import { requestConditions, sentEncryption, uploadConditions } from "./request-conditions.ts";

const request = (headers: Record<string, string>, query = "") => ({ headers: new Headers(headers), query: new URLSearchParams(query), origin: testOrigin({ tlsVersion: "1.3" }) });
const PRESIGNED = "X-Amz-Signature=0&X-Amz-Date=20260304T050600Z&x-amz-server-side-encryption=aws:kms";

test.each([
  ["a header", "s3:x-amz-server-side-encryption", request({ "x-amz-server-side-encryption": "aws:kms" }), ["aws:kms"]],
  ["aws-facts 5.1 row 2: only in a presigned query", "s3:x-amz-server-side-encryption", request({}, PRESIGNED), undefined],
  ["a header that is no key", "s3:host", request({ host: "localhost" }), undefined],
  ["an empty prefix", "s3:prefix", request({}, "list-type=2&prefix="), [""]],
  ["no prefix", "s3:prefix", request({}, "list-type=2"), undefined],
  ["a version", "s3:versionid", request({}, "versionId=null"), ["null"]],
  ["how it was signed", "s3:authtype", request({}), ["REST-HEADER"]],
  ["by which version", "s3:signatureversion", request({}), ["AWS4-HMAC-SHA256"]],
  ["age of a presigned URL, in milliseconds", "s3:signatureage", request({}, PRESIGNED), ["7000"]],
  ["age of a signature in headers", "s3:signatureage", request({ "x-amz-date": "20260304T050600Z" }), undefined],
  ["version of TLS", "s3:tlsversion", request({}), ["1.3"]],
  ["a tag of the request", "s3:requestobjecttag/team", request({ "x-amz-tagging": "Team=red%20hot&b=2" }), ["red hot"]],
  ["its tag keys, in their letter case", "s3:requestobjecttagkeys", request({ "x-amz-tagging": "Team=red&b=2" }), ["Team", "b"]],
  ["no tags", "s3:requestobjecttagkeys", request({}), undefined],
  ["a global key", "aws:securetransport", request({}), undefined],
])("%s: %s", (_what, name, from, expected) => {
  expect(requestConditions(from)(name)).toEqual(expected);
});

test("what the operation knows goes before what the request says", () => {
  const from = request({}, "versionId=null");
  expect(requestConditions(from, { "s3:versionid": ["other"] })("s3:versionid")).toEqual(["other"]);
});

test("aws-facts 5.1 row 11: a part is seen with what Create was sent, not with what came of it", () => {
  const encryption = { algorithm: "aws:kms", kmsKeyArn: "arn:key", wrappedKey: undefined } as const;
  const sent = (headers: Record<string, string>) => uploadConditions({ encryption, sentEncryption: sentEncryption(new Headers(headers)) });
  expect(sent({})).toEqual({});
  expect(sent({ "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": "alias/k" })).toEqual({
    "s3:x-amz-server-side-encryption": ["aws:kms"],
    "s3:x-amz-server-side-encryption-aws-kms-key-id": ["alias/k"],
  });
  expect(uploadConditions({ encryption })).toEqual({
    "s3:x-amz-server-side-encryption": ["aws:kms"],
    "s3:x-amz-server-side-encryption-aws-kms-key-id": ["arn:key"],
  });
});
