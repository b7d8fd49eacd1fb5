/** Reads a byte stream by lines and by runs, holding no more than one chunk of it. */
export interface ByteReader {
  /** Up to `limit` bytes (at least one), or undefined at the end of the stream. */
  some(limit: number): Promise<Uint8Array | undefined>;
  /** The bytes before the next LF, as Latin-1 text without the CR; undefined when the stream ends first or the line is longer. */
  line(limit: number): Promise<string | undefined>;
  /** Lets the source go: nothing more will be read. */
  cancel(): Promise<void>;
}

/** A reader over a stream, which it locks. */
export function readBytes(source: ReadableStream<Uint8Array>): ByteReader {
  const reader = source.getReader();
  let held: Uint8Array = new Uint8Array(0);

  async function fill(): Promise<boolean> {
    while (held.length === 0) {
      const { done, value } = await reader.read();
      if (done) return false;
      held = value;
    }
    return true;
  }

  async function some(limit: number): Promise<Uint8Array | undefined> {
    if (!(await fill())) return undefined;
    const taken = held.subarray(0, limit);
    held = held.subarray(taken.length);
    return taken;
  }

  async function line(limit: number): Promise<string | undefined> {
    let text = "";
    while (await fill()) {
      const end = held.indexOf(0x0a);
      const piece = held.subarray(0, end === -1 ? held.length : end);
      if (text.length + piece.length > limit) return undefined;
      text += String.fromCharCode(...piece);
      held = held.subarray(end === -1 ? held.length : end + 1);
      if (end !== -1) return text.endsWith("\r") ? text.slice(0, -1) : text;
    }
    return undefined;
  }

  return { some, line, cancel: () => reader.cancel() };
}
