import { createHash } from "node:crypto";
import { promises as fs } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The socket's name in the folder that it locks. */
export const LOCK_NAME = "lock";
/** Longest path of a Unix socket, in bytes, that every system takes. */
const SOCKET_PATH_BYTES = 100;

/**
 * Takes a folder for this process alone; undefined when another process has it. Returns what gives it back.
 *
 * The lock is a socket that somebody listens on, not a file with a process id: it cannot outlive its process, whatever kills that,
 * and no later process with the same id can be taken for it.
 */
export async function takeFolder(folder: string): Promise<(() => Promise<void>) | undefined> {
  const address = await lockAddress(folder);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const server = await listen(address);
    if (server) return () => new Promise((resolve) => server.close(() => resolve()));
    if (await isAlive(address)) return undefined;
    // What a killed process left behind.
    await fs.rm(address, { force: true });
  }
  return undefined;
}

async function lockAddress(folder: string): Promise<string> {
  const real = await fs.realpath(folder);
  const name = `keyseal-${createHash("sha256").update(real).digest("hex").slice(0, 16)}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  const inside = join(real, LOCK_NAME);
  return Buffer.byteLength(inside) <= SOCKET_PATH_BYTES ? inside : join(tmpdir(), `${name}.lock`);
}

/** Undefined when the address is taken, by a living process or a dead one. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => ("code" in error && error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    server.listen(address, () => {
      // The lock alone must not keep the process running.
      server.unref();
      resolve(server);
    });
  });
}

function isAlive(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
