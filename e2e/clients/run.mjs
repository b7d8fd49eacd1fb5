/**
 * `npm run test:clients [-- client …]`: drives the built stand-in with the S3 and AWS clients that people use. Debian's packages of
 * them are installed where that can be done without asking; a client that is not there is skipped by name. Ends with
 * `N passed, N failed, N skipped` alone on a line.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { CLIENTS, ensureClient } from "./support/programs.mjs";
import { certificateOf, startStandIn } from "./support/stand-in.mjs";

/** No file of tests may take longer. */
const SUITE_MS = 900_000;

const say = (text) => process.stdout.write(`${text}\n`);
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => CLIENTS.every((client) => client.name !== name));
if (unknown !== undefined) {
  console.error(`No client is called ${unknown}: choose of ${CLIENTS.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const chosen = CLIENTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const found = chosen.map((client) => ({ ...client, path: ensureClient(client) }));
for (const { name, path, variable } of found) {
  if (path === undefined) say(`SKIPPED: NO ${name.toUpperCase()} FOUND. The stand-in is not checked with it. Install it (sudo apt-get install ${name}) or name it by ${variable}.`);
  else say(`${name}: ${path}`);
}
const counts = { passed: 0, failed: 0, skipped: found.filter(({ path }) => path === undefined).length };

// Whoever stops the run stops the suites and the stand-ins with it
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stopping.abort());
const [standIn, tlsStandIn] = await Promise.all([startStandIn(), startStandIn("--tls", "--require-tls")]).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
const folder = await mkdtemp(join(tmpdir(), "keyseal-clients-"));
// The suites' own folders lie in it, so that one which is stopped leaves nothing
process.env.TMPDIR = folder;
process.env.CLIENTS_ENDPOINT = standIn.url;
process.env.CLIENTS_TLS_ENDPOINT = tlsStandIn.url;
process.env.CLIENTS_TLS_CERTIFICATE = join(folder, "certificate.pem");
// The tests' own eye on S3 (support/judge.mjs) would say at every start that Node 20 grows old
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
try {
  await writeFile(process.env.CLIENTS_TLS_CERTIFICATE, await certificateOf(tlsStandIn.url));
  const files = found.filter(({ path }) => path !== undefined).map(({ suite }) => join(import.meta.dirname, suite));
  if (files.length > 0) await runSuites(files);
} finally {
  await Promise.all([standIn.stop(), tlsStandIn.stop(), rm(folder, { recursive: true, force: true })]);
}
say(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function runSuites(files) {
  const tests = run({ files, concurrency: 2, timeout: SUITE_MS, signal: stopping.signal });
  const isSuite = ({ details }) => details.type === "suite";
  tests.on("test:pass", (event) => {
    if (!isSuite(event)) counts[event.skip === undefined ? "passed" : "skipped"] += 1;
  });
  tests.on("test:fail", (event) => {
    // A suite fails with its tests, which are counted, or by what comes after them
    if (!isSuite(event) || counts.failed === 0) counts.failed += 1;
  });
  for await (const text of tests.compose(spec)) process.stdout.write(text);
}
