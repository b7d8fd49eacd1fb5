import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { MetadataKey, MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import { noSuchJob } from "./control-errors.ts";

/** Statuses that a job of this stand-in can have; AWS's Pausing, Paused, Completing and Failing are passed through too fast to be seen. */
export type JobStatus = "New" | "Preparing" | "Suspended" | "Ready" | "Active" | "Cancelling" | "Cancelled" | "Complete" | "Failed";

/** Statuses in which the stand-in has something to do for a job. */
export const WORKING: readonly JobStatus[] = ["New", "Preparing", "Ready", "Active", "Cancelling"];
/** Statuses that nothing follows. */
export const ENDED: readonly JobStatus[] = ["Cancelled", "Complete", "Failed"];

/** What each object of the manifest is copied to, and how. */
export interface CopyOrder {
  readonly targetBucket: string;
  readonly targetKeyPrefix: string;
  /** Headers of CopyObject, but for its source. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A column of a manifest. */
export type ManifestField = "Bucket" | "Key" | "VersionId" | "Ignore";

/** Where the list of objects lies. */
export interface ManifestPlace {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  /** Without quotes. */
  readonly etag: string;
  readonly fields: readonly ManifestField[];
}

/** Where the completion report goes. */
export interface ReportPlace {
  readonly bucket: string;
  /** Without a slash at its end; empty: the bucket's top. */
  readonly prefix: string;
  readonly scope: "AllTasks" | "FailedTasksOnly";
}

/** A job of S3 Batch Operations. Row `["batch-job", accountId, region, jobId]`. */
export interface BatchJob {
  readonly jobId: string;
  readonly jobArn: string;
  readonly accountId: string;
  readonly region: string;
  readonly status: JobStatus;
  readonly confirmationRequired: boolean;
  readonly description?: string;
  readonly priority: number;
  readonly roleArn: string;
  readonly clientRequestToken: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly endedAt?: number;
  readonly suspendedAt?: number;
  /** Set when the first task began. */
  readonly activeSince?: number;
  readonly statusUpdateReason?: string;
  readonly failureReasons: readonly { readonly code: string; readonly reason: string }[];
  /** Known once the manifest was read. */
  readonly totalTasks?: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly copy: CopyOrder;
  readonly manifest: ManifestPlace;
  readonly report?: ReportPlace;
  /** Operation, Manifest and Report as they were sent: DescribeJob gives them back. */
  readonly asSent: { readonly Operation: XmlMembers; readonly Manifest: XmlMembers; readonly Report: XmlMembers };
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** How one task went. Row `["batch-task", jobId, index]`. */
export interface TaskResult {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  readonly succeeded: boolean;
  readonly httpStatus: number;
  readonly errorCode: string;
  readonly message: string;
}

/** Row of a job. */
export function jobKey({ accountId, region, jobId }: Pick<BatchJob, "accountId" | "region" | "jobId">): MetadataKey {
  return ["batch-job", accountId, region, jobId];
}

/** The job of that id. @throws AwsError 404 `NoSuchJob` */
export function findJob(reader: MetadataReader, id: Pick<BatchJob, "accountId" | "region" | "jobId">): BatchJob {
  const job = reader.get<BatchJob>(jobKey(id));
  if (job === undefined) throw noSuchJob();
  return job;
}

/** Jobs of one account in one Region, or of all, in no order that means anything. */
export function listJobRows(reader: MetadataReader, ...of: readonly string[]): BatchJob[] {
  return Array.from(reader.range<BatchJob>({ prefix: ["batch-job", ...of] }), ({ value }) => value);
}

/** Writes a job, in place of what it was. */
export function saveJob(transaction: MetadataTransaction, job: BatchJob): void {
  transaction.put<BatchJob>(jobKey(job), job);
}
