import { expect, test, vi } from "vitest";
import { parseXml, textOf } from "#local-aws/protocol/xml.ts";
import { CREDENTIALS, NOW, s3Error, send, startFront } from "./front-only.ts";
import { presign, signHeader, tampered } from "./signed-request.ts";

const MINUTE = 60_000;
const ADMIN_ARN = "arn:aws:iam::111122223333:user/admin";

async function stsError(response: Response): Promise<Record<string, string | undefined>> {
  const [error] = parseXml(await response.text()).children;
  return { status: String(response.status), Code: error && textOf(error, "Code"), Message: error && textOf(error, "Message") };
}

async function kmsError(response: Response): Promise<unknown> {
  return { status: response.status, ...((await response.json()) as object) };
}

const KMS = {
  method: "POST",
  service: "kms",
  headers: { "x-amz-target": "TrentService.ListKeys", "content-type": "application/x-amz-json-1.1" },
  body: "{}",
} as const;
const STS = {
  method: "POST",
  service: "sts",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
} as const;

test.each([
  ["a plain key", "/bucket/key.txt", "key.txt"],
  ["a space and a plus", "/bucket/a%20b%2Bc", "a b+c"],
  ["a bare plus", "/bucket/a+b", "a+b"],
  ["marks that signers escape", "/bucket/%21%27%28%29%2A~", "!'()*~"],
  ["the same marks left as they are", "/bucket/!'()*", "!'()*"],
  ["dot segments", "/bucket/a/../b/./c", "a/../b/./c"],
  ["encoded dots", "/bucket/%2e%2e/x", "../x"],
  ["double slashes", "/bucket//a//b/", "/a//b/"],
  ["emoji", "/bucket/%F0%9F%94%91", "🔑"],
  ["a percent sign and a question mark", "/bucket/100%25%3F", "100%?"],
])("S3's path is signed once-encoded and read exactly: %s", async (_, path, key) => {
  const front = await startFront();
  // The signer is given the path as SigV4 wants it: every byte encoded but the unreserved ones and slashes.
  const canonical = `/bucket/${key.split("/").map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)).join("/")}`;
  const signed = await signHeader({ path: canonical });
  const response = await send(front, { request: signed.request, rawTarget: path });
  expect(response.status).toBe(200);
  expect(front.seen).toMatchObject([{ bucket: "bucket", key, caller: ADMIN_ARN }]);
});

test("an encoded slash is a slash of the key", async () => {
  const front = await startFront();
  const { request } = await signHeader({ path: "/bucket/a/b" });
  await send(front, { request, rawTarget: "/bucket/a%2Fb" });
  expect(front.seen).toMatchObject([{ key: "a/b" }]);
});

test("query parameters are signed in any order and encoding", async () => {
  const front = await startFront();
  const { request } = await signHeader({ path: "/bucket", query: { prefix: "a b/ü", "list-type": "2", marker: "" } });
  const response = await send(front, { request, rawTarget: "/bucket?marker&prefix=a+b%2F%C3%BC&list-type=2" });
  expect(response.status).toBe(200);
  expect(new URLSearchParams(front.seen[0]?.query).get("prefix")).toBe("a b/ü");
});

test.each([
  ["as UTF-8 bytes", (text: string) => String.fromCharCode(...new TextEncoder().encode(text))],
  ["as Latin-1 bytes", (text: string) => text],
])("a header beyond ASCII is signed as text, sent %s", async (_, wire) => {
  const front = await startFront();
  const name = "x-amz-meta-title";
  const { request, rawTarget } = await signHeader({ method: "PUT", path: "/b/k", headers: { [name]: "caf\u00e9" } });
  const sent = tampered({ request, rawTarget }, (headers) => headers.set(name, wire("caf\u00e9")));
  expect((await send(front, sent)).status).toBe(200);
});

test("spaces in a header are signed as one, and not at its ends", async () => {
  const front = await startFront();
  const name = "x-amz-meta-title";
  const signed = await signHeader({ method: "PUT", path: "/b/k", headers: { [name]: "a b" } });
  expect((await send(front, tampered(signed, (headers) => headers.set(name, "a   b")))).status).toBe(200);
});

test("KMS's and STS's signatures cover the hash of the body", async () => {
  const front = await startFront();
  expect((await send(front, await signHeader(KMS))).status).toBe(200);
  expect((await send(front, await signHeader({ ...STS, region: "eu-west-1" }))).status).toBe(200);
  expect(front.seen).toMatchObject([
    { service: "kms", body: btoa(KMS.body), region: "us-east-1", caller: ADMIN_ARN },
    { service: "sts", body: btoa(STS.body), region: "eu-west-1" },
  ]);
  const { request } = await signHeader(KMS);
  const other = new Request(request.url, { method: "POST", headers: request.headers, body: new TextEncoder().encode("{ }") });
  expect(await kmsError(await front.fetch(other))).toMatchObject({ status: 400, __type: "InvalidSignatureException" });
});

test("another service's path is signed normalised and encoded twice", async () => {
  const front = await startFront();
  const signed = await signHeader({ ...STS, path: "/a%20b/./c/../d" });
  expect((await send(front, signed)).status).toBe(200);
});

test("the Host is signed as the client sent it, port included", async () => {
  const front = await startFront();
  expect((await send(front, await signHeader({ host: "localhost:4566", path: "/b" }))).status).toBe(200);
  expect((await send(front, await signHeader({ host: "localhost", path: "/b" }))).status).toBe(200);
  const moved = tampered(await signHeader({ host: "localhost:4566", path: "/b" }), (headers) => headers.set("host", "localhost:4567"));
  expect(await s3Error(await send(front, moved))).toMatchObject({ Code: "SignatureDoesNotMatch" });
});

test("aws-facts 1.13 row 11: SignatureDoesNotMatch tells what was signed, and no secret", async () => {
  const front = await startFront();
  const toSign = { path: "/bucket/key", credentials: { ...CREDENTIALS, secretAccessKey: "wrong" } };
  for (const signed of [await signHeader(toSign), await presign(toSign)]) {
    const response = await send(front, signed);
    const text = await response.clone().text();
    const error = await s3Error(response);
    expect(error).toMatchObject({
      status: "403",
      Code: "SignatureDoesNotMatch",
      Message: "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      AWSAccessKeyId: CREDENTIALS.accessKeyId,
      SignatureProvided: /Signature=(\w+)/.exec(signed.request.headers.get("authorization") ?? signed.rawTarget)?.[1],
    });
    expect(error.StringToSign).toMatch(/^AWS4-HMAC-SHA256\n20260102T030405Z\n20260102\/us-east-1\/s3\/aws4_request\n[0-9a-f]{64}$/);
    expect(error.StringToSignBytes).toMatch(/^41 57 53 34 2d 48/);
    expect(error.CanonicalRequest).toMatch(/^GET\n\/bucket\/key\n.*\nhost:localhost:4566\n/);
    expect(error.CanonicalRequestBytes).toMatch(/^47 45 54 0a/);
    expect(text).not.toContain(CREDENTIALS.secretAccessKey);
  }
  expect(front.seen).toEqual([]);
});

test("a wrong signature in the words of KMS and STS (aws-facts 4.1)", async () => {
  const front = await startFront();
  const credentials = { ...CREDENTIALS, secretAccessKey: "wrong" };
  expect(await kmsError(await send(front, await signHeader({ ...KMS, credentials })))).toEqual({
    status: 400,
    __type: "InvalidSignatureException",
    message: expect.stringMatching(/^The request signature we calculated does not match/) as string,
  });
  expect(await stsError(await send(front, await signHeader({ ...STS, credentials })))).toMatchObject({ status: "403", Code: "SignatureDoesNotMatch" });
});

test("aws-facts 4.1: an unknown access key id", async () => {
  const front = await startFront();
  const credentials = { accessKeyId: "AKIANOBODY0000000000", secretAccessKey: "x" };
  expect(await s3Error(await send(front, await signHeader({ path: "/b", credentials })))).toMatchObject({
    status: "403",
    Code: "InvalidAccessKeyId",
    Message: "The AWS Access Key Id you provided does not exist in our records.",
    AWSAccessKeyId: "AKIANOBODY0000000000",
  });
  const message = "The security token included in the request is invalid.";
  expect(await kmsError(await send(front, await signHeader({ ...KMS, credentials })))).toEqual({
    status: 400,
    __type: "UnrecognizedClientException",
    message,
  });
  expect(await stsError(await send(front, await signHeader({ ...STS, credentials })))).toEqual({ status: "403", Code: "InvalidClientTokenId", Message: message });
});

test("aws-facts 7: clocks may be 15 minutes apart, and no more", async () => {
  const front = await startFront();
  for (const skew of [-15 * MINUTE, 15 * MINUTE]) {
    expect((await send(front, await signHeader({ path: "/b", signedAt: NOW + skew }))).status).toBe(200);
  }
  for (const skew of [-16 * MINUTE, 16 * MINUTE]) {
    expect(await s3Error(await send(front, await signHeader({ path: "/b", signedAt: NOW + skew })))).toMatchObject({
      status: "403",
      Code: "RequestTimeTooSkewed",
      Message: "The difference between the request time and the current time is too large.",
      ServerTime: "2026-01-02T03:04:05Z",
      MaxAllowedSkewMilliseconds: "900000",
    });
  }
  expect(await kmsError(await send(front, await signHeader({ ...KMS, signedAt: NOW - 20 * MINUTE })))).toEqual({
    status: 400,
    __type: "InvalidSignatureException",
    message: "Signature expired: 20260102T024405Z is now earlier than 20260102T024905Z (20260102T030405Z - 15 min.)",
  });
  expect(await stsError(await send(front, await signHeader({ ...STS, signedAt: NOW + 20 * MINUTE })))).toEqual({
    status: "403",
    Code: "SignatureDoesNotMatch",
    Message: "Signature not yet current: 20260102T032405Z is still later than 20260102T031905Z (20260102T030405Z + 15 min.)",
  });
});

test("every answer carries the server's clock and its ids", async () => {
  const front = await startFront();
  const good = await send(front, await signHeader({ path: "/b" }));
  expect(good.headers.get("date")).toBe("Fri, 02 Jan 2026 03:04:05 GMT");
  expect(good.headers.get("x-amz-request-id")).toMatch(/^[0-9A-F]{16}$/);
  expect(good.headers.get("x-amz-id-2")).not.toBe("");
  const refused = await front.fetch(new Request("http://localhost/b", { headers: { authorization: "AWS4-HMAC-SHA256 nonsense" } }));
  expect((await s3Error(refused.clone())).RequestId).toBe(refused.headers.get("x-amz-request-id"));
  expect((await send(front, await signHeader(KMS))).headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
});

test.each([
  ["wrong by name", "aws-global", "us-east-1"],
  ["no Region of AWS's", "mars-north-1", "eu-west-1"],
])("aws-facts 1.9 row 34: the Region %s", async (_, region, expected) => {
  const front = await startFront();
  await front.putBucket("bucket", { region: expected });
  const response = await send(front, await signHeader({ path: "/bucket", region }));
  expect(response.headers.get("x-amz-bucket-region")).toBe(expected);
  expect(await s3Error(response)).toMatchObject({
    status: "400",
    Code: "AuthorizationHeaderMalformed",
    Message: `The authorization header is malformed; the region '${region}' is wrong; expecting '${expected}'`,
    Region: expected,
  });
});

test("a regional endpoint takes signatures of its Region only", async () => {
  const front = await startFront();
  const at = { host: "s3.eu-west-1.localhost:4566", path: "/b" };
  expect((await send(front, await signHeader({ ...at, region: "eu-west-1" }))).status).toBe(200);
  expect(await s3Error(await send(front, await signHeader({ ...at, region: "us-east-1" })))).toMatchObject({ Region: "eu-west-1" });
  expect(await kmsError(await send(front, await signHeader({ ...KMS, region: "mars-north-1" })))).toMatchObject({
    __type: "InvalidSignatureException",
    message: "Credential should be scoped to a valid Region, not 'mars-north-1'. ",
  });
});

test("aws-facts 1.13 row 6: an x-amz header that was not signed is named", async () => {
  const front = await startFront();
  const added = (headers: Headers): void => headers.set("x-amz-meta-extra", "1");
  for (const signed of [await signHeader({ path: "/b/k", method: "PUT" }), await presign({ path: "/b/k", method: "PUT" })]) {
    expect(await s3Error(await send(front, tampered(signed, added)))).toMatchObject({
      status: "403",
      Code: "AccessDenied",
      Message: "There were headers present in the request which were not signed",
      HeadersNotSigned: "x-amz-meta-extra",
    });
  }
  expect(front.seen).toEqual([]);
});

test("a header that was signed and is missing or changed breaks the signature", async () => {
  const front = await startFront();
  const sse = { "x-amz-server-side-encryption": "aws:kms" };
  for (const change of [(headers: Headers) => headers.delete("x-amz-server-side-encryption"), (headers: Headers) => headers.set("x-amz-server-side-encryption", "AES256")]) {
    const response = await send(front, tampered(await signHeader({ path: "/b/k", method: "PUT", headers: sse }), change));
    expect(await s3Error(response)).toMatchObject({ status: "403", Code: "SignatureDoesNotMatch" });
  }
});

test.each([
  ["Basic bm9ib2R5OnNlY3JldA==", "InvalidArgument", "Unsupported Authorization Type"],
  ["AWS AKIALOCALADMIN000000:c2lnbmF0dXJl", "InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."],
  [
    "AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/s3/aws4_request, SignedHeaders=host",
    "AuthorizationHeaderMalformed",
    "The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.",
  ],
  [
    "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=0",
    "AuthorizationHeaderMalformed",
    'The authorization header is malformed; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
  ],
  [
    "AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
    "AccessDenied",
    "AWS authentication requires a valid Date or x-amz-date header",
  ],
])("the Authorization header %j is refused as %s", async (authorization, Code, Message) => {
  const front = await startFront();
  const response = await front.fetch(new Request("http://localhost/b", { headers: { authorization } }));
  const text = await response.clone().text();
  expect(await s3Error(response)).toMatchObject({ Code, Message });
  expect(text).not.toContain("bm9ib2R5OnNlY3JldA==");
});

test("a payload header is required, and has to be one of AWS's forms", async () => {
  const front = await startFront();
  const signed = await signHeader({ path: "/b/k", method: "PUT" });
  const missing = tampered(signed, (headers) => headers.delete("x-amz-content-sha256"));
  expect(await s3Error(await send(front, missing))).toMatchObject({
    status: "400",
    Code: "InvalidRequest",
    Message: "Missing required header for this request: x-amz-content-sha256",
  });
  const odd = await signHeader({ path: "/b/k", method: "PUT", headers: { "x-amz-content-sha256": "STREAMING-NONSENSE" } });
  expect(await s3Error(await send(front, odd))).toMatchObject({ status: "400", Code: "InvalidArgument", ArgumentName: "x-amz-content-sha256" });
});

test("an unsigned request is anonymous for S3, refused by KMS, and left to STS, which has unsigned operations", async () => {
  const front = await startFront();
  await front.fetch(new Request("http://localhost/b/k"));
  expect(front.seen).toMatchObject([{ service: "s3", bucket: "b", key: "k", caller: undefined }]);
  const kms = new Request("http://localhost/", { method: "POST", headers: KMS.headers, body: new TextEncoder().encode("{}") });
  expect(await kmsError(await front.fetch(kms))).toMatchObject({ status: 400, __type: "MissingAuthenticationTokenException" });
  const sts = new Request("http://sts.localhost/", { method: "POST", body: new TextEncoder().encode(STS.body) });
  expect((await front.fetch(sts)).status).toBe(200);
  expect(front.seen.at(-1)).toMatchObject({ service: "sts", caller: undefined });
});

test("a service that is not served is refused loudly", async () => {
  const front = await startFront();
  const response = await send(front, await signHeader({ ...KMS, service: "athena" }));
  expect(await kmsError(response)).toMatchObject({ status: 501, __type: "NotImplemented" });
});

test("an error of ours is logged by its request id, and tells the client nothing", async () => {
  const log = vi.spyOn(console, "error").mockReturnValueOnce();
  const front = await startFront();
  const broken = { ...front.services.metadata, get: () => { throw new Error("secret detail"); } };
  Object.assign(front.services, { metadata: broken });
  const error = await s3Error(await send(front, await signHeader({ path: "/b" })));
  expect(error).toMatchObject({ status: "500", Code: "InternalError", Message: "We encountered an internal error. Please try again." });
  expect(JSON.stringify(error)).not.toContain("secret detail");
  expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(error.RequestId ?? "none"), expect.any(Error));
});
