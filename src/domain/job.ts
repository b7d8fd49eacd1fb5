import type { AwsFailure } from "./failure.ts";
import type { EncryptionSettings, ObjectEncryption } from "./encryption.ts";
import type { SealVerdict } from "./seal-verdict.ts";
import type { ChecksumAlgorithm, ObjectChecksum, ObjectRef } from "./object.ts";

/** What one file's upload asks for. The file itself stays with the job; this is what people and receipts see. */
export interface UploadRequest {
  readonly ref: ObjectRef;
  readonly settings: EncryptionSettings;
  readonly size: number;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly checksumAlgorithm: ChecksumAlgorithm;
  /** False sends `If-None-Match: *`, so an existing object is never overwritten unawares. */
  readonly replaceExisting: boolean;
}

/** What a running upload is doing. */
export type UploadStage = "hashing" | "sending" | "completing" | "verifying";

/** What is known of the object once it is stored: S3's own answers. */
export interface UploadReceipt {
  readonly ref: ObjectRef;
  readonly encryption: ObjectEncryption;
  readonly etag?: string | undefined;
  readonly checksum?: ObjectChecksum | undefined;
  readonly requestId?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** States of an upload. The reducer `nextJob` in this folder is the only way from one to another. */
export type UploadState =
  | { readonly kind: "queued" }
  | { readonly kind: "running"; readonly stage: UploadStage }
  | { readonly kind: "paused"; readonly reason: "person" | "credentials-expired" | "offline" }
  | { readonly kind: "done"; readonly verdict: SealVerdict; readonly receipt: UploadReceipt }
  | { readonly kind: "failed"; readonly failure: AwsFailure }
  | { readonly kind: "cancelled" };

/** An upload job as screens see it: immutable, replaced by the reducer on every event. */
export interface UploadJob {
  readonly id: string;
  /** Files dropped together share one. */
  readonly batchId: string;
  readonly request: UploadRequest;
  readonly state: UploadState;
  /** Bytes that reached the wire, 0…size. */
  readonly bytesSent: number;
  /** Bytes per second over the last seconds; 0 when nothing moves. */
  readonly rate: number;
  /** Milliseconds since the epoch. */
  readonly queuedAt: number;
}
