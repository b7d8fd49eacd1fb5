import { explainFailure } from "#domain/failure-explanation.ts";
import { formatBytes, formatDuration, formatRate, plural } from "#domain/format.ts";
import type { BatchTotals, UploadJob, UploadStage } from "#domain/job.ts";
import type { SealDifference, SealVerdict } from "#domain/seal-verdict.ts";

/** Kinds that Cloudscape's status indicator knows, as far as jobs need them. */
export type JobStatus = "success" | "warning" | "error" | "info" | "stopped" | "pending" | "in-progress";

const STAGE: Readonly<Record<UploadStage, string>> = {
  hashing: "Computing the checksum",
  sending: "Sending",
  completing: "Completing",
  verifying: "Verifying",
};

const PAUSE = {
  person: "Paused",
  "credentials-expired": "Not sent: the session has expired",
  offline: "Waiting for the connection",
} as const;

const VERDICT = { "sealed-as-asked": "Sealed as asked", "not-verified": "Stored, not fully verified", "not-as-asked": "Stored, but not as asked" } as const;

/** A verdict in the product's words. */
export function verdictText({ kind }: SealVerdict): string {
  return VERDICT[kind];
}

/** What a job is doing or how it ended, in a few words. */
export function jobText(job: UploadJob): string {
  const { state } = job;
  switch (state.kind) {
    case "queued":
      return "Queued";
    case "running":
      return STAGE[state.stage];
    case "paused":
      return PAUSE[state.reason];
    case "done":
      return verdictText(state.verdict);
    case "failed":
      return state.failure.kind === "precondition" ? "Overwrite prevented" : explainFailure(state.failure).title;
    case "cancelled":
      return "Cancelled";
  }
}

/** What a person has to do about a job that does not go on by itself; undefined where there is nothing to do. */
export function jobAdvice({ state }: UploadJob): string | undefined {
  // A session's uploads end with it: the credentials that come next belong to a session of their own
  return state.kind === "paused" && state.reason === "credentials-expired" ? "Sign in again and upload this file again." : undefined;
}

/** Whether the same upload may succeed when it is sent again. A file that changed on disk can only be chosen again. */
export function isWorthRetrying({ state }: UploadJob): boolean {
  return state.kind === "cancelled" || (state.kind === "failed" && state.failure.kind !== "file-changed");
}

/** The indicator of a job's state. An overwrite that was prevented did what was asked, so it is no error. */
export function jobStatus(job: UploadJob): JobStatus {
  const { state } = job;
  switch (state.kind) {
    case "queued":
      return "pending";
    case "paused":
      return state.reason === "credentials-expired" ? "error" : "pending";
    case "running":
      return "in-progress";
    case "done":
      return state.verdict.kind === "sealed-as-asked" ? "success" : "warning";
    case "failed":
      return state.failure.kind === "precondition" ? "info" : "error";
    case "cancelled":
      return "stopped";
  }
}

/** Percentage sent, 0…100. An empty file is whole as soon as it is under way. */
export function jobPercent(job: UploadJob): number {
  if (job.state.kind === "done") return 100;
  if (job.request.size === 0) return 0;
  return Math.floor((job.bytesSent / job.request.size) * 100);
}

/** "12.3 MiB of 20 MiB · 5 MiB/s · 2 s left" of a job that is sending, as far as it is known. */
export function progressText(job: UploadJob): string {
  const sent = `${formatBytes(job.bytesSent)} of ${formatBytes(job.request.size)}`;
  if (job.state.kind !== "running" || job.rate < 1) return sent;
  return `${sent} · ${formatRate(job.rate)} · ${formatDuration((job.request.size - job.bytesSent) / job.rate)} left`;
}

/** A difference between what was asked for and what S3 answered, in one sentence. */
export function differenceText({ field, asked, observed }: SealDifference): string {
  const name = { algorithm: "Encryption type", key: "KMS key", "bucket-key": "S3 Bucket Key", context: "Encryption context", size: "Size", checksum: "Checksum" }[field];
  return `${name}: asked for ${asked}, S3 answered ${observed}`;
}

/** The state of all transfers in one line, for the heading and for screen readers: "3 sealed as asked, 1 failed, 2 to go". */
export function totalsText(totals: BatchTotals): string {
  const toGo = totals.queued + totals.running;
  const parts: readonly (readonly [number, string])[] = [
    [totals.sealedAsAsked, "sealed as asked"],
    [totals.notVerified, "stored, not fully verified"],
    [totals.notAsAsked, "stored, but not as asked"],
    [totals.failed, "failed"],
    [totals.cancelled, "cancelled"],
    [totals.paused, "not sent"],
    [toGo, "to go"],
  ];
  const text = parts.filter(([count]) => count > 0).map(([count, words]) => `${count.toLocaleString("en-US")} ${words}`);
  return text.length === 0 ? "No transfers" : text.join(", ");
}

/** "1.2 GiB of 3 GiB · 12 MiB/s · 2 min left" over all transfers. */
export function totalProgressText(totals: BatchTotals): string {
  const sent = `${formatBytes(totals.bytesSent)} of ${formatBytes(totals.bytesTotal)} in ${plural(totals.count, "file")}`;
  if (totals.rate < 1) return sent;
  return `${sent} · ${formatRate(totals.rate)} · ${formatDuration((totals.bytesTotal - totals.bytesSent) / totals.rate)} left`;
}

/** Percentage sent over all transfers, 0…100; by files where they are all empty. */
export function totalPercent(totals: BatchTotals): number {
  const ended = totals.sealedAsAsked + totals.notVerified + totals.notAsAsked + totals.failed + totals.cancelled;
  if (totals.bytesTotal === 0) return totals.count === 0 ? 0 : Math.floor((ended / totals.count) * 100);
  return Math.floor((totals.bytesSent / totals.bytesTotal) * 100);
}
