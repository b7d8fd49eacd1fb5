/**
 * `npm run bench:local-aws [-- GiB]`: streams one object of 5 GiB (or as many as given) into local AWS under SSE-KMS and out again, and
 * prints the server's peak memory and the rates. The budget is 200 MiB of resident memory, whatever the object's size. Linux only:
 * the peak is read from /proc.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const MIB = 1024 ** 2;
const size = Math.round(Number(process.argv[2] ?? 5) * 1024) * MIB;
// S3 takes up to 5 GiB in one PUT (aws-facts 7)
if (!(size > 0 && size <= 5 * 1024 * MIB)) throw new Error("Give a size of up to 5 GiB");
const budget = 200;
const port = Number(process.env.BENCH_PORT ?? 4776);
const data = await mkdtemp(join(tmpdir(), "keyseal-bench-"));
const start = join(import.meta.dirname, "../../dist/local-aws/start.js");
const server = spawn(process.execPath, [start, "--port", String(port + 1), "--local-aws-port", String(port), "--data", data], { stdio: ["ignore", "pipe", "inherit"] });

/** Peak resident memory of the server so far, in MiB. */
function peak() {
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1]) / 1024);
}

/** The same bytes every time without holding them: a counter in every 64 KiB block. */
async function* body(digest) {
  const block = Buffer.alloc(65_536, "keyseal");
  for (let at = 0; at < size; at += block.length) {
    block.writeDoubleBE(at);
    const copy = Buffer.from(block);
    digest.update(copy);
    yield copy;
  }
}

function report(what, startedAt) {
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${what}: ${Math.round(size / 1e6 / seconds)} MB/s, peak memory ${peak()} MiB`);
}

try {
  await new Promise((resolve, reject) => {
    server.stdout.on("data", (text) => String(text).includes("Local AWS") && resolve());
    server.on("exit", () => reject(new Error("local AWS did not start (npm run build first)")));
  });
  const s3 = new S3Client({
    region: "us-east-1",
    endpoint: `http://localhost:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: "AKIALOCALADMIN000000", secretAccessKey: "local-admin-secret-for-the-demo-only-000" },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const object = { Bucket: "bench", Key: "large.bin" };
  await s3.send(new CreateBucketCommand({ Bucket: object.Bucket }));
  console.log(`At rest: peak memory ${peak()} MiB`);

  const sent = createHash("sha256");
  let startedAt = performance.now();
  // A plain HTTP stream cannot be hashed ahead, so it goes in signed-less chunks as the SDK sends them
  await s3.send(new PutObjectCommand({ ...object, Body: Readable.from(body(sent)), ContentLength: size, ServerSideEncryption: "aws:kms", SSEKMSKeyId: "alias/finance", BucketKeyEnabled: true, ChecksumAlgorithm: "CRC32" }));
  report(`PUT ${size / MIB} MiB`, startedAt);

  const received = createHash("sha256");
  startedAt = performance.now();
  const answer = await s3.send(new GetObjectCommand(object));
  for await (const chunk of answer.Body) received.update(chunk);
  report(`GET ${size / MIB} MiB`, startedAt);

  if (sent.digest("hex") !== received.digest("hex")) throw new Error("What came back is not what was sent");
  if (peak() > budget) throw new Error(`Peak memory ${peak()} MiB is over the budget of ${budget} MiB`);
  console.log(`Same bytes; within ${budget} MiB.`);
} finally {
  server.kill("SIGTERM");
  await new Promise((resolve) => (server.exitCode === null ? server.on("exit", resolve) : resolve()));
  await rm(data, { recursive: true, force: true });
}
