/** A stand-in of the tests' own: the built one, in memory, on ports that were free. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";

/** What `npm run build` made; `E2E_DIST` names a build elsewhere, as in `e2e/support/addresses.ts`. */
const DIST = process.env.E2E_DIST ?? join(import.meta.dirname, "../../../dist");
const START_MS = 60_000;

/** Starts it with these further flags; resolves with its URL once it listens. Rejects with what it printed when it does not. */
export async function startStandIn(...flags) {
  const start = join(DIST, "local-aws/start.js");
  if (!existsSync(start)) throw new Error(`There is no stand-in in ${DIST}: run "npm run build" first.`);
  const server = spawn(process.execPath, [start, "--memory", "--port", "0", "--local-aws-port", "0", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  process.once("exit", () => server.kill("SIGKILL"));
  const exited = new Promise((resolve) => server.once("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(() => fail("did not start in time"), START_MS);
    const fail = (why) => {
      clearTimeout(timer);
      server.kill("SIGKILL");
      reject(new Error(`The stand-in ${why}:\n${printed}`));
    };
    const read = (text) => {
      printed += String(text);
      const [, address] = /^Local AWS\s+(https?:\/\/\S+)/m.exec(printed) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.once("exit", (status) => fail(`ended with status ${status}`));
  });
  server.stderr.pipe(process.stderr);
  return {
    url,
    async stop() {
      server.kill("SIGTERM");
      await exited;
    },
  };
}

/** The certificate that a server shows, in PEM. */
export async function certificateOf(url) {
  const { port } = new URL(url);
  const socket = connect({ host: "localhost", port: Number(port), servername: "localhost", rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const pem = socket.getPeerX509Certificate()?.toString();
  socket.destroy();
  if (pem === undefined) throw new Error(`${url} shows no certificate`);
  return pem;
}
