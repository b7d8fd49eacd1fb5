import { CreateBucketCommand, DeletePublicAccessBlockCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { createSdkTransport } from "#local-aws/adapters/sdk-transport.ts";
import type { Refusal } from "./refusal.ts";
import type { World } from "./world.ts";

/** Credentials of a user or a session. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** JSON text of a policy of the newer version; a statement is an Allow of everything where it does not say otherwise. */
export function policyJson(...statements: readonly object[]): string {
  const whole = statements.map((statement) => ({ Effect: "Allow", Action: "*", Resource: "*", ...statement }));
  return JSON.stringify({ Version: "2012-10-17", Statement: whole });
}

/** JSON text of a bucket policy: its statements are for everybody, about the bucket's objects, where they do not say otherwise. */
export function bucketPolicy(bucket: string, ...statements: readonly object[]): string {
  const resource = { Principal: "*", Resource: `arn:aws:s3:::${bucket}/*` };
  return policyJson(...statements.map((statement) => ({ ...resource, ...statement })));
}

/** Makes a bucket of the demo admin's without public access block, and puts a policy on it. */
export async function bucketWithPolicy(world: World, bucket: string, ...statements: readonly object[]): Promise<void> {
  const s3 = world.s3();
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: bucketPolicy(bucket, ...statements) }));
}

/** A client of S3 that connects in another way than the world's own: over TLS, or from another address. */
export function connectedClient(world: World, credentials: Credentials, connection: { readonly tls?: boolean; readonly remoteAddress?: string }): S3Client {
  const { tls = false, remoteAddress } = connection;
  return new S3Client({
    region: "us-east-1",
    endpoint: `${tls ? "https" : "http"}://localhost:4566`,
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
    systemClockOffset: world.services.clock.now() - Date.now(),
    requestHandler: createSdkTransport({ fetch: (request, info) => world.fetch(request, { ...info, ...(remoteAddress === undefined ? {} : { remoteAddress }) }) }),
  });
}

/** What an S3 denial with all its words looks like. */
export function denial(userName: string, action: string, resource: string, reason: string): Refusal {
  return { name: "AccessDenied", status: 403, message: `User: arn:aws:iam::111122223333:user/${userName} is not authorized to perform: ${action} on resource: "${resource}" ${reason}` };
}

/** The words of a denial by the bucket's policy. */
export const BY_BUCKET_POLICY = "with an explicit deny in a resource-based policy";
/** What S3 tells anonymous callers and those of other accounts. */
export const PLAIN_DENIAL: Refusal = { name: "AccessDenied", status: 403, message: "Access Denied" };
