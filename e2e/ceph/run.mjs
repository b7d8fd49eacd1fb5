/**
 * `npm run test:ceph [-- --install] [-- Playwright's options]`: the console against an S3 server with SSE-KMS that nobody here wrote.
 * Brings up Ceph's radosgw, runs the browser tests of this folder against what `npm run build` made, and stops it again. Where there is
 * no radosgw and none may be installed nothing is tested: it says so, and ends well.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { findChromium } from "../support/chromium.mjs";
import { provideCeph } from "./packages.mjs";
import { startRadosgw } from "./radosgw.mjs";

const INSTALL = "--install";
const options = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);

const missing = provideCeph({ mayInstall: Boolean(process.env.CI) || options.includes(INSTALL) });
if (missing !== undefined) {
  say(`ceph: skipped, because ${missing}`);
  process.exit(0);
}
if (findChromium() === undefined) {
  console.error("ceph: the browser tests need Chrome or Chromium, and none was found (sudo apt-get install chromium, or CHROME_PATH)");
  process.exit(1);
}

/** What runs at the moment and has to end when this program is told to: the browser tests, once radosgw is up. */
let tests;
/** The signal that told this program to end. */
let told;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    told ??= signal;
    tests?.kill("SIGINT");
  });
}

const begun = Date.now();
say("ceph: starting a monitor, an object store and radosgw on loopback …");
try {
  const ceph = await startRadosgw({ isWanted: () => told === undefined });
  try {
    say(`ceph: radosgw answers at ${ceph.endpoint} after ${Math.round((Date.now() - begun) / 1000)} s`);
    process.exitCode = told === undefined ? await runTests(ceph) : 1;
  } finally {
    await ceph.stop();
  }
} catch (error) {
  if (told === undefined) throw error;
}
if (told !== undefined) process.exitCode = 128 + constants.signals[told];

/** Runs Playwright with the server's address and credentials in its environment; answers its exit code. */
function runTests({ endpoint, conf, keyNames, user }) {
  const playwright = createRequire(import.meta.url).resolve("@playwright/test/cli");
  const parameters = [playwright, "test", "-c", import.meta.dirname, ...options.filter((option) => option !== INSTALL)];
  // A group of its own, so that Ctrl-C reaches it once, through us
  tests = spawn(process.execPath, parameters, { stdio: "inherit", detached: true, env: { ...process.env, KEYSEAL_CEPH: JSON.stringify({ endpoint, conf, keyNames, user }) } });
  return new Promise((resolve, reject) => {
    tests.once("error", reject);
    tests.once("exit", (code) => resolve(code ?? 1));
  });
}
