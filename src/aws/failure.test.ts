import { HttpResponse } from "@smithy/protocol-http";
import { describe, expect, it } from "vitest";
import { AwsError } from "#domain/failure.ts";
import { toAwsError, type FailedCall } from "./failure.ts";

const PUT: FailedCall = { service: "S3", operation: "PutObject" };
const KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** An exception in the shape the SDK throws: name = AWS's code, elements of the error document as properties, `$response`. */
function answered(code: string, httpStatusCode: number, message: string, more: { headers?: Record<string, string>; elements?: Record<string, string> } = {}): Error {
  const error = Object.assign(new Error(message), {
    name: code,
    $metadata: { httpStatusCode, requestId: "REQ1", extendedRequestId: "ID2" },
    ...more.elements,
  });
  Object.defineProperty(error, "$response", { value: new HttpResponse({ statusCode: httpStatusCode, headers: more.headers ?? {} }), enumerable: false });
  return error;
}

function failure(error: unknown, call: FailedCall = PUT) {
  return toAwsError(error, call).failure;
}

describe("trouble with the KMS key, as S3 reports it", () => {
  it.each([
    ["row 1", "KMS.NotFoundException", "Invalid keyId 'fake-key-id'", "not-found", undefined],
    ["row 2", "KMS.NotFoundException", `Key '${KEY_ARN}' does not exist`, "not-found", KEY_ARN],
    ["row 3", "KMS.NotFoundException", "Invalid arn us-west-2", "other-region", undefined],
    ["row 5", "KMS.DisabledException", `${KEY_ARN} is disabled.`, "disabled", KEY_ARN],
    ["row 6", "KMS.KMSInvalidStateException", `${KEY_ARN} is pending deletion.`, "pending-deletion", KEY_ARN],
    ["row 7", "KMS.KMSInvalidStateException", `${KEY_ARN} is pending import.`, "pending-import", KEY_ARN],
    ["row 8", "KMS.InvalidKeyUsageException", "You cannot generate a data key with an asymmetric CMK", "wrong-usage", undefined],
    ["row 10", "KMS.NotFoundException", "Alias arn:aws:kms:us-east-1:111122223333:alias/x is not found.", "not-found", "arn:aws:kms:us-east-1:111122223333:alias/x"],
  ])("aws-facts 1.9 %s", (_, code, message, reason, keyArn) => {
    expect(failure(answered(code, 400, message))).toMatchObject({ kind: "key-unusable", reason, keyArn, code, message, httpStatus: 400, requestId: "REQ1", extendedRequestId: "ID2" });
  });

  it("aws-facts 3.2: asked directly, a missing key is not found", () => {
    const error = answered("NotFoundException", 400, `Key '${KEY_ARN}' does not exist`);
    expect(failure(error, { service: "KMS", operation: "DescribeKey" })).toMatchObject({ kind: "not-found", what: "key" });
  });
});

describe("access denied (aws-facts 5.4)", () => {
  const user = "User: arn:aws:iam::111122223333:user/uploader is not authorized to perform:";

  it("reads S3's wording, which quotes the resource", () => {
    const message = `${user} s3:PutObject on resource: "arn:aws:s3:::bucket/a "quoted" key" with an explicit deny in a resource-based policy`;
    expect(failure(answered("AccessDenied", 403, message))).toMatchObject({
      kind: "access-denied",
      action: "s3:PutObject",
      resource: 'arn:aws:s3:::bucket/a "quoted" key',
      deniedBy: "resource-policy",
    });
  });

  it("reads KMS's wording through S3, which does not quote it", () => {
    const message = `${user} kms:GenerateDataKey on resource: ${KEY_ARN} because no identity-based policy allows the kms:GenerateDataKey action`;
    expect(failure(answered("AccessDenied", 403, message))).toMatchObject({ kind: "access-denied", action: "kms:GenerateDataKey", resource: KEY_ARN, deniedBy: "none-allows" });
  });

  it.each([
    ["with an explicit deny in an identity-based policy", "identity-policy"],
    ["with an explicit deny in a service control policy", "service-control-policy"],
    ["with an explicit deny in a permissions boundary", "boundary"],
    ["because no session policy allows the s3:PutObject action", "session-policy"],
    ["because no resource-based policy allows the s3:PutObject action", "none-allows"],
  ])("knows who denied: %s", (words, deniedBy) => {
    expect(failure(answered("AccessDenied", 403, `${user} s3:PutObject on resource: "arn:aws:s3:::b/k" ${words}`))).toMatchObject({ deniedBy });
  });

  it("claims nothing of another account's key", () => {
    const message = `${user} kms:Decrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`;
    expect(failure(answered("AccessDenied", 403, message))).toMatchObject({ kind: "access-denied", action: "kms:Decrypt", resource: undefined, deniedBy: undefined });
  });

  it("aws-facts 3.1: KMS denies with HTTP 400", () => {
    const message = `${user} kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys action`;
    expect(failure(answered("AccessDeniedException", 400, message), { service: "KMS", operation: "ListKeys" })).toMatchObject({ kind: "access-denied", action: "kms:ListKeys", resource: "*" });
  });

  it("aws-facts 1.8: a HEAD is denied without a word, and says so", () => {
    const head = failure(answered("403", 403, "UnknownError"), { service: "S3", operation: "HeadObject" });
    expect(head).toMatchObject({ kind: "access-denied", code: undefined, action: undefined });
    expect(head.message).toBe("S3 answered HeadObject with HTTP 403 and no message.");
  });
});

describe("what a person can do about it", () => {
  it.each([
    ["ExpiredToken", 400, "The provided token has expired.", "credentials-expired"],
    ["ExpiredTokenException", 400, "The security token included in the request is expired", "credentials-expired"],
    ["InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.", "credentials-invalid"],
    ["SignatureDoesNotMatch", 403, "The request signature we calculated does not match", "credentials-invalid"],
    ["UnrecognizedClientException", 400, "The security token included in the request is invalid.", "credentials-invalid"],
    ["RequestTimeTooSkewed", 403, "The difference between the request time and the current time is too large.", "clock-skew"],
    ["InvalidSignatureException", 400, "Signature expired: 20260101T000000Z is now earlier than 20260101T010000Z", "clock-skew"],
    ["PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold", "precondition"],
    ["SlowDown", 503, "Please reduce your request rate.", "throttled"],
    ["ThrottlingException", 400, "You have exceeded the rate at which you may call KMS.", "throttled"],
    ["InternalError", 500, "We encountered an internal error. Please try again.", "server-error"],
    ["BadDigest", 400, "The CRC64NVME you specified did not match the calculated checksum.", "invalid-request"],
    ["NotImplemented", 501, "A header you provided implies functionality that is not implemented", "invalid-request"],
  ])("%s", (code, status, message, kind) => {
    expect(failure(answered(code, status, message)).kind).toBe(kind);
  });

  it.each([
    ["NoSuchBucket", "bucket"],
    ["NoSuchKey", "object"],
    ["NoSuchUpload", "upload"],
    ["NoSuchCORSConfiguration", "configuration"],
  ])("%s is not found", (code, what) => {
    expect(failure(answered(code, 404, "gone"))).toMatchObject({ kind: "not-found", what });
  });

  it("names the argument of an invalid request", () => {
    const error = answered("InvalidArgument", 400, "The encryption method specified is not supported", { elements: { ArgumentName: "x-amz-server-side-encryption" } });
    expect(failure(error)).toMatchObject({ kind: "invalid-request", argument: "x-amz-server-side-encryption" });
  });

  it("aws-facts 1.9 row 34: finds the Region in the words, in the document, in the header and in the endpoint", () => {
    const words = "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'";
    expect(failure(answered("AuthorizationHeaderMalformed", 400, words))).toMatchObject({ kind: "wrong-region", region: "eu-west-1" });
    expect(failure(answered("AuthorizationHeaderMalformed", 400, "x", { elements: { Region: "eu-west-1" } }))).toMatchObject({ region: "eu-west-1" });
    expect(failure(answered("301", 301, "", { headers: { "x-amz-bucket-region": "eu-west-1" } }))).toMatchObject({ kind: "wrong-region", region: "eu-west-1" });
    expect(failure(answered("PermanentRedirect", 301, "x", { elements: { Endpoint: "b.s3.eu-west-1.amazonaws.com" } }))).toMatchObject({ region: "eu-west-1" });
  });

  it("takes the server's time of a wrong clock from the Date header", () => {
    const error = answered("RequestTimeTooSkewed", 403, "x", { headers: { Date: "Thu, 01 Jan 2026 00:00:00 GMT" } });
    expect(failure(error)).toMatchObject({ kind: "clock-skew", serverTime: Date.UTC(2026, 0, 1) });
  });

  it("honours Retry-After", () => {
    expect(failure(answered("SlowDown", 503, "x", { headers: { "retry-after": "7" } }))).toMatchObject({ retryAfterSeconds: 7 });
  });
});

describe("a server that is not AWS (servers-and-clients.md 1)", () => {
  it("names a key that it lacks under the code for unknown credentials", () => {
    const found = failure(answered("InvalidAccessKeyId", 403, "Failed to retrieve the actual key, kms-keyid: nokey"));
    expect(found).toMatchObject({ kind: "key-unusable", reason: "not-found", code: "InvalidAccessKeyId" });
    expect(failure(answered("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."))).toMatchObject({ kind: "credentials-invalid" });
  });

  it.each([
    ["405 without a word", answered("Unknown", 405, "UnknownError")],
    ["a page that is no JSON", answered("SyntaxError", 200, "Unexpected token '<', \"<?xml vers\"... is not valid JSON")],
    ["501", answered("NotImplemented", 501, "x")],
    ["404", answered("404", 404, "UnknownError")],
  ])("says by %s that it has no KMS and no STS, and the words are no parser's", (_, error) => {
    for (const service of ["KMS", "STS"] as const) {
      const found = failure(error, { service, operation: "Any" });
      expect(found.kind).toBe("not-offered");
      expect(found.code).not.toBe("SyntaxError");
      expect(found.message).not.toContain("Unexpected token");
    }
  });

  it("is not told from AWS by a KMS or STS that refuses", () => {
    expect(failure(answered("AccessDeniedException", 400, "no"), { service: "KMS", operation: "ListKeys" }).kind).toBe("access-denied");
    expect(failure(answered("InvalidClientTokenId", 403, "no"), { service: "STS", operation: "GetCallerIdentity" }).kind).toBe("credentials-invalid");
  });
});

describe("without an answer", () => {
  it.each([
    ["fetch", new TypeError("Failed to fetch"), "network-or-cors"],
    ["XMLHttpRequest", new TypeError("Network request failed"), "network-or-cors"],
    ["a refused connection in Node", Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }), "network-or-cors"],
    ["a cancelled call", Object.assign(new Error("Request aborted"), { name: "AbortError" }), "aborted"],
    ["a string", "boom", "unknown"],
    ["nothing", undefined, "unknown"],
  ])("%s", (_, error, kind) => {
    expect(failure(error)).toMatchObject({ kind, httpStatus: undefined, code: undefined });
  });

  it("lets an AwsError through as it is", () => {
    const error = new AwsError({ kind: "precondition", service: "S3", operation: "PutObject", message: "x" });
    expect(toAwsError(error, PUT)).toBe(error);
  });
});
