import type { ChecksumAlgorithm } from "#domain/object.ts";
import { hashBlob } from "./hash-blob.ts";

/** Asked of the worker: one blob at a time. */
export interface HashOrder {
  readonly blob: Blob;
  readonly algorithm: ChecksumAlgorithm;
}

/** Answered by the worker. Errors travel as text: a DOMException's name is all that matters of it. */
export type HashAnswer = { readonly ok: true; readonly digest: Uint8Array } | { readonly ok: false; readonly name: string; readonly message: string };

self.addEventListener("message", (event: MessageEvent<HashOrder>) => {
  void answer(event.data).then((message) => self.postMessage(message));
});

async function answer({ blob, algorithm }: HashOrder): Promise<HashAnswer> {
  try {
    return { ok: true, digest: await hashBlob(blob, algorithm) };
  } catch (error) {
    return error instanceof Error || error instanceof DOMException
      ? { ok: false, name: error.name, message: error.message }
      : { ok: false, name: "Error", message: String(error) };
  }
}
