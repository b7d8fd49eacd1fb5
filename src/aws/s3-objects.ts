import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { readEncryption } from "#domain/encryption.ts";
import { AwsError } from "#domain/failure.ts";
import type { ObjectDetail, ObjectRef } from "#domain/object.ts";
import type { Aws, CallOptions } from "./aws.ts";
import { attempt, inBucket, type Door } from "./door.ts";
import { captureHeaders, type CapturedHeaders } from "./raw-headers.ts";
import { readChecksums, unquote } from "./s3-answers.ts";
import { getBucketRegion } from "./s3-buckets.ts";

/**
 * HEAD of an object with its checksums. Checksum mode needs kms:Decrypt on a KMS object, plain HEAD does not (aws-facts 1.8): where the
 * first is refused, the second is asked. A refusal of both has no body; then the same question is put by GET, whose error has one.
 */
export async function headObject(door: Door, ref: ObjectRef, options: CallOptions = {}): Promise<ObjectDetail> {
  try {
    return await head(door, ref, true, options);
  } catch (error) {
    if (!isMute(error)) throw error;
    try {
      return await head(door, ref, false, options);
    } catch (again) {
      if (!isMute(again)) throw again;
      await probeRead(door, ref, options);
      throw again;
    }
  }
}

/** A refusal that says nothing but its status. */
function isMute(error: unknown): boolean {
  return error instanceof AwsError && error.failure.code === undefined && (error.failure.kind === "access-denied" || error.failure.kind === "invalid-request");
}

async function head(door: Door, ref: ObjectRef, withChecksums: boolean, { signal }: CallOptions): Promise<ObjectDetail> {
  const input = { ...address(ref), ...(withChecksums ? { ChecksumMode: "ENABLED" as const } : {}) };
  return inBucket(door, ref.bucket, "HeadObject", async (region) => {
    const command = new HeadObjectCommand(input);
    const headers = captureHeaders(command);
    const answer = await door.clients.s3(region).send(command, { abortSignal: signal });
    return { ...detail(ref, answer, headers), ...(withChecksums ? {} : { checksumsWithheld: true }) };
  });
}

function detail(ref: ObjectRef, answer: HeadObjectCommandOutput, headers: CapturedHeaders): ObjectDetail {
  return {
    ref,
    size: answer.ContentLength ?? 0,
    lastModified: answer.LastModified?.getTime() ?? 0,
    etag: unquote(answer.ETag),
    versionId: answer.VersionId,
    contentType: answer.ContentType,
    cacheControl: answer.CacheControl,
    storageClass: answer.StorageClass,
    encryption: readEncryption(headers.get),
    checksums: readChecksums(answer),
    metadata: answer.Metadata ?? {},
    partsCount: answer.PartsCount,
    requestId: headers.get("x-amz-request-id"),
    rawHeaders: headers.all(),
  };
}

/** Reads the first byte: proves that the caller may decrypt. An empty object has none (416), which passes. */
export async function probeRead(door: Door, ref: ObjectRef, { signal }: CallOptions = {}): Promise<void> {
  try {
    await inBucket(door, ref.bucket, "GetObject", async (region) => {
      const answer = await door.clients.s3(region).send(new GetObjectCommand({ ...address(ref), Range: "bytes=0-0" }), { abortSignal: signal });
      await answer.Body?.transformToByteArray();
    });
  } catch (error) {
    if (error instanceof AwsError && error.failure.httpStatus === 416) return;
    throw error;
  }
}

/** A GET URL that makes the browser save the object under `fileName`; signed in the page by the sealed key. */
export async function presignDownload(door: Door, ref: ObjectRef, request: Parameters<Aws["presignDownload"]>[1]): Promise<string> {
  const client = door.clients.s3(await getBucketRegion(door, ref.bucket));
  const command = new GetObjectCommand({ ...address(ref), ResponseContentDisposition: attachment(request.fileName) });
  return attempt({ service: "S3", operation: "GetObject" }, () =>
    getSignedUrl(client, command, {
      expiresIn: request.expiresInSeconds,
      // The presigner does not know of the clock correction that the client has learned
      signingDate: new Date(Date.now() + client.config.systemClockOffset),
    }),
  );
}

/** RFC 6266, in the extended form only: every browser reads it, and no character of a name can break out of it. */
function attachment(fileName: string): string {
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename*=UTF-8''${encoded}`;
}

/** Deletes an object, or one of its versions for good. */
export async function deleteObject(door: Door, ref: ObjectRef, { signal }: CallOptions = {}): Promise<void> {
  await inBucket(door, ref.bucket, "DeleteObject", (region) =>
    door.clients.s3(region).send(new DeleteObjectCommand(address(ref)), { abortSignal: signal }),
  );
}

function address({ bucket, key, versionId }: ObjectRef): { Bucket: string; Key: string; VersionId?: string } {
  return { Bucket: bucket, Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) };
}
