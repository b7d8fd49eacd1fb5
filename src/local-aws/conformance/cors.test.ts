import { GetBucketEncryptionCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { HttpRequest, HttpResponse } from "@smithy/protocol-http";
import { expect, test } from "vitest";
import { s3Error, startFront, type FrontOnly } from "./front-only.ts";
import { signHeader } from "./signed-request.ts";
import { CONSOLE_ORIGIN, startWorld, type World } from "./world.ts";

const ORIGIN = "http://console.example";

function preflight(front: FrontOnly, path: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return front.fetch(new Request(`http://localhost:4566${path}`, { method: "OPTIONS", headers }));
}

const asks = (method: string, requestHeaders?: string, origin = ORIGIN): Record<string, string> => ({
  origin,
  "access-control-request-method": method,
  ...(requestHeaders === undefined ? {} : { "access-control-request-headers": requestHeaders }),
});

function corsHeaders({ headers }: { readonly headers: Iterable<[string, string]> }): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-") || name === "vary"));
}

/** The admin's S3 client as a page of `origin` has it, and the CORS headers of the answers that it was given. */
function fromPage(world: World, origin: string): { readonly s3: S3Client; corsHeaders(): Record<string, string>[] } {
  const s3 = world.s3();
  const answers: Record<string, string>[] = [];
  s3.middlewareStack.add(
    (next) => async (args) => {
      if (HttpRequest.isInstance(args.request)) args.request.headers.origin = origin;
      const result = await next(args);
      if (HttpResponse.isInstance(result.response)) answers.push(corsHeaders({ headers: Object.entries(result.response.headers) }));
      return result;
    },
    { step: "deserialize", priority: "low" },
  );
  return { s3, corsHeaders: () => answers };
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

test.each(["/missing/key", "/"])("aws-facts 8.1 row 3, 8.3 row 2: no such bucket at %s, so no ListBuckets from a browser", async (path) => {
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

test("aws-facts 8.1 rows 5, 7 to 10: a match by exact origin", async () => {
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

test("aws-facts 8.1 row 12: an actual GET or PUT that no rule matches happens all the same, without CORS headers", async () => {
  const world = await startWorld();
  const sent = { Bucket: "keyseal-demo", Key: "from-elsewhere" };
  const elsewhere = fromPage(world, "http://elsewhere.example");
  await elsewhere.s3.send(new PutObjectCommand({ ...sent, Body: "really happened" }));
  await elsewhere.s3.send(new GetObjectCommand(sent));
  expect(elsewhere.corsHeaders()).toEqual([{}, {}]);
  expect(await (await world.s3().send(new GetObjectCommand(sent))).Body?.transformToString()).toBe("really happened");
  const page = fromPage(world, CONSOLE_ORIGIN);
  await page.s3.send(new GetObjectCommand(sent));
  expect(page.corsHeaders()).toMatchObject([{ "access-control-allow-origin": CONSOLE_ORIGIN }]);
});

test("aws-facts 8.3 row 1: calls on a bucket go by its configuration as those on objects do", async () => {
  const world = await startWorld();
  const preflightOf = (target: string, method: string): Promise<Response> =>
    world.fetch(new Request(`http://localhost:4566${target}`, { method: "OPTIONS", headers: asks(method, "authorization,x-amz-date", CONSOLE_ORIGIN) }));
  for (const [call, method] of [["/key", "PUT"], ["?encryption", "GET"], ["?list-type=2", "GET"], ["?policy", "PUT"]] as const) {
    const allowed = await preflightOf(`/keyseal-demo${call}`, method);
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([200, CONSOLE_ORIGIN]);
    expect(await s3Error(await preflightOf(`/keyseal-nocors${call}`, method))).toMatchObject({ status: "403", Code: "AccessForbidden" });
  }
  const page = fromPage(world, CONSOLE_ORIGIN);
  for (const Bucket of ["keyseal-demo", "keyseal-nocors"]) {
    await page.s3.send(new GetBucketEncryptionCommand({ Bucket }));
    await page.s3.send(new ListObjectsV2Command({ Bucket }));
  }
  const allowed = { "access-control-allow-origin": CONSOLE_ORIGIN };
  expect(page.corsHeaders()).toEqual([expect.objectContaining(allowed), expect.objectContaining(allowed), {}, {}]);
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

test.each(["kms", "sts", "cloudtrail", "cognito-identity", "cognito-idp"])("aws-facts 8.3 row 5: %s answers every origin", async (service) => {
  const front = await startFront();
  const host = `${service}.us-east-1.localhost:4566`;
  const headers = "authorization,content-type,x-amz-date,x-amz-target";
  const response = await front.fetch(new Request(`http://${host}/`, { method: "OPTIONS", headers: { host, ...asks("POST", headers) } }));
  const onEveryAnswer = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
  };
  expect(response.status).toBe(200);
  expect(corsHeaders(response)).toEqual({
    ...onEveryAnswer,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": headers,
    "access-control-max-age": "172800",
  });
  const signed = await signHeader({ method: "POST", host, service, headers: { origin: ORIGIN }, body: "{}" });
  const actual = await front.fetch(signed.request);
  expect(front.seen).toMatchObject([{ service }]);
  expect(actual.status).toBe(200);
  expect(corsHeaders(actual)).toMatchObject(onEveryAnswer);
});

test("at the endpoint that all services share, a preflight of a POST to / is for those that are not S3", async () => {
  const front = await startFront();
  expect((await preflight(front, "/", asks("POST", "authorization,x-amz-target"))).headers.get("access-control-allow-origin")).toBe("*");
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
