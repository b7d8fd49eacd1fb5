import { once } from "node:events";
import type { ServerResponse } from "node:http";

/** Answers up to this size go out with a content-length even when the handler named none, so that their end is known at once. */
const MEASURED_BYTES = 64 * 1024;

/**
 * Writes a web response's head and body to a Node response, with back-pressure; does not end it. Cancels the body when the client
 * goes away. Rejects when the body errors: the caller must then cut the connection, since the status is out already.
 */
export async function writeResponse(response: Response, out: ServerResponse): Promise<void> {
  const reader = response.body?.getReader();
  const first: Uint8Array[] = [];
  const isHead = out.req.method === "HEAD";
  let isWhole = reader === undefined;
  if (reader && !isHead && !response.headers.has("content-length")) {
    for (let length = 0; !isWhole && length <= MEASURED_BYTES; ) {
      const { done, value } = await reader.read();
      if (done) isWhole = true;
      else {
        first.push(value);
        length += value.length;
      }
    }
    if (isWhole) out.setHeader("content-length", String(first.reduce((sum, chunk) => sum + chunk.length, 0)));
  } else if (reader === undefined && !isHead && response.status !== 204 && response.status !== 304 && !response.headers.has("content-length")) {
    out.setHeader("content-length", "0");
  }
  for (const [name, value] of response.headers) out.appendHeader(name, value);
  out.writeHead(response.status);
  out.flushHeaders();
  if (isHead) {
    await reader?.cancel();
    return;
  }

  // A handler that is reading from disk must hear at once that nobody listens any more.
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  out.once("close", stop);
  try {
    for (const chunk of first) await writeChunk(out, chunk);
    while (reader && !isWhole && !out.destroyed) {
      const { done, value } = await reader.read();
      if (done) break;
      await writeChunk(out, value);
    }
  } finally {
    out.off("close", stop);
  }
}

async function writeChunk(out: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (out.destroyed || out.write(chunk)) return;
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([once(out, "drain", { signal }), once(out, "close", { signal })]).finally(() => waiting.abort());
}
