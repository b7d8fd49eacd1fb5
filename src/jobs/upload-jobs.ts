import type { UploadJob, UploadRequest } from "#domain/job.ts";

/** A file and where it goes. */
export interface UploadOrder {
  readonly file: File;
  readonly request: UploadRequest;
}

/**
 * The uploads of one session. Lives outside React, which subscribes with `useSyncExternalStore(jobs.subscribe, jobs.snapshot)`;
 * outlives pages; ends with the session.
 */
export interface UploadJobs {
  /** Calls back after every change, at most once a frame; returns the unsubscriber. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Newest batch first; the same array as long as nothing changed. */
  readonly snapshot: () => readonly UploadJob[];
  /** Queues files of one batch; returns its id. Starts at once, several at a time. */
  start(orders: readonly UploadOrder[]): string;
  cancel(jobId: string): void;
  cancelAll(): void;
  /** Starts a failed or cancelled job again from its beginning, with the same request. */
  retry(jobId: string): void;
  /** Takes ended jobs off the list. */
  clearEnded(): void;
  /** Cancels everything and aborts unfinished multipart uploads. Resolves once S3 has been told; never rejects. */
  dispose(): Promise<void>;
}
