import type { Aws } from "#aws/aws.ts";
import type { ResourceChange } from "#domain/change.ts";
import { failureOf } from "#domain/failure.ts";
import { isEnded, newJob, type UploadJob } from "#domain/job.ts";
import { SINGLE_PUT_BYTES } from "#domain/upload-plan.ts";
import { createBucketFacts } from "./bucket-facts.ts";
import { createChangeBatch } from "./change-batch.ts";
import { createHasher, type Hasher } from "./hasher.ts";
import { systemClock, type JobClock } from "./job-clock.ts";
import { createJobList } from "./job-list.ts";
import { createLanes } from "./lanes.ts";
import { createRateMeter } from "./rate.ts";
import { uploadFile, type UploadTools } from "./upload-file.ts";
import type { UploadJobs, UploadOrder } from "./upload-jobs.ts";

/** Bodies on the wire at once: the connections a browser opens to one host. */
const LANES = 6;
/** Files in work at once, small and large counted apart so that neither kind waits for the other. */
const FILES_AT_ONCE = { small: 6, large: 3 } as const;
/** How often rates are taken, so that a stall shows. */
const RATE_MS = 1000;

/** What the uploads of a session are made of. */
export interface UploadJobsOptions {
  readonly aws: Aws;
  /** Told what was written, about once a second while files are finished. */
  readonly onChange: (changes: ResourceChange[]) => void;
  readonly hasher?: Hasher | undefined;
  readonly clock?: JobClock | undefined;
  /** Origin of the page, for what CORS exposes to it; undefined outside browsers. */
  readonly origin?: string | undefined;
}

/** A file in work. */
interface Run {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  /** Takes a reading of the rate. */
  tick(): void;
}

/** Makes the uploads of one session: see `UploadJobs`. */
export function createUploadJobs(options: UploadJobsOptions): UploadJobs {
  const { aws, onChange, hasher = createHasher(), clock = systemClock, origin = globalThis.location?.origin } = options;
  const tools: UploadTools = { aws, clock, hasher, lanes: createLanes(LANES), facts: createBucketFacts(aws, clock), origin };
  const list = createJobList();
  const changes = createChangeBatch(onChange);
  const files = new Map<string, File>();
  const queues = { small: createQueue(), large: createQueue() };
  const active = { small: 0, large: 0 };
  const runs = new Map<string, Run>();
  let sessionEnded = false;
  let credentialsExpired = false;
  let ticker: ReturnType<typeof setInterval> | undefined;

  const pump = (): void => {
    if (credentialsExpired) pauseQueued();
    for (const kind of ["small", "large"] as const) {
      while (!sessionEnded && active[kind] < FILES_AT_ONCE[kind]) {
        const id = queues[kind].shift();
        if (id === undefined) break;
        const job = list.get(id);
        // Cancelled, or cleared, while it waited
        if (job?.state.kind === "queued") begin(job, kind);
      }
    }
    if (runs.size > 0) ticker ??= setInterval(() => runs.forEach((run) => run.tick()), RATE_MS);
    else {
      clearInterval(ticker);
      ticker = undefined;
    }
  };

  const begin = (job: UploadJob, kind: keyof typeof FILES_AT_ONCE): void => {
    const file = files.get(job.id);
    if (file === undefined) return;
    const controller = new AbortController();
    const meter = createRateMeter();
    let bytesSent = 0;
    const tick = (): void => void list.apply(job.id, { kind: "progress", bytesSent, rate: meter.read(bytesSent, clock.now()) });
    list.apply(job.id, { kind: "started" });
    active[kind] += 1;
    const ended = uploadFile(tools, {
      file,
      request: job.request,
      signal: controller.signal,
      stage: (stage) => void list.apply(job.id, { kind: "stage", stage }),
      progress: (bytes) => {
        bytesSent = bytes;
        tick();
      },
    })
      .then(
        (result) => void list.apply(job.id, { kind: "done", ...result }),
        (error: unknown) => end(job, controller.signal, error),
      )
      .finally(() => {
        // Also after a cancel: its PUT may have reached S3
        changes.add({ kind: "object-written", bucket: job.request.ref.bucket, key: job.request.ref.key });
        active[kind] -= 1;
        if (runs.get(job.id)?.controller === controller) runs.delete(job.id);
        pump();
      });
    runs.set(job.id, { controller, ended, tick });
  };

  const end = (job: UploadJob, signal: AbortSignal, error: unknown): void => {
    if (signal.aborted) return;
    const failure = failureOf(error);
    if (failure.kind !== "credentials-expired") {
      list.apply(job.id, { kind: "failed", failure });
      return;
    }
    // Nothing of this session can succeed any more: what waits is paused as well, and so is what comes
    sessionEnded = true;
    credentialsExpired = true;
    list.apply(job.id, { kind: "paused", reason: "credentials-expired" });
    pauseQueued();
  };

  const pauseQueued = (): void => {
    for (const kind of ["small", "large"] as const) {
      for (let id = queues[kind].shift(); id !== undefined; id = queues[kind].shift()) {
        if (list.get(id)?.state.kind === "queued") list.apply(id, { kind: "paused", reason: "credentials-expired" });
      }
    }
  };

  const queueOf = (job: UploadJob) => queues[job.request.size <= SINGLE_PUT_BYTES ? "small" : "large"];

  const cancelOne = (id: string): void => {
    const state = list.get(id)?.state;
    // Once S3 has been asked to make the object, a cancel would only hide whether it did
    if (state?.kind === "running" && (state.stage === "completing" || state.stage === "verifying")) return;
    list.apply(id, { kind: "cancelled" });
    runs.get(id)?.controller.abort(new DOMException("The upload was cancelled", "AbortError"));
  };

  const cancelAll = (): void => {
    for (const job of list.snapshot()) if (!isEnded(job.state)) cancelOne(job.id);
    list.publish();
  };

  return {
    subscribe: (listener) => list.subscribe(listener),
    snapshot: () => list.snapshot(),
    start(orders: readonly UploadOrder[]) {
      const batchId = crypto.randomUUID();
      const jobs = orders.map(({ request }, index) => newJob({ id: `${batchId}-${index}`, batchId, request, queuedAt: clock.now() }));
      list.add(jobs);
      jobs.forEach((job, index) => {
        const file = orders[index]?.file;
        if (file !== undefined) files.set(job.id, file);
        queueOf(job).push(job.id);
      });
      pump();
      list.publish();
      return batchId;
    },
    cancel(id) {
      cancelOne(id);
      list.publish();
    },
    cancelAll,
    retry(id) {
      if (!list.apply(id, { kind: "retried", at: clock.now() })) return;
      const job = list.get(id);
      if (job !== undefined) queueOf(job).push(id);
      pump();
      list.publish();
    },
    clearEnded() {
      for (const id of list.removeEnded()) files.delete(id);
      list.publish();
    },
    async dispose() {
      sessionEnded = true;
      const ending = [...runs.values()].map((run) => run.ended);
      list.publish();
      cancelAll();
      hasher.dispose();
      await Promise.allSettled(ending);
      clearInterval(ticker);
      changes.dispose();
    },
  };
}

/** First in, first out, in constant time however long it is. */
function createQueue(): { push(id: string): void; shift(): string | undefined } {
  let ids: string[] = [];
  let head = 0;
  return {
    push: (id) => void ids.push(id),
    shift() {
      const id = ids[head];
      head += 1;
      if (head >= ids.length) {
        ids = [];
        head = 0;
      }
      return id;
    },
  };
}
