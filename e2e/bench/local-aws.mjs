/**
 * `npm run bench:local-aws [-- GiB]`: how fast the built stand-in is, and how much memory it takes, each figure beside its target and
 * beside what the same machine does in the same run without the stand-in. Nothing here passes or fails: the targets are ratios, and a
 * busy machine is a busy machine. Linux only, since the peak memory is read from /proc. `BENCH_ONLY=transfers,awscli,requests,listings`
 * leaves the other parts out.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchAwsCli } from "./aws-cli-transfers.mjs";
import { say, sayTarget } from "./figures.mjs";
import { benchListings, seedListing } from "./listings.mjs";
import { startBareServer, startClient, startStandIn } from "./processes.mjs";
import { benchRequests } from "./requests.mjs";
import { requestHead } from "./sigv4.mjs";
import { benchTransfers } from "./transfers.mjs";

const BUCKET = "bench";
const MEMORY_BUDGET_MIB = 200;
const blocks = Math.round(Number(process.argv[2] ?? 1) * 1024);
// S3 takes up to 5 GiB in one PUT (aws-facts 7)
if (!(blocks > 0 && blocks <= 5 * 1024)) throw new Error("Give a size of up to 5 GiB");
const only = process.env.BENCH_ONLY?.split(",");
const isWanted = (part) => only === undefined || only.includes(part);

const folder = await mkdtemp(join(tmpdir(), "keyseal-bench-"));
const data = join(folder, "data");
const client = startClient();
const bare = await startBareServer(join(folder, "bare.bin"));
let standIn = await startStandIn(data);
try {
  const run = { client, bare, bucket: BUCKET, blocks, folder, rounds: 3 };
  const putEmpty = (target) =>
    client.do("put", { port: standIn.port, blocks: 0, head: requestHead({ method: "PUT", target, host: standIn.host, headers: { "content-length": "0" } }) });
  await putEmpty(`/${BUCKET}`);
  say(`The stand-in at rest: peak memory ${standIn.peak()} MiB`);
  let rawRate;
  if (isWanted("transfers") || isWanted("awscli")) ({ rawRate } = await benchTransfers({ ...run, standIn }));
  if (isWanted("awscli")) await benchAwsCli({ ...run, standIn, rawRate });
  const peak = standIn.peak();
  if (rawRate !== undefined) sayTarget("peak memory (VmHWM) so far", `${peak} MiB`, `< ${MEMORY_BUDGET_MIB} MiB`, peak < MEMORY_BUDGET_MIB);
  if (isWanted("requests")) {
    await benchRequests({ ...run, standIn });
    say(`  peak memory by now: ${standIn.peak()} MiB`);
  }
  if (isWanted("listings")) {
    await putEmpty(`/${BUCKET}/template.bin`);
    await standIn.stop();
    await seedListing(data, BUCKET, "template.bin");
    standIn = await startStandIn(data);
    await benchListings({ ...run, standIn });
  }
} finally {
  await Promise.all([standIn.stop(), bare.stop(), client.stop()]);
  await rm(folder, { recursive: true, force: true });
}
