import { isEnded, nextJob, type JobEvent, type UploadJob } from "#domain/job.ts";

/** Time between two notifications: longer than a frame, shorter than people notice. */
const NOTIFY_MS = 100;

/** The jobs of a session in the order they are shown, and who watches them. */
export interface JobList {
  subscribe(listener: () => void): () => void;
  /** The same array as long as nothing was published. */
  snapshot(): readonly UploadJob[];
  get(id: string): UploadJob | undefined;
  /** Puts a batch before the others. */
  add(jobs: readonly UploadJob[]): void;
  /** Applies an event in constant time; false when it came too late to change anything. */
  apply(id: string, event: JobEvent): boolean;
  /** Takes ended jobs off; returns their ids. */
  removeEnded(): readonly string[];
  /** Publishes now: for what a person did and wants to see. Events alone publish by themselves, a few times a second. */
  publish(): void;
}

/**
 * A list made for ten thousand jobs: an event costs one map look-up and one array write, and the array is copied only when it is
 * published. Readers see published states only, so that a render never sees two.
 */
export function createJobList(): JobList {
  const listeners = new Set<() => void>();
  const indexes = new Map<string, number>();
  let jobs: UploadJob[] = [];
  let published: readonly UploadJob[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const reindex = (): void => {
    indexes.clear();
    jobs.forEach((job, index) => indexes.set(job.id, index));
  };
  const publish = (): void => {
    clearTimeout(timer);
    timer = undefined;
    published = [...jobs];
    for (const listener of listeners) listener();
  };
  const publishSoon = (): void => {
    timer ??= setTimeout(publish, NOTIFY_MS);
  };
  const get = (id: string): UploadJob | undefined => {
    const index = indexes.get(id);
    return index === undefined ? undefined : jobs[index];
  };

  return {
    get,
    publish,
    snapshot: () => published,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(batch) {
      jobs = [...batch, ...jobs];
      reindex();
      publishSoon();
    },
    apply(id, event) {
      const index = indexes.get(id);
      const job = index === undefined ? undefined : jobs[index];
      if (index === undefined || job === undefined) return false;
      const next = nextJob(job, event);
      if (next === job) return false;
      jobs[index] = next;
      publishSoon();
      return true;
    },
    removeEnded() {
      const removed = jobs.filter((job) => isEnded(job.state)).map((job) => job.id);
      jobs = jobs.filter((job) => !isEnded(job.state));
      reindex();
      publishSoon();
      return removed;
    },
  };
}
