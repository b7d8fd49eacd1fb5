import { readFile } from "node:fs/promises";
import { KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutBucketCorsCommand, S3Client, type CORSRule } from "@aws-sdk/client-s3";
import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
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

/** Temporary credentials of the demo administrator: a secret that no file of the console knows. */
export async function sessionCredentials(): Promise<{ readonly id: string; readonly secret: string; readonly token: string }> {
  const sts = new STSClient({ region: "us-east-1", endpoint: LOCAL_AWS_URL, credentials });
  const { Credentials: session } = await sts.send(new GetSessionTokenCommand({}));
  const { AccessKeyId, SecretAccessKey, SessionToken } = session ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) throw new Error("STS answered without credentials");
  return { id: AccessKeyId, secret: SecretAccessKey, token: SessionToken };
}

/** The CORS rule that lets the console do everything, with the response headers given exposed. */
function corsRule(exposeHeaders: readonly string[]): CORSRule {
  return { AllowedOrigins: [CONSOLE_URL], AllowedMethods: ["GET", "PUT", "POST", "DELETE", "HEAD"], AllowedHeaders: ["*"], ExposeHeaders: [...exposeHeaders] };
}

/** Sets one CORS rule on a bucket. */
export async function putCors(bucket: string, exposeHeaders: readonly string[]): Promise<void> {
  await s3().send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [corsRule(exposeHeaders)] } }));
}

/** Response headers that tell how an object is encrypted, but for the Bucket Key's. */
export const ENCRYPTION_HEADERS = ["x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"] as const;
/** S3 sends it only where a Bucket Key is used, as `true`. */
export const BUCKET_KEY_HEADER = "x-amz-server-side-encryption-bucket-key-enabled";

/** Makes a bucket in us-east-1 that shows a browser these response headers, beside those it may always see. */
export async function createBucket(bucket: string, exposeHeaders: readonly string[] = ["ETag", "x-amz-version-id", ...ENCRYPTION_HEADERS, BUCKET_KEY_HEADER]): Promise<void> {
  await s3().send(new CreateBucketCommand({ Bucket: bucket }));
  await putCors(bucket, exposeHeaders);
}

/** Bytes of a file that a test wrote or downloaded. */
export async function bytesOf(path: string): Promise<Buffer> {
  return await readFile(path);
}
