import { promises as fs } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { consoleConfigJson } from "./console-config.ts";
import { serveConsole } from "./console-server.ts";
import type { Listening } from "./listen.ts";

let root = "";
let server: Listening;
beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), "keyseal-console-"));
  await fs.mkdir(join(root, "dist", "assets"), { recursive: true });
  await fs.writeFile(join(root, "secret.txt"), "secret");
  await fs.writeFile(join(root, "dist", "index.html"), "<title>page</title>");
  await fs.writeFile(join(root, "dist", "config.json"), "{}");
  await fs.writeFile(join(root, "dist", "icon.svg"), "<svg/>");
  await fs.writeFile(join(root, "dist", "assets", "main-a1b2c3.js"), "run()");
  server = await serveConsole({ port: 0, folder: join(root, "dist"), configJson: () => '{"from":"memory"}' });
});
afterAll(async () => {
  await server.stop();
  await fs.rm(root, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** Sends a path exactly as written: `fetch` would fold what these tests are about. */
function get(path: string, options: { readonly method?: string; readonly host?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = "GET", host = "localhost" } = options;
    httpRequest({ port: server.port, host: "127.0.0.1", path, method, headers: { host }, agent: false }, (incoming) => {
      let text = "";
      incoming.on("data", (chunk) => (text += String(chunk)));
      incoming.on("end", () => resolve({ status: incoming.statusCode, headers: incoming.headers, text }));
    })
      .on("error", reject)
      .end();
  });
}

test.each(["/", "/sign-in?next=%2Fbuckets", "/buckets", "/buckets/my.bucket/objects?prefix=a%2Fb", "/upload", "/transfers"])("%s is the page", async (path) => {
  const answer = await get(path);
  expect(answer).toMatchObject({ status: 200, text: "<title>page</title>" });
  expect(answer.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" });
});

test("hashed assets are kept for good, other files asked for again, config.json never kept and never the file", async () => {
  expect((await get("/assets/main-a1b2c3.js")).headers).toMatchObject({
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=31536000, immutable",
  });
  expect((await get("/icon.svg")).headers).toMatchObject({ "content-type": "image/svg+xml", "cache-control": "no-cache" });
  const config = await get("/config.json");
  expect(config.text).toBe('{"from":"memory"}');
  expect(config.headers).toMatchObject({ "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
});

test.each(["/", "/config.json", "/nothing"])("%s carries the security headers", async (path) => {
  expect((await get(path)).headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
  });
});

test.each(["/nothing", "/assets/gone.js", "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%5c..%5csecret.txt", "//etc/passwd", "/%", "/index.html%00"])(
  "%s is not found",
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain("secret");
  },
);

test("answers localhost only, to reads only", async () => {
  expect((await get("/", { host: "evil.example" })).status).toBe(403);
  expect((await get("/config.json", { host: "localhost.evil.example:4173" })).status).toBe(403);
  expect((await get("/", { host: `[::1]:${server.port}` })).status).toBe(200);
  expect(await get("/", { method: "POST" })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  expect(await get("/", { method: "HEAD" })).toMatchObject({ status: 200, text: "", headers: { "content-length": "19" } });
});

test("says when there is no build to serve", async () => {
  await expect(serveConsole({ port: 0, folder: join(root, "nothing"), configJson: () => "" })).rejects.toThrow("npm run build");
});

test("the configuration names the stand-in and the demo sign-ins", () => {
  expect(JSON.parse(consoleConfigJson(4566))).toMatchObject({
    region: "us-east-1",
    endpoints: { s3: "http://localhost:4566", kms: "http://localhost:4566", sts: "http://localhost:4566", forcePathStyle: true },
    demoPrincipals: [{ name: "admin", accessKeyId: "AKIALOCALADMIN000000" }, { name: "uploader" }, { name: "auditor" }],
  });
});
