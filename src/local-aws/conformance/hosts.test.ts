import { expect, test } from "vitest";
import { s3Error, send, startFront } from "./front-only.ts";
import { signHeader } from "./signed-request.ts";

test.each(["localhost", "localhost:4566", "LOCALHOST:4566", "127.0.0.1:4566", "[::1]:4566", "s3.localhost:4566", "s3.us-east-1.localhost"])(
  "the host %s is the endpoint: the bucket stands in the path",
  async (host) => {
    const front = await startFront();
    const { request } = await signHeader({ path: "/bucket/key" });
    const headers = new Headers({ host });
    await front.fetch(new Request(request.url, { headers }));
    expect(front.seen).toMatchObject([{ bucket: "bucket", key: "key" }]);
  },
);

test.each([
  ["bucket.localhost:4566", "bucket"],
  ["bucket.s3.localhost:4566", "bucket"],
  ["bucket.s3.us-east-1.localhost", "bucket"],
  ["bucket.s3-us-east-1.localhost", "bucket"],
  ["my.dotted.bucket.s3.localhost", "my.dotted.bucket"],
])("the host %s names the bucket %s", async (host, bucket) => {
  const front = await startFront();
  expect((await send(front, await signHeader({ host, path: "/a/b%20c" }))).status).toBe(200);
  expect((await send(front, await signHeader({ host, path: "/" }))).status).toBe(200);
  expect(front.seen).toMatchObject([{ bucket, key: "a/b c" }, { bucket, key: undefined }]);
});

test.each(["kms.localhost:4566", "kms.us-east-1.localhost", "sts.localhost"])("the host %s is a service's", async (host) => {
  const front = await startFront();
  const service = host.slice(0, 3);
  expect((await send(front, await signHeader({ host, service, method: "POST", body: "{}" }))).status).toBe(200);
  expect(front.seen).toMatchObject([{ service }]);
});

test.each(["evil.example", "evil.example:4566", "localhost.evil.example", "notlocalhost", ".localhost", "127.0.0.1.evil.example", ""])(
  "DNS rebinding: the host %j is refused before anything else",
  async (host) => {
    const front = await startFront();
    const signed = await signHeader({ path: "/bucket/key" });
    const headers = new Headers(signed.request.headers);
    headers.set("host", host);
    const response = await front.fetch(new Request(signed.request.url, { headers }));
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(await s3Error(response)).toMatchObject({ status: "421", Code: "MisdirectedRequest" });
    expect(front.seen).toEqual([]);
  },
);

test("only the names that were allowed are answered", async () => {
  const front = await startFront({ allowedHosts: ["s3.test"] });
  expect((await front.fetch(new Request("http://s3.test/bucket"))).status).toBe(200);
  expect((await front.fetch(new Request("http://localhost/bucket"))).status).toBe(421);
  expect((await front.fetch(new Request("http://bucket.s3.test/"))).status).toBe(421);
});

test.each([
  ["/bucket", "bucket", undefined],
  ["/bucket/", "bucket", undefined],
  ["/bucket//", "bucket", "/"],
  ["/bucket/%20", "bucket", " "],
  ["/bucket/../other/key", "bucket", "../other/key"],
  ["/", undefined, undefined],
])("the raw path %s is bucket %s and key %s", async (rawTarget, bucket, key) => {
  const front = await startFront();
  await front.fetch(new Request("http://localhost/"), { rawTarget });
  expect(front.seen).toMatchObject([{ bucket, key }]);
});

test.each(["/bucket/%", "/bucket/%zz", "/bucket/%ff", "/bucket/%c3%28"])("the raw path %s cannot be decoded", async (rawTarget) => {
  const front = await startFront();
  expect(await s3Error(await front.fetch(new Request("http://localhost/"), { rawTarget }))).toMatchObject({
    status: "400",
    Code: "InvalidURI",
    Message: "Couldn't parse the specified URI.",
  });
});

test("a request line may carry the absolute form", async () => {
  const front = await startFront();
  await front.fetch(new Request("http://localhost/"), { rawTarget: "http://localhost:4566/bucket/a/../b?x=1" });
  expect(front.seen).toMatchObject([{ bucket: "bucket", key: "a/../b", query: "x=1" }]);
});
