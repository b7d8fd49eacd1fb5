/**
 * Brings up Ceph's S3 server with SSE-KMS on loopback: one monitor, one object store in memory, one radosgw. Everything lies in a
 * temporary folder and on ports the system gave; nothing of it outlives `stop()` or this process.
 */
import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cephConf } from "./ceph-conf.mjs";
import { startDaemon, waitUntil } from "./daemon.mjs";

const run = promisify(execFile);
/** Folders are named by the process they belong to. */
const FOLDER = "keyseal-ceph-";
/** How much of a log is shown when something does not come up. */
const LOG_LINES = 25;

/**
 * Starts everything. Answers radosgw's address, the names of the keys its KMS has, one user, the ceph.conf that Ceph's own tools take,
 * and `stop()`. When something does not come up, the logs are written to standard error, everything is stopped again, and it rejects;
 * so it does, without the logs, when `isWanted` answers false on the way.
 */
export async function startRadosgw({ isWanted }) {
  removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  // Should this process end without stop(): the kernel ends the daemons, the folder is left to us
  process.once("exit", removeFolder);
  const daemons = [];
  const stop = async () => {
    for (const daemon of daemons.toReversed()) await daemon.stop();
    removeFolder();
    process.off("exit", removeFolder);
  };
  try {
    return { ...(await bringUp(folder, daemons, isWanted)), stop };
  } catch (error) {
    if (isWanted()) showLogs(folder);
    await stop();
    throw error;
  }
}

/** Removes the folders of runs that were killed before they could do it: their daemons were ended by the kernel. */
function removeLeftovers() {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^(\d+)-/.exec(name.startsWith(FOLDER) ? name.slice(FOLDER.length) : "")?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

async function bringUp(folder, daemons, isWanted) {
  const [monPort, rgwPort] = [await freePort(), await freePort()];
  const fsid = randomUUID();
  const kmsKeys = { "testkey-1": randomBytes(32).toString("base64"), "testkey-2": randomBytes(32).toString("base64") };
  const conf = join(folder, "ceph.conf");
  for (const name of ["mon", "osd", "run", "log", "rgw"]) await mkdir(join(folder, name));
  await writeFile(conf, cephConf({ folder, fsid, monPort, rgwPort, kmsKeys }));
  const daemon = (name, program, parameters) => {
    const started = startDaemon(program, ["-c", conf, ...parameters, "-f"], join(folder, "log", `${name}.out`));
    daemons.push(started);
    return started;
  };

  const monmap = join(folder, "monmap");
  await run("monmaptool", ["--create", "--clobber", "--addv", "a", `[v1:127.0.0.1:${monPort}]`, "--fsid", fsid, monmap]);
  await run("ceph-mon", ["-c", conf, "-i", "a", "--mkfs", "--monmap", monmap]);
  const mon = daemon("mon", "ceph-mon", ["-i", "a"]);
  await waitUntil("the monitor answers", { seconds: 30, needs: [mon], isWanted, ask: async () => (await ceph(conf, ["mon", "stat"])) !== undefined });

  const osdId = randomUUID();
  await ceph(conf, ["osd", "new", osdId]);
  await ceph(conf, ["osd", "crush", "add", "osd.0", "1", "root=default", "host=local"]);
  // Without --no-mon-config the first command to the monitor may carry an empty cluster id, and is refused
  await run("ceph-osd", ["-c", conf, "-i", "0", "--no-mon-config", "--mkfs", "--osd-uuid", osdId]);
  const osd = daemon("osd", "ceph-osd", ["-i", "0", "--no-mon-config"]);
  await waitUntil("the object store is up", { seconds: 60, needs: [mon, osd], isWanted, ask: async () => / 1 up/.test((await ceph(conf, ["osd", "stat"])) ?? "") });

  const endpoint = `http://localhost:${rgwPort}`;
  const rgw = daemon("radosgw", "radosgw", ["-n", "client.rgw.a", "--no-mon-config"]);
  await waitUntil("radosgw answers", { seconds: 120, needs: [mon, osd, rgw], isWanted, ask: () => answers(endpoint) });
  return { endpoint, conf, keyNames: Object.keys(kmsKeys), user: await createUser(conf) };
}

/** What one of Ceph's commands printed; undefined when it failed or took too long. */
async function ceph(conf, parameters) {
  try {
    return (await run("ceph", ["-c", conf, "--connect-timeout", "3", ...parameters], { timeout: 15_000 })).stdout;
  } catch {
    return undefined;
  }
}

async function answers(endpoint) {
  try {
    await fetch(endpoint, { signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

/** A user of radosgw with keys made for this run: credentials as somebody would paste them. */
async function createUser(conf) {
  const [accessKeyId, secretAccessKey] = [randomBytes(10).toString("hex"), randomBytes(30).toString("base64")];
  const keys = ["--access-key", accessKeyId, "--secret-key", secretAccessKey];
  // No admin socket: two programs of one name would quarrel about it
  const self = ["-c", conf, "-n", "client.rgw.a", "--no-mon-config", "--admin-socket="];
  await run("radosgw-admin", [...self, "user", "create", "--uid", "keyseal", "--display-name", "Keyseal's tests", ...keys], { timeout: 60_000 });
  return { accessKeyId, secretAccessKey };
}

/** A port of loopback that nobody listens on at the moment. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function showLogs(folder) {
  const logs = join(folder, "log");
  if (!existsSync(logs)) return;
  for (const name of readdirSync(logs).toSorted()) {
    const lines = readFileSync(join(logs, name), "utf8").trimEnd().split("\n").slice(-LOG_LINES);
    console.error(`--- last lines of Ceph's ${name}\n${lines.join("\n")}`);
  }
}
