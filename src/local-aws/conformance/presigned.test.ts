import { expect, test } from "vitest";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import { CREDENTIALS, NOW, s3Error, send, startFront } from "./front-only.ts";
import { presign, type Signed, tampered } from "./signed-request.ts";

const WEEK = 604_800;

/** The URL with one parameter changed, or removed. */
function withParameter({ request, rawTarget }: Signed, name: string, value?: string): Signed {
  const [path, query] = rawTarget.split("?");
  const parameters = new URLSearchParams(query);
  if (value === undefined) parameters.delete(name);
  else parameters.set(name, value);
  return { request, rawTarget: `${path}?${parameters.toString()}` };
}

test("aws-facts 1.13 row 7: a presigned URL is good for as long as it says, and its parameters are not the payload's concern", async () => {
  const front = await startFront();
  const signed = await presign({ path: "/bucket/a%20b", method: "PUT", expiresIn: 60, body: "anything" });
  expect((await send(front, signed)).status).toBe(200);
  expect(front.seen).toMatchObject([{ bucket: "bucket", key: "a b", body: btoa("anything"), caller: "arn:aws:iam::111122223333:user/admin" }]);
  front.advance(60_000);
  expect((await send(front, await presign({ path: "/b/k", expiresIn: 60 }))).status).toBe(200);
  front.advance(1);
  expect(await s3Error(await send(front, await presign({ path: "/b/k", expiresIn: 60 })))).toMatchObject({
    status: "403",
    Code: "AccessDenied",
    Message: "Request has expired",
    "X-Amz-Expires": "60",
    Expires: "2026-01-02T03:05:05Z",
    ServerTime: "2026-01-02T03:05:05Z",
  });
});

test.each(["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires"])(
  "aws-facts 1.13 row 8: without %s",
  async (name) => {
    const front = await startFront();
    expect(await s3Error(await send(front, withParameter(await presign({ path: "/b/k" }), name)))).toMatchObject({
      status: "400",
      Code: "AuthorizationQueryParametersError",
      Message:
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    });
  },
);

test("aws-facts 1.13 row 9: a week is allowed, and no second more", async () => {
  const front = await startFront();
  expect((await send(front, await presign({ path: "/b/k", expiresIn: WEEK }))).status).toBe(200);
  expect(await s3Error(await send(front, withParameter(await presign({ path: "/b/k" }), "X-Amz-Expires", String(WEEK + 1))))).toMatchObject({
    status: "400",
    Code: "AuthorizationQueryParametersError",
    Message: "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
  });
});

test.each([
  ["X-Amz-Expires", "-1", "X-Amz-Expires must be non-negative"],
  ["X-Amz-Expires", "soon", "X-Amz-Expires should be a number"],
  ["X-Amz-Date", "yesterday", 'X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd\'T\'HHmmss\'Z\'"'],
])("a parameter of another form is refused: %s=%s", async (name, value, Message) => {
  const front = await startFront();
  expect(await s3Error(await send(front, withParameter(await presign({ path: "/b/k" }), name, value)))).toMatchObject({
    status: "400",
    Code: "AuthorizationQueryParametersError",
    Message,
  });
});

test("a URL of another Region or from the future", async () => {
  const front = await startFront();
  await front.putBucket("b", { region: "eu-west-1" });
  expect(await s3Error(await send(front, await presign({ path: "/b/k", region: "mars-north-1" })))).toMatchObject({
    Code: "AuthorizationQueryParametersError",
    Message: "Error parsing the X-Amz-Credential parameter; the region 'mars-north-1' is wrong; expecting 'eu-west-1'",
    Region: "eu-west-1",
  });
  expect(await s3Error(await send(front, await presign({ path: "/b/k", signedAt: NOW + 20 * 60_000 })))).toMatchObject({
    status: "403",
    Code: "AccessDenied",
    Message: "Request is not yet valid",
  });
});

test("a changed parameter breaks the signature", async () => {
  const front = await startFront();
  const changed = withParameter(await presign({ path: "/b/k", query: { versionId: "1" } }), "versionId", "2");
  expect(await s3Error(await send(front, changed))).toMatchObject({ status: "403", Code: "SignatureDoesNotMatch" });
});

test("a header that was signed may stand in the query instead, and has to be what was signed", async () => {
  const front = await startFront();
  const name = "x-amz-storage-class";
  const storageClass = { [name]: "STANDARD_IA" };
  const signed = await presign({ path: "/b/k", method: "PUT", query: storageClass, headers: storageClass, unhoistableHeaders: [name] });
  expect(signed.rawTarget).toContain(`X-Amz-SignedHeaders=${encodeURIComponent(`host;${name}`)}`);
  const without = (): Signed => tampered(signed, (headers) => headers.delete(name));
  expect((await send(front, without())).status).toBe(200);
  expect(await s3Error(await send(front, withParameter(without(), name, "GLACIER")))).toMatchObject({ status: "403", Code: "SignatureDoesNotMatch" });
});

test("two mechanisms at once", async () => {
  const front = await startFront();
  const { request, rawTarget } = await presign({ path: "/b/k" });
  const headers = new Headers(request.headers);
  headers.set("authorization", "AWS4-HMAC-SHA256 x");
  expect(await s3Error(await send(front, { rawTarget, request: new Request(request, { headers }) }))).toMatchObject({ status: "400", Code: "InvalidArgument" });
  expect(front.seen).toEqual([]);
});

test("aws-facts 1.13 row 10: a Signature Version 2 URL that lacks a part", async () => {
  const front = await startFront();
  const v2 = (query: string): Promise<Response> => front.fetch(new Request(`http://localhost/b/k?${query}`));
  for (const incomplete of ["AWSAccessKeyId=a&Signature=b", "AWSAccessKeyId=a&Expires=1", "Signature=b&Expires=1"]) {
    expect(await s3Error(await v2(incomplete))).toMatchObject({
      status: "403",
      Code: "AccessDenied",
      Message: "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
    });
  }
  expect(await s3Error(await v2("AWSAccessKeyId=a&Signature=b&Expires=1"))).toMatchObject({ status: "400", Code: "InvalidRequest" });
  expect(front.seen).toEqual([]);
});

test("aws-facts 1.13 row 13: a URL dies with the session that signed it", async () => {
  const front = await startFront();
  const session = { accessKeyId: "ASIASESSION000000000", secretAccessKey: "s", sessionToken: "token+/=" };
  await front.putAccessKey({
    accessKeyId: session.accessKeyId,
    secretAccessKey: session.secretAccessKey,
    owner: { type: "user", accountId: ACCOUNT_ID, userName: "admin" },
    session: {
      sessionToken: session.sessionToken,
      issuedAt: NOW,
      expiresAt: NOW + 60_000,
      source: "session-token",
      policies: [],
      tags: {},
      transitiveTagKeys: [],
    },
  });
  const signed = await presign({ path: "/b/k", credentials: session, expiresIn: 3600 });
  expect((await send(front, signed)).status).toBe(200);
  front.advance(60_000);
  expect(await s3Error(await send(front, signed))).toMatchObject({ status: "400", Code: "ExpiredToken", Message: "The provided token has expired." });
});

test("HEAD refusals have no body", async () => {
  const front = await startFront();
  const response = await send(front, await presign({ path: "/b/k", method: "HEAD", credentials: { ...CREDENTIALS, secretAccessKey: "wrong" } }));
  expect([response.status, response.body, response.headers.get("content-type")]).toEqual([403, null, "application/xml"]);
});
