import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Services } from "#local-aws/services.ts";
import { type BatchJob, ENDED, jobKey, listJobRows, saveJob, type TaskResult, WORKING } from "./batch-job.ts";
import { copyTask } from "./copy-task.ts";
import { writeReport } from "./job-report.ts";
import { type S3Operations, sendAsRole, type SendToS3 } from "./job-requests.ts";
import { assumeJobRole } from "./job-role.ts";
import { type ManifestEntry, ManifestError, readManifestText } from "./manifest.ts";

/** Tasks between two looks at which job comes first. */
const TASKS_AT_ONCE = 10;
/** A job fails when more than half of its tasks failed, once this many ran. */
const THRESHOLD_TASKS = 1000;
/** Longest manifest that is read, in bytes. */
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;
/** Jobs are forgotten this long after they ended, in milliseconds. */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

type WorkerServices = Pick<Services, "clock" | "random" | "hashing" | "metadata" | "trail">;

/** What runs the jobs of S3 Batch Operations in the background, one step at a time: the job of the highest priority, then the oldest. */
export interface JobWorker {
  /** There may be something to do. Returns at once. */
  wake(): void;
  /** Stops after the object at hand; what is not done goes on when a worker over the same store is woken. */
  stop(): Promise<void>;
}

/** What the worker remembers of a job while it runs: both can be had again. */
interface Running {
  readonly send: SendToS3;
  readonly entries: readonly ManifestEntry[];
}

/** Makes a worker over the jobs in a store. */
export function createJobWorker(services: WorkerServices, s3: S3Operations): JobWorker {
  const running = new Map<string, Running>();
  let isStopping = false;
  let working: Promise<void> | undefined;
  let wasWoken = false;

  async function work(): Promise<void> {
    while (!isStopping) {
      wasWoken = false;
      const job = nextJob(services);
      if (job !== undefined) await step(job);
      else if (!wasWoken) return;
    }
  }

  async function step(job: BatchJob): Promise<void> {
    try {
      await advance(job);
    } catch (error) {
      if (!(error instanceof AwsError) && !(error instanceof JobFailure)) console.error(`local AWS: internal error in job ${job.jobId}:`, error);
      await end(job, failureOf(error));
    }
  }

  async function advance(job: BatchJob): Promise<void> {
    switch (job.status) {
      case "New":
        return change(job, { status: "Preparing" }, "New");
      case "Preparing": {
        const { entries } = await open(job);
        const next = job.confirmationRequired ? ({ status: "Suspended", suspendedAt: services.clock.now() } as const) : ({ status: "Ready" } as const);
        return change(job, { ...next, totalTasks: entries.length }, "Preparing");
      }
      case "Ready":
        return change(job, { status: "Active", activeSince: services.clock.now() }, "Ready");
      case "Active":
        return runTasks(job);
      case "Cancelling":
        return end(job, { status: "Cancelled" });
      case "Suspended":
      case "Cancelled":
      case "Complete":
      case "Failed":
        return undefined;
    }
  }

  /** Runs some tasks; each is in the store with its result before the next begins, so that nothing is done twice but what a kill cut short. */
  async function runTasks(job: BatchJob): Promise<void> {
    const { send, entries } = await open(job);
    let { succeeded, failed } = job;
    for (let count = 0; count < TASKS_AT_ONCE && !isStopping; count += 1) {
      const index = succeeded + failed;
      const entry = entries[index];
      if (entry === undefined) return end(job, { status: "Complete" });
      const result = await copyTask(send, job.copy, entry);
      if (result.succeeded) succeeded += 1;
      else failed += 1;
      const stillActive = await services.metadata.transact((transaction) => {
        transaction.put<TaskResult>(["batch-task", job.jobId, index], result);
        const now = transaction.get<BatchJob>(jobKey(job));
        if (now !== undefined) saveJob(transaction, { ...now, succeeded, failed });
        return now?.status === "Active";
      });
      if (!stillActive) return undefined;
      if (succeeded + failed >= THRESHOLD_TASKS && failed > (succeeded + failed) / 2) {
        throw new JobFailure("FailureThresholdExceeded", "More than half of the tasks failed.");
      }
    }
    return undefined;
  }

  /** The job's role and manifest, from memory or anew. */
  async function open(job: BatchJob): Promise<Running> {
    const known = running.get(job.jobId);
    if (known !== undefined) return known;
    const accessKey = await assumeJobRole(services, job);
    if (accessKey === undefined) throw new JobFailure("AccessDenied", "Failed to assume the role of the job.");
    const send = sendAsRole(services, s3, accessKey, job.region);
    const opened = { send, entries: await readManifest(send, job) };
    running.set(job.jobId, opened);
    return opened;
  }

  /** Ends a job: its report first, where the role can still write one. */
  async function end(job: BatchJob, ending: Partial<BatchJob>): Promise<void> {
    const hasResults = [...services.metadata.range({ prefix: ["batch-task", job.jobId], limit: 1 })].length > 0;
    const send = running.get(job.jobId)?.send;
    let last = ending;
    if (hasResults || ending.status === "Complete") {
      try {
        await writeReport(services, send ?? (await open(job)).send, job);
      } catch (error) {
        // A job that was cancelled, or failed before, stays so: what befell its report is told beside.
        const { status, failureReasons } = failureOf(error);
        last = { ...ending, status: ending.status === "Complete" ? status : ending.status, failureReasons: [...(ending.failureReasons ?? []), ...failureReasons] };
      }
    }
    running.delete(job.jobId);
    await change(job, { ...last, endedAt: services.clock.now() });
    await forgetOldJobs(services);
  }

  /** Changes a job as it now is. @param onlyFrom leave it alone when its status is another by now */
  async function change(job: BatchJob, fields: Partial<BatchJob>, onlyFrom?: BatchJob["status"]): Promise<void> {
    await services.metadata.transact((transaction) => {
      const now = transaction.get<BatchJob>(jobKey(job));
      if (now !== undefined && (onlyFrom === undefined || now.status === onlyFrom)) saveJob(transaction, { ...now, ...fields });
    });
  }

  const worker: JobWorker = {
    wake() {
      wasWoken = true;
      if (isStopping || working !== undefined) return;
      wasWoken = false;
      // The store itself failing is the one thing that ends the work; the next request that wakes it tries again.
      working = work()
        .catch((error: unknown) => console.error("local AWS: the jobs of S3 Batch Operations stopped:", error))
        .finally(() => {
          working = undefined;
          if (wasWoken) worker.wake();
        });
    },
    async stop() {
      isStopping = true;
      await working;
    },
  };
  return worker;
}

/** Why a job as a whole fails. */
class JobFailure extends Error {
  override readonly name = "JobFailure";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function failureOf(error: unknown): Pick<BatchJob, "status" | "failureReasons"> {
  const known = error instanceof JobFailure || error instanceof AwsError;
  const reason = known ? { code: error.code, reason: error.message } : { code: "InternalError", reason: "We encountered an internal error." };
  return { status: "Failed", failureReasons: [reason] };
}

async function readManifest(send: SendToS3, { manifest }: BatchJob): Promise<ManifestEntry[]> {
  const { bucket, key, versionId, etag, fields } = manifest;
  let response: Response;
  try {
    response = await send({ method: "GET", bucket, key, ...(versionId === undefined ? {} : { query: { versionId } }) });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new JobFailure(error.code, `Reading the manifest is forbidden: ${error.code}`);
  }
  const length = Number(response.headers.get("content-length"));
  const isExpected = (response.headers.get("etag") ?? "").replaceAll('"', "") === etag;
  if (!isExpected || length > MAX_MANIFEST_BYTES) {
    await response.body?.cancel();
    throw new JobFailure("InvalidManifest", isExpected ? "The manifest is too long." : "The manifest's ETag is not the one that the job was created with.");
  }
  try {
    return readManifestText(await response.text(), fields);
  } catch (error) {
    throw error instanceof ManifestError ? new JobFailure("InvalidManifestContent", error.message) : error;
  }
}

function nextJob({ metadata }: Pick<Services, "metadata">): BatchJob | undefined {
  return listJobRows(metadata)
    .filter(({ status }) => WORKING.includes(status))
    .toSorted((a, b) => b.priority - a.priority || a.createdAt - b.createdAt)[0];
}

async function forgetOldJobs({ clock, metadata }: Pick<Services, "clock" | "metadata">): Promise<void> {
  const old = listJobRows(metadata).filter(({ status, endedAt }) => ENDED.includes(status) && (endedAt ?? Infinity) < clock.now() - KEPT_MS);
  if (old.length === 0) return;
  await metadata.transact((transaction) => {
    for (const job of old) {
      transaction.remove(jobKey(job));
      for (const { key } of transaction.range({ prefix: ["batch-task", job.jobId] })) transaction.remove(key);
    }
  });
}
