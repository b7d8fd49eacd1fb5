import { expect, test } from "vitest";
import { s3Error, startFront, type FrontOnly } from "./front-only.ts";
import { signHeader } from "./signed-request.ts";

const ORIGIN = "http://console.example";

function preflight(front: FrontOnly, path: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return front.fetch(new Request(`http://localhost:4566${path}`, { method: "OPTIONS", headers }));
}

const asks = (method: string, requestHeaders?: string, origin = ORIGIN): Record<string, string> => ({
  origin,
  "access-control-request-method": method,
  ...(requestHeaders === undefined ? {} : { "access-control-request-headers": requestHeaders }),
});

function corsHeaders(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => name.startsWith("access-control-") || name === "vary"));
}

async function startWithRule(): Promise<FrontOnly> {
  const front = await startFront();
  await front.putCors("bucket", {
    allowedOrigins: [ORIGIN],
    allowedMethods: ["GET", "PUT"],
    allowedHeaders: ["Content-*", "x-amz-date"],
    exposeHeaders: ["ETag", "x-amz-request-id"],
    maxAgeSeconds: 3000,
  });
  return front;
}

const NOT_ALLOWED =
  "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

test("aws-facts 8.1 row 1: a preflight without Origin", async () => {
  const front = await startWithRule();
  expect(await s3Error(await preflight(front, "/bucket/key", {}))).toMatchObject({
    status: "400",
    Code: "BadRequest",
    Message: "Insufficient information. Origin request header needed.",
  });
});

test("aws-facts 8.1 row 2: a bucket without CORS", async () => {
  const front = await startFront();
  await front.putBucket("plain");
  expect(await s3Error(await preflight(front, "/plain/key", asks("PUT")))).toMatchObject({
    status: "403",
    Code: "AccessForbidden",
    Message: "CORSResponse: CORS is not enabled for this bucket.",
    Method: "PUT",
    ResourceType: "BUCKET",
  });
});

test.each(["/missing/key", "/"])("aws-facts 8.1 row 3, 8.3: no such bucket at %s, so no ListBuckets from a browser", async (path) => {
  const front = await startFront();
  const response = await preflight(front, path, asks("GET"));
  expect(corsHeaders(response)).toEqual({});
  expect(await s3Error(response)).toMatchObject({
    status: "403",
    Code: "AccessForbidden",
    Message: "CORSResponse: Bucket not found",
    ResourceType: "BUCKET",
  });
});

test.each([
  ["another origin", "/bucket/key", asks("GET", undefined, "http://elsewhere.example"), "OBJECT"],
  ["another method", "/bucket/key", asks("DELETE"), "OBJECT"],
  ["a header that is not allowed", "/bucket/key", asks("PUT", "content-type,x-custom"), "OBJECT"],
  ["the bucket itself", "/bucket", asks("DELETE"), "BUCKET"],
])("aws-facts 8.1 row 4: no rule matches %s", async (_, path, headers, ResourceType) => {
  const front = await startWithRule();
  expect(await s3Error(await preflight(front, path, headers))).toMatchObject({
    status: "403",
    Code: "AccessForbidden",
    Message: NOT_ALLOWED,
    Method: headers["access-control-request-method"],
    ResourceType,
  });
});

test("aws-facts 8.1 rows 5, 7-10: a match by exact origin", async () => {
  const front = await startWithRule();
  for (const requested of ["Content-Type,X-Amz-Date", "content-type, x-amz-date"]) {
    const response = await preflight(front, "/bucket/key", asks("PUT", requested));
    expect([response.status, response.headers.get("content-length")]).toEqual([200, "0"]);
    expect(corsHeaders(response)).toEqual({
      "access-control-allow-origin": ORIGIN,
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "GET, PUT",
      "access-control-allow-headers": "content-type, x-amz-date",
      "access-control-expose-headers": "ETag, x-amz-request-id",
      "access-control-max-age": "3000",
      vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    });
  }
});

test("aws-facts 8.1 row 6: a match by *", async () => {
  const front = await startFront();
  await front.putCors("bucket", { allowedOrigins: ["*"], allowedMethods: ["GET"], allowedHeaders: ["*"] });
  const headers = corsHeaders(await preflight(front, "/bucket/key", asks("GET", "Authorization")));
  expect(headers).toMatchObject({ "access-control-allow-origin": "*", "access-control-allow-headers": "authorization" });
  expect(headers).not.toHaveProperty("access-control-allow-credentials");
});

test("aws-facts 8.1 row 10: a rule without AllowedHeaders refuses any requested header", async () => {
  const front = await startFront();
  await front.putCors("bucket", { allowedOrigins: ["*"], allowedMethods: ["GET"] });
  expect((await preflight(front, "/bucket/key", asks("GET"))).status).toBe(200);
  expect((await preflight(front, "/bucket/key", asks("GET", "range"))).status).toBe(403);
});

test("aws-facts 8.1 row 11: one * inside an origin, and the first matching rule wins", async () => {
  const front = await startFront();
  await front.putCors(
    "bucket",
    { allowedOrigins: ["http://*.origin.com"], allowedMethods: ["GET"], maxAgeSeconds: 1 },
    { allowedOrigins: ["*"], allowedMethods: ["GET"], maxAgeSeconds: 2 },
  );
  const answer = async (origin: string): Promise<(string | undefined)[]> => {
    const headers = corsHeaders(await preflight(front, "/bucket/key", asks("GET", undefined, origin)));
    return [headers["access-control-allow-origin"], headers["access-control-max-age"]];
  };
  expect(await answer("http://a.b.origin.com")).toEqual(["http://a.b.origin.com", "1"]);
  expect(await answer("http://origin.com")).toEqual(["*", "2"]);
});

test("aws-facts 8.1 row 12: an actual request that no rule matches happens all the same, without CORS headers", async () => {
  const front = await startWithRule();
  const { request } = await signHeader({ method: "DELETE", path: "/bucket/key", headers: { origin: ORIGIN } });
  const response = await front.fetch(request);
  expect(response.status).toBe(200);
  expect(corsHeaders(response)).toEqual({});
  expect(front.seen).toHaveLength(1);
});

test("an actual answer carries what the rule exposes, an error's too (aws-facts 8.1 last row)", async () => {
  const front = await startWithRule();
  const { request } = await signHeader({ path: "/bucket/key", headers: { origin: ORIGIN } });
  const expected = { "access-control-allow-origin": ORIGIN, "access-control-expose-headers": "ETag, x-amz-request-id" };
  expect(corsHeaders(await front.fetch(request))).toMatchObject(expected);
  const refused = await front.fetch(new Request("http://localhost/bucket/key", { headers: { origin: ORIGIN, authorization: "Basic x" } }));
  expect(refused.status).toBe(400);
  expect(corsHeaders(refused)).toMatchObject(expected);
  expect(corsHeaders(await front.fetch(new Request("http://localhost/bucket/key")))).toEqual({});
});

test("virtual-host style goes by the same rules", async () => {
  const front = await startWithRule();
  const response = await front.fetch(new Request("http://bucket.s3.localhost:4566/key", { method: "OPTIONS", headers: asks("GET") }));
  expect(response.status).toBe(200);
});

test("aws-facts 8.3: KMS and STS answer every origin", async () => {
  const front = await startFront();
  const headers = "authorization,content-type,x-amz-date,x-amz-target";
  const response = await preflight(front, "/", asks("POST", headers));
  expect(response.status).toBe(200);
  expect(corsHeaders(response)).toEqual({
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": headers,
    "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
    "access-control-max-age": "172800",
  });
  const signed = await signHeader({ method: "POST", service: "kms", headers: { origin: ORIGIN, "x-amz-target": "TrentService.ListKeys" }, body: "{}" });
  const actual = await front.fetch(signed.request);
  expect([actual.status, actual.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
});

test("--open-cors opens what is above buckets, and not the buckets", async () => {
  const front = await startFront({ openCors: true });
  await front.putBucket("plain");
  expect(corsHeaders(await preflight(front, "/", asks("GET", "authorization")))).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "authorization",
  });
  expect((await preflight(front, "/new-bucket", asks("PUT"))).status).toBe(200);
  expect((await preflight(front, "/plain/key", asks("PUT"))).status).toBe(403);
  const { request } = await signHeader({ path: "/", headers: { origin: ORIGIN } });
  expect((await front.fetch(request)).headers.get("access-control-allow-origin")).toBe("*");
});
