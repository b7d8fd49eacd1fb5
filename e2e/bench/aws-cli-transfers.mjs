/** The same object by AWS's own command line, whose Python costs more than either server: so the bare server is measured by it too. */
import { execFile } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { CLIENTS, findClient } from "../clients/support/programs.mjs";
import { bodyBlock, MIB } from "./body.mjs";
import { median, say, sayTarget } from "./figures.mjs";
import { ADMIN, REGION } from "./sigv4.mjs";
import { TARGET_RATIO } from "./transfers.mjs";

const run = promisify(execFile);

/** Measures and prints; says so where no AWS CLI is installed. Times are whole commands, Python's start included. */
export async function benchAwsCli({ standIn, bare, bucket, blocks, rounds, folder, rawRate }) {
  const awsCli = findClient(CLIENTS.find(({ name }) => name === "awscli"));
  if (awsCli === undefined) return say("\nNo AWS CLI is installed: left out (sudo apt-get install awscli)");
  const [file, received] = [join(folder, "sent.bin"), join(folder, "received.bin")];
  await writeBlocks(file, blocks);
  const env = { PATH: process.env.PATH, HOME: folder, AWS_ACCESS_KEY_ID: ADMIN.accessKeyId, AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey, AWS_DEFAULT_REGION: REGION };
  const aws = async (server, ...words) => {
    const startedAt = performance.now();
    await run(awsCli, ["--endpoint-url", `http://${server.host}`, ...words], { env });
    return (blocks * MIB) / 1e3 / (performance.now() - startedAt);
  };
  const object = ["--bucket", bucket, "--key", "large.bin"];
  const commands = {
    "put-object": (server) => aws(server, "s3api", "put-object", ...object, "--body", file, "--server-side-encryption", "aws:kms", "--ssekms-key-id", "alias/finance"),
    "get-object": (server) => aws(server, "s3api", "get-object", ...object, received),
  };
  say(`\nThe same by ${(await run(awsCli, ["--version"])).stdout.trim().split(" ")[0]}, median of ${rounds} rounds`);
  for (const [name, command] of Object.entries(commands)) {
    const [ours, wire] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      wire.push(await command(bare));
      ours.push(await command(standIn));
    }
    sayRates(`aws s3api ${name}`, median(ours), rawRate, median(wire));
  }
  const copies = { "cp to": [file, `s3://${bucket}/copied.bin`, "--sse", "aws:kms", "--sse-kms-key-id", "alias/finance"], "cp from": [`s3://${bucket}/copied.bin`, received] };
  for (const [name, words] of Object.entries(copies)) {
    const rates = [];
    for (let round = 0; round < rounds; round += 1) rates.push(await aws(standIn, "s3", "cp", "--only-show-errors", ...words));
    sayRates(`aws s3 ${name} (multipart, 10 at once)`, median(rates), rawRate);
  }
  await Promise.all([file, received].map((path) => rm(path, { force: true })));
}

function sayRates(what, rate, rawRate, wireRate) {
  const ofRaw = rate / rawRate;
  const wire = wireRate === undefined ? "" : `, ${(rate / wireRate).toFixed(2)} of what it reaches on node:http (${Math.round(wireRate)} MB/s)`;
  sayTarget(what, `${Math.round(rate)} MB/s = ${ofRaw.toFixed(2)} of AES-256-GCM${wire}`, `≥ ${TARGET_RATIO} of AES-256-GCM`, ofRaw >= TARGET_RATIO);
}

async function writeBlocks(path, blocks) {
  const file = await open(path, "w");
  for (let block = 0; block < blocks; block += 1) await file.write(bodyBlock);
  await file.close();
}
