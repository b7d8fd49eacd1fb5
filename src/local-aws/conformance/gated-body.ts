/** A body in two halves: the second comes only when the test says so. */
export interface GatedBody {
  readonly stream: ReadableStream<Uint8Array>;
  /** Resolves when the first half was asked for: the operation is past its checks. */
  readonly begun: Promise<void>;
  finish(): void;
}

/** Sends `half`, waits for `finish()`, and sends it again. */
export function gatedBody(half: Uint8Array): GatedBody {
  let begin = (): void => undefined;
  let finish = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  async function* halves(): AsyncGenerator<Uint8Array, void, undefined> {
    begin();
    yield half;
    await finished;
    yield half;
  }
  const pieces = halves();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, begun, finish: () => finish() };
}
