import { readFile } from "node:fs/promises";
import { KMSClient } from "@aws-sdk/client-kms";
import { PutBucketCorsCommand, S3Client, type CORSRule } from "@aws-sdk/client-s3";
import { CONSOLE_URL, LOCAL_AWS_URL } from "./addresses.ts";

/** The stand-in's documented demo administrator (README): seeds what a test needs, over HTTP, as anybody could. */
const credentials = { accessKeyId: "AKIALOCALADMIN000000", secretAccessKey: "local-admin-secret-for-the-demo-only-000" };

/** An S3 client of the demo administrator. */
export function s3(region = "us-east-1"): S3Client {
  return new S3Client({ region, endpoint: LOCAL_AWS_URL, forcePathStyle: true, credentials });
}

/** A KMS client of the demo administrator. */
export function kms(region = "us-east-1"): KMSClient {
  return new KMSClient({ region, endpoint: LOCAL_AWS_URL, credentials });
}

/** The CORS rule that lets the console do everything, with the response headers given exposed. */
export function corsRule(exposeHeaders: readonly string[]): CORSRule {
  return { AllowedOrigins: [CONSOLE_URL], AllowedMethods: ["GET", "PUT", "POST", "DELETE", "HEAD"], AllowedHeaders: ["*"], ExposeHeaders: [...exposeHeaders] };
}

/** Sets one CORS rule on a bucket. */
export async function putCors(bucket: string, exposeHeaders: readonly string[]): Promise<void> {
  await s3().send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [corsRule(exposeHeaders)] } }));
}

/** Bytes of a file that a test wrote or downloaded. */
export async function bytesOf(path: string): Promise<Buffer> {
  return await readFile(path);
}
