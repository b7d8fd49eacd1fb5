import { incompleteBody } from "#local-aws/protocol/aws-chunked.ts";

/** Why an answer's body breaks off: nobody's defect, and nothing to log. */
export class InjectedFault extends Error {
  override readonly name = "InjectedFault";

  constructor() {
    super("The connection was cut on demand (see /_local-aws/faults)");
  }
}

type Bytes = ReadableStream<Uint8Array>;

/** Pieces of a slow body are at most what flows in this time, in milliseconds. */
const SLICE_MS = 100;
/** What the runtime is given to send on what it has, before a cut takes the rest away. Milliseconds. */
const FLUSH_MS = 20;

/** Resolves after so many milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A request's body that breaks off after so many bytes, as one does whose client went away; a shorter one breaks off at its end. */
export function cutRequestBody(body: Bytes, afterBytes: number): Bytes {
  return cutBody(body, afterBytes, () => Promise.reject(incompleteBody()));
}

/** An answer's body that breaks off after so many bytes, once they are on their way. */
export function cutResponseBody(body: Bytes, afterBytes: number): Bytes {
  return cutBody(body, afterBytes, async () => {
    await pause(FLUSH_MS);
    throw new InjectedFault();
  });
}

function cutBody(body: Bytes, afterBytes: number, breakOff: () => Promise<never>): Bytes {
  return mapped(body, async function* cut(pieces) {
    let left = afterBytes;
    if (left > 0) {
      for await (const piece of pieces) {
        const kept = piece.subarray(0, left);
        left -= kept.length;
        if (kept.length > 0) yield kept;
        if (left === 0) break;
      }
    }
    await breakOff();
  });
}

/** A body that flows at a rate. */
export function slowBody(body: Bytes, bytesPerSecond: number): Bytes {
  const slice = Math.max(1, Math.floor((bytesPerSecond * SLICE_MS) / 1000));
  return mapped(body, async function* slow(pieces) {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; at += slice) {
        const part = piece.subarray(at, at + slice);
        await pause((part.length * 1000) / bytesPerSecond);
        yield part;
      }
    }
  });
}

/** Reads a body to its end and keeps nothing. A body that breaks has ended too. */
export async function swallow(body: Bytes | null): Promise<void> {
  const reader = body?.getReader();
  try {
    while (reader !== undefined && !(await reader.read()).done);
  } catch {
    await reader?.cancel().catch(() => undefined);
  }
}

/** A stream of what a generator makes of another stream; whoever cancels it cancels that one. Pulled only, so back-pressure holds. */
function mapped(body: Bytes, work: (pieces: AsyncGenerator<Uint8Array, void, undefined>) => AsyncGenerator<Uint8Array, void, undefined>): Bytes {
  const reader = body.getReader();
  async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  }
  const output = work(pieces());
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await output.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          await reader.cancel().catch(() => undefined);
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
