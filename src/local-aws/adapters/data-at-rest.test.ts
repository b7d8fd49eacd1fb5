import { randomBytes } from "node:crypto";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { demoPrincipals } from "#local-aws/seed.ts";
import { createSdkTransport } from "./sdk-transport.ts";
import { openLocalAws, type OpenLocalAws } from "./open-local-aws.ts";

/** What lies in the data folder: nobody reads an object's bytes there without the KMS keys, which lie in a folder of their own. */
let data = "";
beforeAll(async () => {
  data = join(await fs.mkdtemp(join(tmpdir(), "keyseal-rest-")), "data");
});
afterAll(() => fs.rm(join(data, ".."), { recursive: true, force: true }));

const PLAINTEXT = Buffer.from(`${randomBytes(24).toString("hex")} is the account number. `.repeat(2000));
const FINANCE = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: "alias/finance" } as const;
const OBJECTS: Readonly<Record<string, Partial<PutObjectCommandInput>>> = {
  "sse-s3": { ServerSideEncryption: "AES256" },
  "sse-kms": FINANCE,
  "bucket key": { ...FINANCE, BucketKeyEnabled: true },
  "aws managed": { ServerSideEncryption: "aws:kms" },
  dsse: { ...FINANCE, ServerSideEncryption: "aws:kms:dsse" },
};

const open = (): Promise<OpenLocalAws> => openLocalAws({ folder: data, reset: false, openCors: false, requireTls: false, realistic: false, faults: false, consoleOrigins: [] });

function clientOf({ localAws }: OpenLocalAws): S3Client {
  const credentials = demoPrincipals.find(({ name }) => name === "admin");
  return new S3Client({ region: "us-east-1", endpoint: "http://localhost:4566", forcePathStyle: true, maxAttempts: 1, credentials, requestHandler: createSdkTransport(localAws) });
}

async function putAll(s3: S3Client): Promise<void> {
  for (const [Key, input] of Object.entries(OBJECTS)) await s3.send(new PutObjectCommand({ Bucket: "keyseal-plain", Key, Body: PLAINTEXT, ...input }));
  const upload = { Bucket: "keyseal-plain", Key: "parts" };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...upload, ...FINANCE, BucketKeyEnabled: true }));
  const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: PLAINTEXT }));
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] } }));
}

/** Runs `work` and gives back every symmetric key that was used in it: KMS's own, data keys, bucket keys and what is derived of them. */
async function keysUsedIn(work: () => Promise<void>): Promise<Buffer[]> {
  const importKey = vi.spyOn(crypto.subtle, "importKey");
  await work();
  const keys = importKey.mock.calls.flatMap(([format, key]) => (format === "raw" && ArrayBuffer.isView(key) ? [Buffer.from(Uint8Array.from(viewOf(key)))] : []));
  importKey.mockRestore();
  return keys.filter((key) => key.length === 32);
}

function viewOf(bytes: ArrayBufferView): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** All bytes of a folder's files. */
async function bytesBelow(folder: string): Promise<Buffer> {
  return Buffer.concat(await Promise.all((await filesBelow(folder)).map((path) => fs.readFile(path))));
}

const holds = (bytes: Buffer, key: Buffer): boolean => [key, Buffer.from(key.toString("base64")), Buffer.from(key.toString("hex"))].some((form) => bytes.includes(form));

test("neither plaintext nor a key lies beside the objects, everything is its owner's alone, and without the KMS folder nothing opens", { timeout: 60_000 }, async () => {
  const first = await open();
  const keys = await keysUsedIn(() => putAll(clientOf(first)));
  // Two data keys for DSSE-KMS, one for each other object, bucket keys, and KMS's and S3's own.
  expect(new Set(keys.map((key) => key.toString("hex"))).size).toBeGreaterThanOrEqual(10);
  await first.close();

  for (const folder of ["s3", "blobs"]) {
    const bytes = await bytesBelow(join(data, folder));
    expect(bytes.length).toBeGreaterThan(10_000);
    expect(bytes.includes(PLAINTEXT.subarray(0, 24))).toBe(false);
    expect(keys.filter((key) => holds(bytes, key))).toEqual([]);
  }
  // The way this test looks does find a key: KMS's own lie in its folder.
  const kms = await bytesBelow(join(data, "kms"));
  expect(keys.filter((key) => holds(kms, key))).not.toEqual([]);

  const everything = await fs.readdir(data, { recursive: true, withFileTypes: true });
  const modes = await Promise.all(
    everything
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .map(async (entry) => [entry.name, entry.isFile() ? 0o600 : 0o700, (await fs.stat(join(entry.parentPath, entry.name))).mode & 0o777] as const),
  );
  expect(modes.filter(([, expected, mode]) => mode !== expected)).toEqual([]);

  const again = await open();
  expect(await readAll(clientOf(again))).toEqual(Object.fromEntries([...Object.keys(OBJECTS), "parts"].map((key) => [key, "whole"])));
  await again.close();

  await fs.rm(join(data, "kms"), { recursive: true });
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const robbed = await open();
  expect(await readAll(clientOf(robbed))).toEqual(Object.fromEntries([...Object.keys(OBJECTS), "parts"].map((key) => [key, "refused"])));
  await robbed.close();
  logged.mockRestore();
});

/** What a GET of each object gives: all of its bytes, other ones, or a refusal. */
async function readAll(s3: S3Client): Promise<Record<string, string>> {
  const read = async (Key: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "keyseal-plain", Key }));
    return PLAINTEXT.equals((await Body?.transformToByteArray()) ?? new Uint8Array()) ? "whole" : "other bytes";
  };
  const keys = [...Object.keys(OBJECTS), "parts"];
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await read(key).catch(() => "refused")] as const)));
}
