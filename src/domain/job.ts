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

/** What happens to an upload. */
export type JobEvent =
  | { readonly kind: "started" }
  | { readonly kind: "stage"; readonly stage: UploadStage }
  | { readonly kind: "progress"; readonly bytesSent: number; readonly rate: number }
  | { readonly kind: "paused"; readonly reason: Extract<UploadState, { kind: "paused" }>["reason"] }
  | { readonly kind: "done"; readonly verdict: SealVerdict; readonly receipt: UploadReceipt }
  | { readonly kind: "failed"; readonly failure: AwsFailure }
  | { readonly kind: "cancelled" }
  | { readonly kind: "retried"; readonly at: number };

/** A job as it begins. */
export function newJob(job: Pick<UploadJob, "id" | "batchId" | "request" | "queuedAt">): UploadJob {
  return { ...job, state: { kind: "queued" }, bytesSent: 0, rate: 0 };
}

/** True when nothing more will happen by itself. */
export function isEnded(state: UploadState): boolean {
  return state.kind === "done" || state.kind === "failed" || state.kind === "cancelled";
}

/**
 * The job after an event. Events that come too late (progress of a cancelled job, a second end) change nothing: the same job is
 * returned, so that callers can tell.
 */
export function nextJob(job: UploadJob, event: JobEvent): UploadJob {
  if (event.kind === "retried") {
    return job.state.kind === "failed" || job.state.kind === "cancelled" ? { ...job, state: { kind: "queued" }, bytesSent: 0, rate: 0, queuedAt: event.at } : job;
  }
  if (isEnded(job.state)) return job;
  switch (event.kind) {
    case "started":
      return { ...job, state: { kind: "running", stage: "hashing" } };
    case "stage":
      return job.state.kind === "running" && job.state.stage !== event.stage ? { ...job, state: { kind: "running", stage: event.stage } } : job;
    case "progress":
      return job.state.kind === "running" ? { ...job, bytesSent: Math.min(event.bytesSent, job.request.size), rate: event.rate } : job;
    case "paused":
      return { ...job, state: { kind: "paused", reason: event.reason }, rate: 0 };
    case "done":
      return { ...job, state: { kind: "done", verdict: event.verdict, receipt: event.receipt }, bytesSent: job.request.size, rate: 0 };
    case "failed":
      return { ...job, state: { kind: "failed", failure: event.failure }, rate: 0 };
    case "cancelled":
      return { ...job, state: { kind: "cancelled" }, rate: 0 };
  }
}

/** Counts and sums over jobs, for headings and announcements. */
export interface BatchTotals {
  readonly count: number;
  readonly queued: number;
  readonly running: number;
  readonly paused: number;
  readonly sealedAsAsked: number;
  readonly notVerified: number;
  readonly notAsAsked: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly bytesTotal: number;
  readonly bytesSent: number;
  /** Bytes per second over all running jobs. */
  readonly rate: number;
}

const VERDICT_COUNT = { "sealed-as-asked": "sealedAsAsked", "not-verified": "notVerified", "not-as-asked": "notAsAsked" } as const;

/** Sums jobs up. Cancelled and failed jobs count with what they had sent, so that the bar never runs backwards. */
export function batchTotals(jobs: readonly UploadJob[]): BatchTotals {
  const totals = { count: jobs.length, queued: 0, running: 0, paused: 0, sealedAsAsked: 0, notVerified: 0, notAsAsked: 0, failed: 0, cancelled: 0, bytesTotal: 0, bytesSent: 0, rate: 0 };
  for (const job of jobs) {
    totals.bytesTotal += job.request.size;
    totals.bytesSent += job.bytesSent;
    totals.rate += job.rate;
    if (job.state.kind === "done") totals[VERDICT_COUNT[job.state.verdict.kind]] += 1;
    else totals[job.state.kind] += 1;
  }
  return totals;
}
