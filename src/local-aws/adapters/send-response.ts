import type { ServerResponse } from "node:http";

/** Answers up to this size go out with a content-length even when the handler named none, so that their end is known at once. */
const MEASURED_BYTES = 64 * 1024;

/**
 * Writes a web response's head and body to a Node response, with back-pressure, one chunk ahead of it; does not end it,
 * and leaves a head without a body to go out with the end. Cancels the body when the client goes away. Rejects when the body errors: the caller must then cut the connection, since the status is out already.
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
  if (isHead || reader === undefined) {
    await reader?.cancel();
    return;
  }
  out.flushHeaders();

  // A handler that is reading from disk must hear at once that nobody listens any more.
  const stop = (): void => void reader.cancel().catch(() => undefined);
  out.once("close", stop);
  try {
    for (const chunk of first) await writeChunk(out, chunk);
    let next = isWhole ? undefined : reader.read();
    while (next && !out.destroyed) {
      const { done, value } = await next;
      if (done) break;
      const written = writeChunk(out, value);
      // Read, and decrypted, while this chunk goes out. Awaited in turn; until then a failure must not count as unhandled.
      next = reader.read();
      next.catch(() => undefined);
      await written;
    }
  } finally {
    out.off("close", stop);
  }
}

/** Resolves when there is room for more, or nobody left to write to. */
async function writeChunk(out: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (out.destroyed || out.write(chunk)) return;
  await new Promise<void>((resolve) => {
    function settle(): void {
      out.off("drain", settle);
      out.off("close", settle);
      resolve();
    }
    out.on("drain", settle);
    out.on("close", settle);
  });
}
