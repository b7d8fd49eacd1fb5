import { expect, test } from "vitest";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import { utf8 } from "./bytes.ts";
import { verifyBody, type IncomingBody, type OwnedBody } from "./verified-body.ts";

const PIECE = 64 * 1024;

async function bodyOf(source: ReadableStream<Uint8Array> | null, headers: Readonly<Record<string, string>> = {}, rest: Partial<IncomingBody> = {}): Promise<OwnedBody> {
  const incoming: IncomingBody = { source, headers: new Headers(headers), form: { kind: "unsigned" }, signatures: undefined, checksumIsOfBody: true, ...rest };
  return verifyBody(await createNodeHashing(), incoming);
}

/** Counts what is asked of it. */
function counting(pieces: number): { readonly stream: ReadableStream<Uint8Array>; pulled: number; cancelled: boolean } {
  const counter = {
    pulled: 0,
    cancelled: false,
    stream: new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          counter.pulled += 1;
          controller.enqueue(new Uint8Array(PIECE));
          if (counter.pulled === pieces) controller.close();
        },
        cancel() {
          counter.cancelled = true;
        },
      },
      { highWaterMark: 0 },
    ),
  };
  return counter;
}

test("nothing is read before it is asked for, and no more than that", async () => {
  const source = counting(100);
  const reader = (await bodyOf(source.stream)).stream.getReader();
  expect(source.pulled).toBe(0);
  await reader.read();
  await reader.read();
  expect(source.pulled).toBe(2);
});

test("cancelling the body, or abandoning it half read, lets the source go", async () => {
  const cancelled = counting(100);
  await (await bodyOf(cancelled.stream)).stream.cancel();
  expect(cancelled.cancelled).toBe(true);
  const abandoned = counting(100);
  const body = await bodyOf(abandoned.stream);
  await body.stream.getReader().read();
  await body.abandon();
  expect(abandoned.cancelled).toBe(true);
});

test("bytes() is bounded", async () => {
  const source = counting(100);
  await expect((await bodyOf(source.stream)).bytes(3 * PIECE)).rejects.toThrow(RangeError);
  expect(source.pulled).toBe(4);
  expect(source.cancelled).toBe(true);
});

test("the error comes at the end of the stream, after the bytes", async () => {
  const body = await bodyOf(new Blob([utf8("hello")]).stream(), { "x-amz-checksum-crc32": "AAAAAA==" });
  const reader = body.stream.getReader();
  expect((await reader.read()).value).toEqual(utf8("hello"));
  await expect(reader.read()).rejects.toMatchObject({ code: "BadDigest" });
});

test("more bytes than declared are refused as soon as they come", async () => {
  const source = counting(100);
  const body = await bodyOf(source.stream, { "content-length": String(PIECE) });
  await expect(body.bytes(100 * PIECE)).rejects.toMatchObject({ code: "IncompleteBody" });
  expect(source.pulled).toBe(2);
});

test("a request without a body is verified at once", async () => {
  await expect(bodyOf(null, { "x-amz-checksum-crc32": "KHcEKQ==" })).rejects.toMatchObject({ code: "BadDigest" });
  await expect(bodyOf(null, { "content-length": "5" })).rejects.toMatchObject({ code: "IncompleteBody" });
  expect(await (await bodyOf(null, { "x-amz-checksum-crc32": "AAAAAA==" })).text(10)).toBe("");
});

test("a source that breaks hands its error on", async () => {
  const broken = new ReadableStream<Uint8Array>({ pull: () => Promise.reject(new Error("connection reset")) });
  const body = await bodyOf(broken);
  await expect(body.bytes(10)).rejects.toThrow("connection reset");
  await body.abandon();
});

test.each(["abc", "-1", "1.5"])("the Content-Length %s is refused", async (length) => {
  await expect(bodyOf(null, { "content-length": length })).rejects.toMatchObject({ status: 400, code: "InvalidArgument" });
});
