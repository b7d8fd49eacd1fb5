import { AwsError, type AwsFailure } from "#domain/failure.ts";
import type { ChecksumAlgorithm } from "#domain/object.ts";
import type { Hasher } from "./hasher.ts";

/** Codes by which S3 says that the bytes it got are not those that were hashed. */
const NOT_WHAT_WAS_HASHED = new Set(["BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch", "IncompleteBody"]);

/** A chosen file, which may change or go away while it is sent. */
export interface UploadSource {
  readonly file: File;
  /** Size when it was chosen. */
  readonly size: number;
}

/** Digest of a range of the file. A range that cannot be read any more is a failure in words for a person. */
export async function hashRange(source: UploadSource, range: Blob, algorithm: ChecksumAlgorithm, hasher: Hasher, signal: AbortSignal): Promise<Uint8Array> {
  try {
    return await hasher.hash(range, algorithm, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw unreadable(source, error);
  }
}

/**
 * Rejects when the file cannot be read as it was chosen: browsers refuse to read a file that has changed since. One byte tells.
 * Run before the object is made of its parts, so that an object is never mixed of two states of a file.
 */
export async function assertReadable(source: UploadSource): Promise<void> {
  if (source.file.size !== source.size) throw unreadable(source);
  try {
    await source.file.slice(0, 1).arrayBuffer();
  } catch (error) {
    throw unreadable(source, error);
  }
}

/**
 * Looks behind a failed request: a file that changed under the browser shows as a network error, and one that changed between hashing
 * and sending as a wrong checksum.
 */
export async function examineFailure(source: UploadSource, failure: AwsFailure): Promise<void> {
  if (failure.code !== undefined && NOT_WHAT_WAS_HASHED.has(failure.code)) throw unreadable(source, undefined, failure);
  if (failure.kind === "network-or-cors") await assertReadable(source);
}

function unreadable({ file }: UploadSource, cause?: unknown, origin?: AwsFailure): AwsError {
  const failure: AwsFailure = {
    kind: "file-changed",
    fileName: file.name,
    service: origin?.service ?? "This browser",
    operation: origin?.operation ?? "read the file",
    code: origin?.code,
    requestId: origin?.requestId,
    message: origin?.message ?? (cause instanceof Error ? cause.message : "The file's size is not what it was."),
  };
  return Object.assign(new AwsError(failure), { cause });
}
