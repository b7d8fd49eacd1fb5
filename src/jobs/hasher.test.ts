import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashBlob } from "./hash-blob.ts";
import type { HashAnswer, HashOrder } from "./hash-worker.ts";
import { createWorkerHasher } from "./hasher.ts";

/** A worker thread as the browser would give it, in place: Node has none of this kind. */
class WorkerInPlace extends EventTarget {
  readonly orders: HashOrder[] = [];
  readonly #loads: boolean;
  constructor(loads: boolean) {
    super();
    this.#loads = loads;
  }
  postMessage(order: HashOrder): void {
    this.orders.push(order);
    if (!this.#loads) queueMicrotask(() => this.dispatchEvent(new Event("error")));
    else void this.#answer(order).then((data) => this.dispatchEvent(new MessageEvent("message", { data })));
  }
  async #answer({ blob, algorithm }: HashOrder): Promise<HashAnswer> {
    try {
      return { ok: true, digest: await hashBlob(blob, algorithm) };
    } catch (error) {
      return { ok: false, name: (error as Error).name, message: (error as Error).message };
    }
  }
  terminate(): void {}
}

function hasherOver(worker: WorkerInPlace) {
  return createWorkerHasher(() => worker as unknown as Worker);
}

const never = new AbortController().signal;
const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

describe("worker hasher", () => {
  it("answers each order with its own digest, one at a time", async () => {
    const worker = new WorkerInPlace(true);
    const hasher = hasherOver(worker);
    const digests = Promise.all(["a", "b", "c"].map((text) => hasher.hash(new Blob([text]), "SHA256", never)));
    expect(worker.orders).toHaveLength(1);
    expect((await digests).map((digest) => Buffer.from(digest))).toEqual([sha256("a"), sha256("b"), sha256("c")]);
  });

  it("never reads what was cancelled while it waited", async () => {
    const worker = new WorkerInPlace(true);
    const hasher = hasherOver(worker);
    const controller = new AbortController();
    const first = hasher.hash(new Blob(["a"]), "SHA256", never);
    const second = hasher.hash(new Blob(["b"]), "SHA256", controller.signal);
    controller.abort(new Error("cancelled"));
    await first;
    await expect(second).rejects.toThrow("cancelled");
    expect(worker.orders).toHaveLength(1);
  });

  it("passes a reader's error on by its name and goes on with the next", async () => {
    const hasher = hasherOver(new WorkerInPlace(true));
    const broken = new Blob(["x"]);
    broken.slice = () => {
      throw new DOMException("The file changed", "NotReadableError");
    };
    const failed = hasher.hash(broken, "SHA256", never);
    const next = hasher.hash(new Blob(["b"]), "SHA256", never);
    await expect(failed).rejects.toMatchObject({ name: "NotReadableError", message: "The file changed" });
    expect(Buffer.from(await next)).toEqual(sha256("b"));
  });

  it("hashes in place when the worker cannot be loaded", async () => {
    const worker = new WorkerInPlace(false);
    const hasher = hasherOver(worker);
    const digests = Promise.all(["a", "b"].map((text) => hasher.hash(new Blob([text]), "SHA256", never)));
    expect((await digests).map((digest) => Buffer.from(digest))).toEqual([sha256("a"), sha256("b")]);
    expect(worker.orders).toHaveLength(1);
  });

  it("rejects what still waits when it is disposed", async () => {
    const hasher = hasherOver(new WorkerInPlace(true));
    const digests = ["a", "b"].map((text) => hasher.hash(new Blob([text]), "SHA256", never));
    hasher.dispose();
    for (const digest of digests) await expect(digest).rejects.toMatchObject({ name: "AbortError" });
  });
});
