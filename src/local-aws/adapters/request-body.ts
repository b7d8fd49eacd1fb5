import type { IncomingMessage } from "node:http";

/** Bytes of a request body that are read ahead of the handler before the socket is told to wait. */
const READ_AHEAD_BYTES = 256 * 1024;

/** A Node request's body as a web stream. */
export interface RequestBody {
  /** The stream, the same each time. Not asked for, it costs nothing. */
  stream(): ReadableStream<Uint8Array>;
  /** True once the whole body has arrived. */
  isComplete(): boolean;
  /**
   * The handler has answered: reads on and throws away what still comes, so that the answer can be read and the connection used
   * again. Resolves true at the end of the body, false when `maxBytes` came or `timeoutMs` passed without it.
   */
  drain(maxBytes: number, timeoutMs: number): Promise<boolean>;
}

/**
 * Reads a Node request with back-pressure: the socket is paused while the handler is slower. `onFirstRead` is called when the handler
 * first wants bytes (where `100 Continue` is due). The stream errors when the client goes away before the end.
 */
export function requestBody(request: IncomingMessage, onFirstRead: () => void): RequestBody {
  let isDiscarding = false;
  let isSettled = false;
  let begun = false;

  function begin(): void {
    if (begun) return;
    begun = true;
    onFirstRead();
  }

  let made: ReadableStream<Uint8Array> | undefined;
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      request.on("data", (chunk: Buffer) => {
        if (isDiscarding) return;
        controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        if ((controller.desiredSize ?? 0) <= -READ_AHEAD_BYTES) request.pause();
      });
      request.once("end", () => {
        if (!isDiscarding && !isSettled) controller.close();
        isSettled = true;
      });
      request.once("error", fail);
      request.once("close", () => fail(new Error("The client closed the connection before the end of its request")));
      request.pause();

      function fail(error: Error): void {
        if (!isDiscarding && !isSettled) controller.error(error);
        isSettled = true;
      }
    },
    pull() {
      begin();
      request.resume();
    },
    cancel() {
      isDiscarding = true;
      request.pause();
    },
  };

  return {
    // No mark of its own: `pull` must mean that the handler reads, not that the queue has room.
    stream: () => (made ??= new ReadableStream<Uint8Array>(source, new ByteLengthQueuingStrategy({ highWaterMark: 0 }))),
    isComplete: () => request.complete,
    drain(maxBytes, timeoutMs) {
      isDiscarding = true;
      return new Promise((resolve) => {
        let left = maxBytes;
        const timer = setTimeout(() => resolve(false), timeoutMs);
        const settle = (isWhole: boolean): void => {
          clearTimeout(timer);
          resolve(isWhole);
        };
        request.on("data", (chunk: Buffer) => {
          left -= chunk.length;
          if (left < 0) settle(false);
        });
        request.once("end", () => settle(true));
        request.once("close", () => settle(request.complete));
        // `end` or `close` may have come while the answer was written.
        if (request.readableEnded || request.destroyed) settle(request.complete);
        else request.resume();
      });
    },
  };
}
