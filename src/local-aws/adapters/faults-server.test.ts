import { connect } from "node:net";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Listening } from "./listen.ts";
import { serveOnLoopback } from "./node-server.ts";
import { openLocalAws, type OpenLocalAws } from "./open-local-aws.ts";

const BUCKET = "keyseal-plain";

let open: OpenLocalAws;
let server: Listening;
let base: string;
beforeEach(async () => {
  vi.spyOn(console, "error");
  open = await openLocalAws({ folder: undefined, reset: false, openCors: false, requireTls: false, realistic: false, faults: true, consoleOrigins: [] });
  server = await serveOnLoopback(open.localAws, 0);
  base = `http://127.0.0.1:${server.port}`;
});
afterEach(async () => {
  await server.stop();
  await open.close();
  const logged = vi.mocked(console.error).mock.calls;
  vi.restoreAllMocks();
  if (logged.length > 0) throw new Error(`A fault on demand is nothing to log: ${String(logged[0])}`);
});

function s3(maxAttempts = 1): S3Client {
  const credentials = { accessKeyId: "AKIALOCALADMIN000000", secretAccessKey: "local-admin-secret-for-the-demo-only-000" };
  return new S3Client({ region: "us-east-1", endpoint: base, forcePathStyle: true, credentials, maxAttempts });
}

async function order(fault: object): Promise<void> {
  const response = await fetch(`${base}/_local-aws/faults`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(fault) });
  expect(response.status).toBe(201);
}

const put = (Key: string, Body: string, client = s3()) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
const get = async (Key: string) => (await s3().send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString();
const isThere = (Key: string): Promise<boolean> =>
  s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key })).then(
    () => true,
    () => false,
  );

test("drop-response: the object is there, and the connection ended without an answer", async () => {
  await order({ kind: "drop-response" });
  await expect(put("a", "body")).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(await get("a")).toBe("body");
});

test("cut-request: a long body is cut in its middle, nothing is kept", async () => {
  await order({ kind: "cut-request", afterBytes: 100_000 });
  await expect(put("cut", "x".repeat(5_000_000))).rejects.toMatchObject({ code: expect.stringMatching(/^(?:ECONNRESET|EPIPE)$/) });
  expect(await isThere("cut")).toBe(false);
});

test.each([0, 4, 300_000])("cut-response after %i bytes: no more of the body comes, and the client can tell", async (afterBytes) => {
  const body = "0123456789".repeat(50_000);
  await put("long", body);
  await order({ kind: "cut-response", afterBytes, match: { operation: "GetObject" } });
  const { Body, ContentLength } = await s3().send(new GetObjectCommand({ Bucket: BUCKET, Key: "long" }));
  expect(ContentLength).toBe(body.length);
  let length = 0;
  const read = async (): Promise<void> => {
    for await (const chunk of Body as AsyncIterable<Uint8Array>) length += chunk.length;
  };
  await expect(read()).rejects.toThrow("aborted");
  expect(length).toBe(afterBytes);
});

test("cut-response of a document: its length is promised and not kept", async () => {
  await order({ kind: "cut-response", afterBytes: 10 });
  const raw = await new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect(server.port, "127.0.0.1", () => socket.write(`GET /${BUCKET} HTTP/1.1\r\nHost: localhost\r\n\r\n`));
    socket.on("data", (chunk) => (text += String(chunk)));
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
  const [head = "", body] = raw.split("\r\n\r\n");
  expect(Number(/content-length: (\d+)/i.exec(head)?.[1])).toBeGreaterThan(10);
  expect(body).toBe("<?xml vers");
});

test("errors are answers on a connection that stays; the SDK's retries get through", async () => {
  await order({ kind: "slow-down", times: 2 });
  await put("retried", "body", s3(3));
  expect(await get("retried")).toBe("body");
});

test("an upload that expects 100 Continue is refused without its body", async () => {
  await order({ kind: "internal-error", match: { operation: "PutObject" } });
  const { host } = new URL(base);
  const raw = await new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect(server.port, "127.0.0.1", () => socket.write(`PUT /${BUCKET}/e HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n`));
    socket.on("data", (chunk) => (text += String(chunk)));
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
  expect(raw).toMatch(/^HTTP\/1\.1 500 /);
});

test("slow bodies arrive whole", async () => {
  const body = "x".repeat(30_000);
  await order({ kind: "slow", bytesPerSecond: 1_000_000, direction: "request" });
  await put("slow", body);
  await order({ kind: "slow", bytesPerSecond: 1_000_000 });
  expect(await get("slow")).toBe(body);
});

test("any mix of faults: what was answered is true, and the stand-in goes on", async () => {
  const effects = [
    { kind: "drop-response" },
    { kind: "cut-request", afterBytes: 1000 },
    { kind: "cut-response", afterBytes: 100 },
    { kind: "internal-error" },
    { kind: "slow-down" },
    { kind: "disk-full" },
    { kind: "clock-skew" },
    { kind: "delay", milliseconds: 2, when: "after" },
    { kind: "slow", bytesPerSecond: 5_000_000, direction: "request" },
  ];
  for (const [seed, effect] of effects.entries()) await order({ ...effect, times: "unlimited", probability: 0.08, seed, match: { service: "s3" } });
  const stored = new Map<string, string>();
  for (let round = 0; round < 40; round += 1) {
    const key = `mix/${round}`;
    const body = `${round} `.repeat(1000);
    await put(key, body).then(
      () => stored.set(key, body),
      () => undefined,
    );
    const seen = await get(key).catch(() => undefined);
    // Whatever the PUT was answered: what can be read is whole.
    expect(seen ?? body).toBe(body);
  }
  const { faults } = await (await fetch(`${base}/_local-aws/faults`)).json();
  expect(faults.filter(({ happened }: { happened: number }) => happened > 0).length).toBeGreaterThan(5);
  await fetch(`${base}/_local-aws/faults`, { method: "DELETE" });
  for (const [key, body] of stored) expect(await get(key)).toBe(body);
});
