import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { HttpRequest } from "@smithy/protocol-http";
import { expect, test } from "vitest";
import type { LocalAws } from "#local-aws/handler.ts";
import { createSdkTransport } from "./sdk-transport.ts";

const hello = new TextEncoder().encode("hello");

function request(parts: Partial<ConstructorParameters<typeof HttpRequest>[0]>): HttpRequest {
  return new HttpRequest({ protocol: "http:", hostname: "localhost", port: 4566, method: "PUT", path: "/", headers: {}, ...parts });
}

/** A server that answers with what it got. */
const echo: Pick<LocalAws, "fetch"> = {
  fetch: async (incoming, info) =>
    Response.json({
      method: incoming.method,
      target: info?.rawTarget,
      secure: info?.secure,
      headers: Object.fromEntries(incoming.headers),
      body: await incoming.text(),
    }),
};

async function echoed(sent: HttpRequest): Promise<Record<string, unknown>> {
  const { response } = await createSdkTransport(echo).handle(sent);
  return JSON.parse(await text(response.body as Readable)) as Record<string, unknown>;
}

test.each([
  ["text", () => "hello"],
  ["bytes", () => hello],
  ["a view into a larger buffer", () => new Uint8Array([0, ...hello, 0]).subarray(1, 6)],
  ["an ArrayBuffer", () => hello.buffer],
  ["a Blob", () => new Blob([hello])],
  ["a Node stream of Buffers", () => Readable.from([Buffer.from("he"), Buffer.from("llo")])],
  ["a Node stream of text", () => Readable.from(["he", "llo"])],
  ["a web stream", () => new Blob([hello]).stream()],
])("a body that is %s arrives", async (_, body) => {
  const got = await echoed(request({ body: body(), headers: { "content-type": "x/y" } }));
  expect(got).toMatchObject({ body: "hello", headers: { "content-type": "x/y", host: "localhost:4566" } });
});

test("the path goes over as it was signed, dots and all", async () => {
  const got = await echoed(request({ path: "/bucket/../a%2Fb//c", query: { list: ["1", "2 3"], uploads: "", flag: null, "k(e)y": "ü" }, protocol: "https:" }));
  expect(got).toMatchObject({ target: "/bucket/../a%2Fb//c?list=1&list=2%203&uploads=&flag&k%28e%29y=%C3%BC", secure: true });
});

test("a write without a body says that it has none", async () => {
  expect(await echoed(request({ body: "" }))).toMatchObject({ body: "", headers: { "content-length": "0" } });
  expect(await echoed(request({ method: "GET" }))).not.toHaveProperty("headers.content-length");
});

test("an unknown kind of body is refused", async () => {
  await expect(createSdkTransport(echo).handle(request({ body: { some: "object" } }))).rejects.toThrow(TypeError);
});

test("the answer comes back with status, headers and a stream", async () => {
  const server: Pick<LocalAws, "fetch"> = { fetch: () => Promise.resolve(new Response(null, { status: 204, headers: { ETag: '"x"' } })) };
  const { response } = await createSdkTransport(server).handle(request({ method: "DELETE" }));
  expect(response).toMatchObject({ statusCode: 204, headers: { etag: '"x"' } });
  expect(await text(response.body as Readable)).toBe("");
});

test("an aborted call is not made", async () => {
  let calls = 0;
  const server: Pick<LocalAws, "fetch"> = { fetch: () => Promise.resolve(new Response(String((calls += 1)))) };
  await expect(createSdkTransport(server).handle(request({}), { abortSignal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  expect(calls).toBe(0);
});
