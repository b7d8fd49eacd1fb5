import type { ChecksumAlgorithm } from "#domain/object.ts";
import { hashBlob } from "./hash-blob.ts";
import type { HashAnswer, HashOrder } from "./hash-worker.ts";

/** Computes digests, away from whatever must stay smooth. */
export interface Hasher {
  /** Digest of a blob. Rejects with the reader's own error, or the signal's reason. */
  hash(blob: Blob, algorithm: ChecksumAlgorithm, signal: AbortSignal): Promise<Uint8Array>;
  dispose(): void;
}

/** Hashes where it is called: for tests, and where a page may start no worker. */
export function createInlineHasher(): Hasher {
  return {
    async hash(blob, algorithm, signal) {
      signal.throwIfAborted();
      return hashBlob(blob, algorithm);
    },
    dispose() {},
  };
}

/** The worker of this folder, as a bundler understands it. */
function startWorker(): Worker {
  return new Worker(new URL("./hash-worker.ts", import.meta.url), { type: "module" });
}

/** A worker where there are workers. */
export function createHasher(): Hasher {
  return typeof Worker === "undefined" ? createInlineHasher() : createWorkerHasher(startWorker);
}

interface Waiting {
  readonly order: HashOrder;
  readonly signal: AbortSignal;
  readonly resolve: (digest: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hashes in one worker, one blob after the other: a second would only compete with the network for the disk (stack.md 3). What is
 * cancelled while it waits is never read. A worker that cannot be loaded is replaced by hashing in place.
 */
export function createWorkerHasher(start: () => Worker): Hasher {
  const queue: Waiting[] = [];
  let worker: Worker | undefined;
  let inPlace: Hasher | undefined;
  let current: Waiting | undefined;

  const next = (): void => {
    current = undefined;
    const waiting = queue.shift();
    if (waiting === undefined) return;
    if (waiting.signal.aborted) {
      waiting.reject(waiting.signal.reason);
      next();
      return;
    }
    current = waiting;
    if (inPlace !== undefined) {
      inPlace.hash(waiting.order.blob, waiting.order.algorithm, waiting.signal).then(waiting.resolve, waiting.reject).finally(next);
      return;
    }
    worker ??= listening(start());
    worker.postMessage(waiting.order);
  };

  const listening = (made: Worker): Worker => {
    made.addEventListener("message", (event: MessageEvent<HashAnswer>) => {
      if (event.data.ok) current?.resolve(event.data.digest);
      else current?.reject(Object.assign(new Error(event.data.message), { name: event.data.name }));
      next();
    });
    made.addEventListener("error", () => {
      made.terminate();
      worker = undefined;
      inPlace = createInlineHasher();
      if (current !== undefined) queue.unshift(current);
      next();
    });
    return made;
  };

  return {
    hash: (blob, algorithm, signal) =>
      new Promise((resolve, reject) => {
        queue.push({ order: { blob, algorithm }, signal, resolve, reject });
        if (current === undefined) next();
      }),
    dispose() {
      worker?.terminate();
      const gone = new DOMException("The session has ended", "AbortError");
      for (const waiting of queue.splice(0)) waiting.reject(gone);
      current?.reject(gone);
      current = undefined;
    },
  };
}
