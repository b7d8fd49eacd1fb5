import { expect, test } from "vitest";
import { lazyRequest } from "./lazy-request.ts";

function streamOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream();
}

test("is a Request with the parts that it was made of", () => {
  const headers = new Headers({ "x-amz-meta-a": "b" });
  const request = lazyRequest({ method: "GET", url: "http://localhost/a?b", headers, body: null });
  expect(request).toBeInstanceOf(Request);
  expect([request.method, request.url, request.headers, request.body]).toEqual(["GET", "http://localhost/a?b", headers, null]);
});

test("has all the rest of a Request", async () => {
  const parts = { method: "PUT", url: "http://localhost/", headers: new Headers({ "content-type": "application/json" }) };
  expect(await lazyRequest({ ...parts, body: streamOf("text") }).text()).toBe("text");
  expect(await lazyRequest({ ...parts, body: streamOf('{"a":1}') }).json()).toEqual({ a: 1 });
  const request = lazyRequest({ ...parts, body: streamOf("twice") });
  const copy = request.clone();
  expect(copy.headers.get("content-type")).toBe("application/json");
  expect(await copy.text()).toBe("twice");
  expect(request.signal.aborted).toBe(false);
  expect(request.bodyUsed).toBe(false);
});

test("a body that was read is used up", async () => {
  const request = lazyRequest({ method: "PUT", url: "http://localhost/", headers: new Headers(), body: streamOf("once") });
  await request.arrayBuffer();
  expect(request.bodyUsed).toBe(true);
  await expect(request.text()).rejects.toThrow(TypeError);
});
