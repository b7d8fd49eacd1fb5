import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type StorageClass,
} from "@aws-sdk/client-s3";
import { readEncryption } from "#domain/encryption.ts";
import { AwsError } from "#domain/failure.ts";
import type { ObjectChecksum } from "#domain/object.ts";
import type { Aws, CallOptions, NewObject, SendOptions, UploadedPart, WriteAnswer } from "./aws.ts";
import { inBucket, type Door } from "./door.ts";
import { encryptionParams } from "./encryption-params.ts";
import { captureHeaders, type CapturedHeaders } from "./raw-headers.ts";
import { checksumParams, readChecksums, unquote, type ChecksumMembers } from "./s3-answers.ts";
import type { XhrSendOptions } from "./xhr-handler.ts";

/** One PUT of a whole object. The checksum is signed and S3 checks it, so the body itself goes unsigned (stack.md 3). */
export async function putObject(door: Door, object: NewObject, body: Blob, checksum: ObjectChecksum, options: SendOptions = {}): Promise<WriteAnswer> {
  const input = { ...newObjectParams(object), ...checksumParams(checksum), ...ifAbsent(object.onlyIfAbsent), Body: body };
  return inBucket(door, object.ref.bucket, "PutObject", async (region) => {
    const command = new PutObjectCommand(input);
    const headers = captureHeaders(command);
    const answer = await door.clients.s3Upload(region).send(command, sendOptions(options));
    options.onProgress?.(body.size);
    return writeAnswer(answer, headers);
  });
}

/** Begins a multipart upload: encryption goes here and nowhere after (aws-facts 1.7). */
export async function createMultipartUpload(
  door: Door,
  object: NewObject,
  algorithm: ObjectChecksum["algorithm"],
  { signal }: CallOptions = {},
): ReturnType<Aws["createMultipartUpload"]> {
  if (object.onlyIfAbsent && !door.clients.actsAsAws) await assertAbsent(door, object.ref, { signal });
  const input = {
    ...newObjectParams(object),
    ChecksumAlgorithm: algorithm,
    // CRCs of parts combine into the object's; SHA digests do not (aws-facts 1.7)
    ChecksumType: algorithm.startsWith("CRC") ? ("FULL_OBJECT" as const) : ("COMPOSITE" as const),
  };
  return inBucket(door, object.ref.bucket, "CreateMultipartUpload", async (region) => {
    const command = new CreateMultipartUploadCommand(input);
    const headers = captureHeaders(command);
    const { UploadId: uploadId } = await door.clients.s3(region).send(command, { abortSignal: signal });
    if (uploadId === undefined) throw answerLacks("CreateMultipartUpload", "an upload id", headers);
    return { uploadId, encryption: readEncryption(headers.get) };
  });
}

/**
 * AWS keeps the promise of `If-None-Match: *` when the parts are joined. A server that does not know the header there would overwrite
 * (Ceph's radosgw 16 does), so one that is not AWS is asked beforehand; what is written meanwhile is not protected.
 */
async function assertAbsent(door: Door, ref: NewObject["ref"], { signal }: CallOptions): Promise<void> {
  const call = { service: "S3", operation: "CreateMultipartUpload" } as const;
  try {
    await inBucket(door, ref.bucket, "HeadObject", (region) =>
      door.clients.s3(region).send(new HeadObjectCommand({ Bucket: ref.bucket, Key: ref.key }), { abortSignal: signal }),
    );
  } catch (error) {
    // Who may not read may still write: only an object that is known to be there stops the upload
    if (error instanceof AwsError && (error.failure.kind === "not-found" || error.failure.kind === "access-denied")) return;
    throw error;
  }
  throw new AwsError({ kind: "precondition", ...call, message: "An object of this name is there already; nothing was sent." });
}

/** Sends one part. Its ETag must be readable, because Complete has to name it. */
export async function uploadPart(
  door: Door,
  part: Parameters<Aws["uploadPart"]>[0],
  body: Blob,
  checksum: ObjectChecksum,
  options: SendOptions = {},
): Promise<UploadedPart> {
  const { ref, uploadId, partNumber } = part;
  const input = { Bucket: ref.bucket, Key: ref.key, UploadId: uploadId, PartNumber: partNumber, ...checksumParams(checksum), Body: body };
  return inBucket(door, ref.bucket, "UploadPart", async (region) => {
    const command = new UploadPartCommand(input);
    const headers = captureHeaders(command);
    const answer = await door.clients.s3Upload(region).send(command, sendOptions(options));
    if (answer.ETag === undefined) {
      throw answerLacks("UploadPart", "an ETag that this page may read: the bucket's CORS configuration must list ETag in ExposeHeaders", headers);
    }
    options.onProgress?.(body.size);
    return { partNumber, etag: answer.ETag, checksum };
  });
}

/** Makes the object of its parts. Under SSE-KMS the answer carries no checksum (aws-facts 1.7). */
export async function completeMultipartUpload(
  door: Door,
  upload: Parameters<Aws["completeMultipartUpload"]>[0],
  { signal }: CallOptions = {},
): Promise<WriteAnswer> {
  const { ref, uploadId, parts, checksum, size } = upload;
  const input = {
    Bucket: ref.bucket,
    Key: ref.key,
    UploadId: uploadId,
    MpuObjectSize: size,
    ...ifAbsent(upload.onlyIfAbsent),
    ...(checksum === undefined ? {} : { ...checksumParams(checksum), ChecksumType: checksum.type }),
    MultipartUpload: {
      Parts: parts.map((part) => ({ PartNumber: part.partNumber, ETag: part.etag, ...checksumParams(part.checksum) })),
    },
  };
  return inBucket(door, ref.bucket, "CompleteMultipartUpload", async (region) => {
    const command = new CompleteMultipartUploadCommand(input);
    const headers = captureHeaders(command);
    const answer = await door.clients.s3Upload(region).send(command, { abortSignal: signal });
    return writeAnswer(answer, headers);
  });
}

/** Gives up an upload: S3 frees its parts. */
export async function abortMultipartUpload(door: Door, upload: Parameters<Aws["abortMultipartUpload"]>[0], { signal }: CallOptions = {}): Promise<void> {
  const input = { Bucket: upload.ref.bucket, Key: upload.ref.key, UploadId: upload.uploadId };
  await inBucket(door, upload.ref.bucket, "AbortMultipartUpload", (region) =>
    door.clients.s3(region).send(new AbortMultipartUploadCommand(input), { abortSignal: signal }),
  );
}

function newObjectParams({ ref, settings, contentType, metadata, tags, storageClass }: NewObject) {
  return {
    Bucket: ref.bucket,
    Key: ref.key,
    ContentType: contentType,
    Metadata: sendableMetadata(metadata),
    ...(Object.keys(tags).length === 0 ? {} : { Tagging: new URLSearchParams(tags).toString() }),
    ...(storageClass === "STANDARD" ? {} : { StorageClass: storageClass as StorageClass }),
    ...encryptionParams(settings),
  };
}

/** A browser throws on header values outside Latin-1, in words that help nobody; S3 itself wants US-ASCII. */
function sendableMetadata(metadata: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(metadata)) {
    if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value)) continue;
    throw new AwsError({
      kind: "invalid-request",
      argument: `x-amz-meta-${name}`,
      service: "S3",
      operation: "PutObject",
      message: `User metadata travels in headers: the name and the value of "${name}" must be US-ASCII.`,
    });
  }
  return { ...metadata };
}

function ifAbsent(onlyIfAbsent: boolean): { IfNoneMatch?: string } {
  return onlyIfAbsent ? { IfNoneMatch: "*" } : {};
}

function sendOptions({ signal, onProgress }: SendOptions): XhrSendOptions {
  return { ...(signal === undefined ? {} : { abortSignal: signal }), onUploadProgress: onProgress };
}

function writeAnswer(answer: ChecksumMembers & { ETag?: string; VersionId?: string }, headers: CapturedHeaders): WriteAnswer {
  return {
    encryption: readEncryption(headers.get),
    etag: unquote(answer.ETag),
    versionId: answer.VersionId,
    checksum: readChecksums(answer)[0],
    requestId: headers.get("x-amz-request-id"),
  };
}

function answerLacks(operation: string, what: string, headers: CapturedHeaders): AwsError {
  return new AwsError({
    kind: "unknown",
    service: "S3",
    operation,
    message: `S3's answer has no ${what.replace(/^an /, "")}.`,
    requestId: headers.get("x-amz-request-id"),
  });
}
