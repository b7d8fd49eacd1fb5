import { get } from "node:https";
import { afterEach, expect, test } from "vitest";
import type { ConnectionInfo } from "#local-aws/protocol/request-context.ts";
import type { Listening } from "./listen.ts";
import { serveOnLoopback } from "./node-server.ts";
import { tlsCertificate } from "./tls-certificate.ts";

let server: Listening | undefined;
afterEach(() => server?.stop());

test.each(["TLSv1.2", "TLSv1.3"] as const)("a request under %s tells its version, for s3:TlsVersion", async (version) => {
  let seen: ConnectionInfo | undefined;
  const handler = {
    fetch: async (_request: Request, info?: ConnectionInfo) => {
      seen = info;
      return new Response("ok");
    },
  };
  const certificate = tlsCertificate(undefined, Date.now());
  const listening = await serveOnLoopback(handler, 0, certificate);
  server = listening;
  const { cert } = await certificate;
  const status = await new Promise((resolve, reject) => {
    get(`https://localhost:${listening.port}/b/k`, { ca: cert, minVersion: version, maxVersion: version }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
  expect(status).toBe(200);
  expect(seen).toMatchObject({ secure: true, tlsVersion: version.replace("TLSv", ""), rawTarget: "/b/k" });
});
