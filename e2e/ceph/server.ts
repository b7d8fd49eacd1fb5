/** The radosgw that `run.mjs` brought up: where it is, what it stores, and a bucket made ready for the console, by signed requests. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CreateBucketCommand, PutBucketCorsCommand, S3Client, type CORSRule } from "@aws-sdk/client-s3";
import { CONSOLE_URL } from "../support/addresses.ts";

const run = promisify(execFile);

/** What `run.mjs` tells of the server. */
export interface CephServer {
  readonly endpoint: string;
  /** Path of the ceph.conf that Ceph's own tools take. */
  readonly conf: string;
  readonly keyNames: readonly string[];
  readonly user: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The server of this run; throws where there is none. */
export function cephServer(): CephServer {
  const told = process.env.KEYSEAL_CEPH;
  if (told === undefined) throw new Error("These tests need the radosgw that e2e/ceph/run.mjs starts: npm run test:ceph");
  return JSON.parse(told) as CephServer;
}

/** An S3 client of the server's user. Bodies go without the SDK's own checksums: radosgw 16 takes no aws-chunked trailers. */
export function s3({ endpoint, user }: CephServer): S3Client {
  return new S3Client({ region: "us-east-1", endpoint, forcePathStyle: true, credentials: user, requestChecksumCalculation: "WHEN_REQUIRED" });
}

/** Response headers that the console reads of this server. */
const EXPOSED = [
  "ETag",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-context",
  "x-amz-server-side-encryption-bucket-key-enabled",
  "x-amz-version-id",
  "x-amz-request-id",
];

/** Makes a bucket that lets the console in. */
export async function createReadyBucket(server: CephServer, bucket: string): Promise<void> {
  await s3(server).send(new CreateBucketCommand({ Bucket: bucket }));
  await putCors(server, bucket, [{ AllowedOrigins: [CONSOLE_URL], AllowedMethods: ["GET", "PUT", "POST", "DELETE", "HEAD"], AllowedHeaders: ["*"], ExposeHeaders: EXPOSED }]);
}

/** Sets a bucket's CORS rules. */
export async function putCors(server: CephServer, bucket: string, rules: readonly CORSRule[]): Promise<void> {
  await s3(server).send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [...rules] } }));
}

/** Whether these bytes lie in the clear in what the object store below radosgw holds: looked for in every RADOS object of the data pool. */
export async function isStoredInTheClear({ conf }: CephServer, bytes: Buffer): Promise<boolean> {
  const pool = ["-c", conf, "-p", "default.rgw.buckets.data"];
  const { stdout: names } = await run("rados", [...pool, "ls"]);
  for (const name of names.split("\n").filter(Boolean)) {
    const { stdout: stored } = await run("rados", [...pool, "get", name, "-"], { encoding: "buffer", maxBuffer: 64 * 1024 ** 2 });
    if (stored.includes(bytes)) return true;
  }
  return false;
}
