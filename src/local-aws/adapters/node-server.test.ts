import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import type { ConnectionInfo } from "#local-aws/protocol/request-context.ts";
import { type Listening, listenOnLoopback, PortTakenError } from "./listen.ts";
import { serveOnLoopback } from "./node-server.ts";

const running: Listening[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function serve(fetch: (request: Request, info?: ConnectionInfo) => Promise<Response>): Promise<number> {
  const server = await serveOnLoopback({ fetch }, 0);
  running.push(server);
  return server.port;
}

/** Writes to a socket as it is told and gives back everything that came, once `until` is in it or the server closed. */
function raw(port: number, text: string, until: string | RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      if (received.search(until) >= 0) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(received));
  });
}

test("keeps the request line's target as it was sent, dot segments included", async () => {
  const port = await serve(async (request, info) => Response.json({ target: info?.rawTarget, path: new URL(request.url).pathname }));
  const answer = await raw(port, "GET /bucket/a/../%2e%2e/b?x=%2F HTTP/1.1\r\nHost: localhost\r\n\r\n", "}");
  expect(answer).toContain('"target":"/bucket/a/../%2e%2e/b?x=%2F"');
});

test("passes headers and a body through, and measures a small answer", async () => {
  const port = await serve(async (request) => new Response(`${request.headers.get("x-amz-meta-a")}:${await request.text()}`, { headers: { etag: '"e"' } }));
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "PUT", headers: { "x-amz-meta-a": "b" }, body: "body" });
  expect(await response.text()).toBe("b:body");
  expect(response.headers.get("content-length")).toBe("6");
  expect(response.headers.get("etag")).toBe('"e"');
});

test("HEAD tells the length of a body that it does not send", async () => {
  const port = await serve(async () => new Response(null, { headers: { "content-length": "123" } }));
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "HEAD" });
  expect(response.headers.get("content-length")).toBe("123");
});

test("sends 100 Continue when the handler reads, and not before", async () => {
  const port = await serve(async (request) => (request.url.endsWith("/read") ? new Response(await request.text()) : new Response("no", { status: 403 })));
  const head = (path: string) => `PUT ${path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n`;
  expect(await raw(port, head("/read"), "100 Continue\r\n\r\n")).toMatch(/^HTTP\/1.1 100 Continue/);
  const refused = await raw(port, head("/refused"), "no$");
  expect(refused).toMatch(/^HTTP\/1.1 403/);
  expect(refused.toLowerCase()).toContain("connection: close");
});

test("a refused upload is read to its end, and the next request on the connection is answered", async () => {
  const port = await serve(async (request) => new Response(null, { status: request.method === "PUT" ? 403 : 200 }));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (method: string, body?: Buffer) =>
    new Promise<{ status: number | undefined; port: number | undefined }>((resolve, reject) => {
      const outgoing = httpRequest({ port, host: "127.0.0.1", method, agent, headers: body ? { "content-length": body.length } : {} }, (incoming) => {
        const { localPort } = incoming.socket;
        incoming.resume().on("end", () => resolve({ status: incoming.statusCode, port: localPort }));
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  const refused = await send("PUT", Buffer.alloc(8 * 1024 * 1024));
  const next = await send("GET");
  agent.destroy();
  expect([refused.status, next.status]).toEqual([403, 200]);
  expect(next.port).toBe(refused.port);
});

test("a client that goes away errors the request's stream", async () => {
  const failed = deferred<unknown>();
  const port = await serve(async (request) => {
    await request.arrayBuffer().catch(failed.resolve);
    return new Response(null);
  });
  const socket = connect(port, "127.0.0.1", () => {
    socket.write("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
    setTimeout(() => socket.destroy(), 50);
  });
  expect(String(await failed.promise)).toMatch(/closed the connection|aborted/i);
});

test("a client that goes away cancels the answer's stream, which was only read as fast as the client took it", async () => {
  const cancelled = deferred<number>();
  let pulled = 0;
  const body = (): ReadableStream<Uint8Array> =>
    new ReadableStream(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(1024 * 1024));
        },
        cancel: () => cancelled.resolve(pulled),
      },
      { highWaterMark: 0 },
    );
  const port = await serve(async () => new Response(body(), { headers: { "content-length": String(4 * 1024 ** 3) } }));
  const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  socket.once("data", () => {
    socket.pause();
    setTimeout(() => socket.destroy(), 200);
  });
  // What the sockets' buffers hold, not what the loop could produce in that time.
  expect(await cancelled.promise).toBeLessThan(64);
});

test("an answer that fails in the middle is cut, not ended", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const failing = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(10)),
      pull: (controller) => controller.error(new Error("tampered")),
    });
  const port = await serve(async () => new Response(failing(), { headers: { "content-length": "100" } }));
  const response = await fetch(`http://127.0.0.1:${port}/`);
  await expect(response.arrayBuffer()).rejects.toThrow(/terminated|aborted/);
});

test("takes 20 KB of headers, and refuses a request without a usable Host", async () => {
  const port = await serve(async (request) => new Response(String(request.headers.get("x-long")?.length)));
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { "x-long": "a".repeat(20_000) } });
  expect(await response.text()).toBe("20000");
  expect(await raw(port, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "Request$")).toMatch(/^HTTP\/1.1 400/);
});

test.each([
  ["a method that no web request has", "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n"],
  ["credentials in the host", "GET / HTTP/1.1\r\nHost: user:password@localhost\r\n\r\n"],
  ["no host", "GET / HTTP/1.0\r\n\r\n"],
  ["two lengths", "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"],
  ["a length and chunks", "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  ["chunks that are not the last coding", "PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"],
])("refuses %s with 400 and closes the connection", async (_, text) => {
  const port = await serve(async () => new Response("reached"));
  const answer = await raw(port, text, "reached");
  expect(answer).toMatch(/^HTTP\/1.1 400/);
  expect(answer.toLowerCase()).toContain("connection: close");
});

test("listens on 127.0.0.1 and ::1 under one port, and names a port that is taken", async () => {
  const port = await serve(async () => new Response("here"));
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("here");
  expect(await (await fetch(`http://[::1]:${port}/`).catch(() => new Response("here"))).text()).toBe("here");
  await expect(serveOnLoopback({ fetch: async () => new Response() }, port)).rejects.toThrow(new PortTakenError(port));
});

test("stops after what is in flight has ended", async () => {
  const begun = deferred<void>();
  const server = await listenOnLoopback(0, {
    request(_, response) {
      begun.resolve();
      setTimeout(() => response.end("done"), 100);
    },
  });
  const answer = fetch(`http://127.0.0.1:${server.port}/`);
  await begun.promise;
  await server.stop();
  expect(await (await answer).text()).toBe("done");
  await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow("fetch failed");
});

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
