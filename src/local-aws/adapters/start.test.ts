import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { promises as fs } from "node:fs";
import { request as httpRequest } from "node:http";
import { get as httpsGet } from "node:https";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { liveBlobIds } from "#local-aws/store/live-blobs.ts";
import { openFileBlobs } from "./file-blobs.ts";
import { openLmdbMetadata } from "./lmdb-metadata.ts";
import { systemRandom } from "./node-services.ts";

/** The program of `npm start` as it is shipped: built, and run as a process of its own. */
let folder = "";
const children = new Set<ChildProcess>();

beforeAll(async () => {
  // Inside the project, so that the build finds lmdb where a real one does.
  await fs.mkdir(resolve("node_modules/.cache"), { recursive: true });
  folder = await fs.mkdtemp(resolve("node_modules/.cache/keyseal-start-"));
  await build({ mode: "local-aws", logLevel: "silent", build: { outDir: join(folder, "local-aws") } });
  await fs.mkdir(join(folder, "console"));
  await fs.writeFile(join(folder, "console", "index.html"), "<title>console</title>");
}, 120_000);
afterEach(async () => {
  await Promise.all([...children].map((child) => ended(child, "SIGKILL")));
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  readonly consoleUrl: string;
  readonly localAwsUrl: string;
  readonly output: () => string;
}

function run(...args: readonly string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [join(folder, "local-aws", "start.js"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.add(child);
  child.once("exit", () => children.delete(child));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  return { child, output: () => output };
}

/** Starts the program on free ports and waits until it says that it is ready. */
async function start(...args: readonly string[]): Promise<Started> {
  const { child, output } = run("--port", "0", "--local-aws-port", "0", ...args);
  await expect.poll(() => (child.exitCode === null ? output() : `exited: ${output()}`), { timeout: 15_000 }).toContain("Stop with Ctrl-C");
  const [consoleUrl = "", localAwsUrl = ""] = output().match(/https?:\/\/localhost:\d+/g) ?? [];
  return { child, consoleUrl, localAwsUrl, output };
}

function ended(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
  return new Promise((settle) => {
    if (child.exitCode !== null || child.signalCode !== null) settle(child.exitCode);
    else child.once("exit", settle);
    if (signal) child.kill(signal);
  });
}

function admin({ localAwsUrl }: Started): S3Client {
  return adminOf(localAwsUrl, {});
}

function adminOf(endpoint: string, requestHandler: { readonly httpsAgent?: { readonly ca: string } }): S3Client {
  return new S3Client({
    region: "us-east-1",
    endpoint,
    requestHandler,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: "AKIALOCALADMIN000000", secretAccessKey: "local-admin-secret-for-the-demo-only-000" },
  });
}

describe("the command line", () => {
  test("prints both addresses and the demo sign-ins, serves the console with its configuration, and stops on Ctrl-C", async () => {
    const started = await start("--memory");
    expect(started.output()).toContain("AKIALOCALUPLOADER000  local-uploader-secret-for-demo-only-0000");
    expect(await (await fetch(`${started.consoleUrl}/buckets`)).text()).toBe("<title>console</title>");
    expect(await (await fetch(`${started.consoleUrl}/config.json`)).json()).toMatchObject({ endpoints: { s3: started.localAwsUrl } });
    const preflight = await fetch(`${started.localAwsUrl}/keyseal-demo/k`, {
      method: "OPTIONS",
      headers: { origin: started.consoleUrl, "access-control-request-method": "PUT" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBe(started.consoleUrl);
    expect(await ended(started.child, "SIGINT")).toBe(0);
  });

  test("--faults and --realistic say that they are on; without --faults nothing listens to orders", async () => {
    const started = await start("--memory", "--faults", "--realistic");
    const url = `${started.localAwsUrl}/_local-aws/faults`;
    expect(started.output()).toContain(url);
    expect(started.output()).toContain("Realistic  events show in LookupEvents after 5 minutes");
    const post = { method: "POST", headers: { "content-type": "application/json" }, body: '{"kind":"slow-down"}' };
    expect((await fetch(url, post)).status).toBe(201);
    await expect(admin(started).send(new ListObjectsV2Command({ Bucket: "keyseal-demo" }))).rejects.toMatchObject({ name: "SlowDown" });
    await ended(started.child, "SIGTERM");
    const plain = await start("--memory");
    expect(plain.output()).not.toContain("faults");
    expect((await fetch(`${plain.localAwsUrl}/_local-aws/faults`)).status).toBe(404);
  });

  test("refuses what it does not understand with exit code 2", async () => {
    const { child, output } = run("--nonsense");
    expect(await ended(child)).toBe(2);
    expect(output()).toContain("--nonsense");
    expect(output()).toContain("--help");
  });

  test.each(["--port", "--local-aws-port"])("names a taken port and %s to choose another, and leaves nothing running", async (flag) => {
    const holder = createServer().listen(0, "127.0.0.1");
    await new Promise((listening) => holder.once("listening", listening));
    const address = holder.address();
    const taken = String(address !== null && typeof address === "object" ? address.port : 0);
    const { child, output } = run("--memory", "--port", "0", "--local-aws-port", "0", flag, taken);
    expect(await ended(child)).toBe(1);
    holder.close();
    expect(output()).toContain(`Port ${taken}`);
    expect(output()).toContain(`npm start -- ${flag} <number>`);
  });

  test("refuses a data folder that another instance uses", async () => {
    const data = join(folder, "shared-data");
    await start("--data", data);
    const second = run("--port", "0", "--local-aws-port", "0", "--data", data);
    expect(await ended(second.child)).toBe(1);
    expect(second.output()).toContain("Another local AWS is running");
  });
});

const BUCKET = "keyseal-plain";
/** As what `possible` counts an object that is not there. */
const ABSENT = "absent";

describe("a kill -9 in the middle of uploads", () => {
  test("loses nothing that was acknowledged, shows nothing that is not whole, and leaves nothing behind", { timeout: 120_000 }, async () => {
    const data = join(folder, "killed-data");
    /** Digests of the bodies that may lie under a key: one once it was acknowledged, and those of which nobody was told how they ended. */
    const possible = new Map<string, readonly string[]>();
    let answers = 0;

    /** Puts one body after the other, every second one in place of another, every fifth in parts. */
    async function hammer(client: S3Client, lane: string): Promise<void> {
      for (let number = 0; ; number += 1) {
        const Key = number % 2 === 0 ? `killed/${lane.slice(-1)}` : `killed/${lane}/${number}`;
        const Body = randomBytes([0, 1000, 300_000, 1_500_000][number % 4] ?? 0);
        possible.set(Key, [...(possible.get(Key) ?? [ABSENT]), sha256(Body)]);
        const object: CreateMultipartUploadCommandInput = { Bucket: BUCKET, Key, ...(number % 3 === 0 ? { ServerSideEncryption: "aws:kms" } : {}) };
        if (number % 5 === 4) await putInParts(client, object, Body);
        else await client.send(new PutObjectCommand({ ...object, Body }));
        possible.set(Key, [sha256(Body)]);
        answers += 1;
      }
    }

    for (let round = 0; round < 3; round += 1) {
      const started = await start("--data", data);
      const client = admin(started);
      const before = answers;
      const lanes = Promise.allSettled([0, 1, 2, 3].map((lane) => hammer(client, `round-${round}/lane-${lane}`)));
      await expect.poll(() => answers, { timeout: 30_000, interval: 10 }).toBeGreaterThan(before + 20);
      await ended(started.child, "SIGKILL");
      await lanes;
    }

    const started = await start("--data", data);
    const client = admin(started);
    const { Contents = [], IsTruncated } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "killed/" }));
    expect(IsTruncated).toBe(false);
    const found = new Map<string, string>();
    for (const { Key = "" } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      found.set(Key, sha256((await Body?.transformToByteArray()) ?? Buffer.from("nothing")));
    }
    expect([...found.keys()].filter((key) => !possible.has(key))).toEqual([]);
    expect([...possible].filter(([key, digests]) => !digests.includes(found.get(key) ?? ABSENT)).map(([key]) => key)).toEqual([]);
    expect(await ended(started.child, "SIGTERM")).toBe(0);

    expect(await fs.readdir(join(data, "blobs", "tmp"))).toEqual([]);
    const metadata = await openLmdbMetadata(join(data, "s3"));
    const named = [...liveBlobIds(metadata)];
    await metadata.close();
    const lying: string[] = [];
    for await (const id of (await openFileBlobs(join(data, "blobs"), systemRandom)).list()) lying.push(id);
    expect(lying.toSorted()).toEqual(named.toSorted());
  });
});

async function putInParts(client: S3Client, { Bucket, Key, ...encryption }: CreateMultipartUploadCommandInput, Body: Uint8Array): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...encryption }));
  const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body }));
  await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
}

describe.runIf(process.platform === "linux")("memory", () => {
  test("256 MiB up and down under SSE-KMS stay within a fixed amount of it", { timeout: 120_000 }, async () => {
    const started = await start("--data", join(folder, "large-data"));
    const client = admin(started);
    const where = { Bucket: "keyseal-demo", Key: "large" };
    // A first upload, so that what the program loads late does not count.
    await client.send(new PutObjectCommand({ ...where, Body: randomBytes(4 * 1024 * 1024) }));
    const before = await peakMemory(started.child);
    const block = randomBytes(1024 * 1024);
    const status = await upload(await getSignedUrl(client, new PutObjectCommand(where)), block, 256);
    expect(status).toBe(200);
    const { Body } = await client.send(new GetObjectCommand(where));
    const hash = createHash("sha256");
    let size = 0;
    if (Body instanceof Readable) {
      for await (const chunk of Body as AsyncIterable<Uint8Array>) {
        hash.update(chunk);
        size += chunk.length;
      }
    }
    const expected = createHash("sha256");
    for (let number = 0; number < 256; number += 1) expected.update(block);
    expect(size).toBe(256 * 1024 * 1024);
    expect(hash.digest("hex")).toBe(expected.digest("hex"));
    // Half the body: what a program that held it could not keep, and five times what one that streams needs.
    expect((await peakMemory(started.child)) - before).toBeLessThan(128 * 1024 * 1024);
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Puts `count` times `block` to a presigned URL, as one streamed body. */
function upload(url: string, block: Buffer, count: number): Promise<number | undefined> {
  return new Promise((settle, reject) => {
    const outgoing = httpRequest(url, { method: "PUT", headers: { "content-length": block.length * count } }, (incoming) => {
      incoming.resume().once("end", () => settle(incoming.statusCode));
    });
    outgoing.once("error", reject);
    Readable.from(Array.from({ length: count }, () => block)).pipe(outgoing);
  });
}

/** The most memory that a process has had resident, in bytes. */
async function peakMemory(child: ChildProcess): Promise<number> {
  const status = await fs.readFile(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

describe("TLS", () => {
  test("--tls serves both over HTTPS with a certificate that is kept; aws-facts 1.9 row 17: --require-tls refuses KMS over plain HTTP", async () => {
    const data = join(folder, "tls-data");
    const secured = await start("--data", data, "--tls", "--require-tls");
    expect([secured.consoleUrl, secured.localAwsUrl]).toEqual([expect.stringMatching(/^https:/), expect.stringMatching(/^https:/)]);
    const ca = await fs.readFile(join(data, "tls", "certificate.pem"), "utf8");
    const kms = { Bucket: "keyseal-plain", Key: "k", Body: "x", ServerSideEncryption: "aws:kms" } as const;
    const trusting = adminOf(secured.localAwsUrl, { httpsAgent: { ca } });
    expect((await trusting.send(new PutObjectCommand(kms))).ServerSideEncryption).toBe("aws:kms");
    await expect(adminOf(secured.localAwsUrl, {}).send(new PutObjectCommand(kms))).rejects.toMatchObject({ code: expect.stringMatching(/CERT/) });
    expect(await statusOf(`${secured.consoleUrl}/config.json`, ca)).toBe(200);
    await ended(secured.child, "SIGTERM");

    const plain = await start("--data", data, "--require-tls");
    const client = admin(plain);
    await expect(client.send(new PutObjectCommand(kms))).rejects.toMatchObject({
      name: "InvalidArgument",
      message: "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.",
    });
    await client.send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: "k", Body: "x" }));
    expect(await fs.readFile(join(data, "tls", "certificate.pem"), "utf8")).toBe(ca);
  }, 60_000);
});

function statusOf(url: string, ca: string): Promise<number | undefined> {
  return new Promise((settle, fail) => {
    httpsGet(url, { ca }, (response) => {
      response.resume();
      settle(response.statusCode);
    }).once("error", fail);
  });
}
