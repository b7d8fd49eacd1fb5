/** The processes that a run of the bench needs. */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `npm run build` makes; another build may be named to compare with. */
const START = process.env.BENCH_START ?? join(import.meta.dirname, "../../dist/local-aws/start.js");

/** The built stand-in on a data folder. `peak()` is its peak resident memory so far in MiB (VmHWM: Linux only). */
export async function startStandIn(folder) {
  const flags = (process.env.BENCH_NODE_FLAGS ?? "").split(" ").filter(Boolean);
  const server = spawn(process.execPath, [...flags, START, "--port", "0", "--local-aws-port", "0", "--data", folder], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((resolve, reject) => {
    let greeting = "";
    server.stdout.on("data", (text) => {
      greeting += text;
      const found = /Local AWS +https?:\/\/[^:]+:(\d+)/.exec(greeting);
      if (found) resolve(Number(found[1]));
    });
    server.on("exit", () => reject(new Error("The stand-in did not start (npm run build first)")));
  });
  return {
    pid: server.pid,
    port,
    host: `localhost:${port}`,
    peak: () => Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1]) / 1024),
    async stop() {
      server.removeAllListeners("exit");
      if (server.exitCode !== null) return;
      server.kill("SIGTERM");
      await once(server, "exit");
    },
  };
}

/** The server of `bare-server.mjs`. */
export async function startBareServer(file) {
  const child = fork(join(import.meta.dirname, "bare-server.mjs"), [file]);
  const [{ port }] = await once(child, "message");
  return { pid: child.pid, port, host: `localhost:${port}`, stop: () => stopChild(child) };
}

/** The client of `http-client.mjs`. */
export function startClient() {
  const child = fork(join(import.meta.dirname, "http-client.mjs"));
  return {
    async do(order, parameters) {
      child.send({ order, ...parameters });
      const [{ result, error }] = await once(child, "message");
      if (error) throw new Error(error);
      if (result.status !== undefined && result.status !== 200) throw new Error(`${order}: ${result.status} ${result.text}`);
      return result;
    },
    stop: () => stopChild(child),
  };
}

async function stopChild(child) {
  if (child.exitCode !== null) return;
  child.disconnect();
  await once(child, "exit");
}
