import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import { base64, concat, utf8 } from "#local-aws/protocol/bytes.ts";
import { CHECKSUM_ALGORITHMS, checksumHeader } from "#local-aws/protocol/checksums.ts";
import type { HashAlgorithm, Hashing } from "#local-aws/services.ts";
import { createChunkedBody, type ChunkedParts } from "./chunked-body.ts";
import { CREDENTIALS, s3Error, send, startFront, type FrontOnly } from "./front-only.ts";
import { signHeader, type RequestToSign, type Signed } from "./signed-request.ts";

let hashing: Hashing;
beforeAll(async () => {
  hashing = await createNodeHashing();
});

function digest(algorithm: HashAlgorithm, bytes: Uint8Array): string {
  const hasher = hashing.create(algorithm);
  hasher.update(bytes);
  return base64(hasher.digest());
}

const put = (parts: RequestToSign): Promise<Signed> => signHeader({ method: "PUT", path: "/bucket/key", ...parts });

/** The body as several reads, cut anywhere: a network does not know of chunks. */
function streamed(bytes: Uint8Array, runLength: number): ReadableStream<Uint8Array> {
  let offset = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (offset >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(offset, offset + runLength));
      offset += runLength;
    },
  });
}

async function sendChunked(front: FrontOnly, parts: ChunkedParts, runLength = 10_000): Promise<Response> {
  const { signed, body } = await createChunkedBody(parts);
  const init: RequestInit & { duplex: "half" } = { method: "PUT", headers: signed.request.headers, body: streamed(body, runLength), duplex: "half" };
  return front.fetch(new Request(signed.request.url, init), { rawTarget: signed.rawTarget });
}

test("a signed body that is what was signed", async () => {
  const front = await startFront();
  expect((await send(front, await put({ body: "hello" }))).status).toBe(200);
  expect(front.seen).toMatchObject([{ body: btoa("hello") }]);
});

test("a signed body that is not what was signed", async () => {
  const front = await startFront();
  const { request, rawTarget } = await put({ body: "hello" });
  for (const body of [utf8("hellO"), undefined]) {
    const response = await front.fetch(new Request(request.url, { method: "PUT", headers: request.headers, body }), { rawTarget });
    expect(await s3Error(response)).toMatchObject({
      status: "400",
      Code: "XAmzContentSHA256Mismatch",
      Message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
      ClientComputedContentSHA256: createHash("sha256").update("hello").digest("hex"),
      S3ComputedContentSHA256: createHash("sha256").update(body ?? "").digest("hex"),
    });
  }
  expect(front.seen).toEqual([]);
});

test("an unsigned body is taken as it comes", async () => {
  const front = await startFront();
  const { request, rawTarget } = await put({ headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }, body: "hello" });
  expect((await send(front, { request: new Request(request.url, { method: "PUT", headers: request.headers, body: utf8("other") }), rawTarget })).status).toBe(200);
});

test.each(CHECKSUM_ALGORITHMS)("aws-facts 1.4: %s as a header, right and wrong", async (algorithm) => {
  const front = await startFront();
  const header = checksumHeader(algorithm);
  expect((await send(front, await put({ headers: { [header]: digest(algorithm, utf8("hello")) }, body: "hello" }))).status).toBe(200);
  expect(front.seen).toMatchObject([{ checksum: `${algorithm} ${digest(algorithm, utf8("hello"))}` }]);
  const wrong = await send(front, await put({ headers: { [header]: digest(algorithm, utf8("other")) }, body: "hello" }));
  expect(await s3Error(wrong)).toMatchObject({
    status: "400",
    Code: "BadDigest",
    Message: `The ${algorithm} you specified did not match the calculated checksum.`,
  });
  expect(front.seen).toHaveLength(1);
});

test("aws-facts 1.4: the recorded CRC32 of 'test-sse' is KHcEKQ==", async () => {
  const front = await startFront();
  expect((await send(front, await put({ headers: { "x-amz-checksum-crc32": "KHcEKQ==" }, body: "test-sse" }))).status).toBe(200);
});

test("the checksum of CompleteMultipartUpload is the object's, not the body's", async () => {
  const front = await startFront();
  const headers = { "x-amz-checksum-crc32": "AAAAAA==" };
  const complete = await signHeader({ method: "POST", path: "/b/k", query: { uploadId: "1" }, headers, body: "<x/>" });
  expect((await send(front, complete)).status).toBe(200);
});

test("the algorithm that an SDK names has to be the one it sends", async () => {
  const front = await startFront();
  const named = { "x-amz-sdk-checksum-algorithm": "SHA1" };
  expect(await s3Error(await send(front, await put({ headers: named, body: "hello" })))).toMatchObject({
    Code: "InvalidRequest",
    Message: "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
  });
  const other = { ...named, "x-amz-checksum-crc32": digest("CRC32", utf8("hello")) };
  expect(await s3Error(await send(front, await put({ headers: other, body: "hello" })))).toMatchObject({
    Code: "InvalidRequest",
    Message: "Value for x-amz-sdk-checksum-algorithm header is invalid.",
  });
});

test("Content-MD5: right, wrong, and no MD5 at all", async () => {
  const front = await startFront();
  const md5 = digest("MD5", utf8("hello"));
  expect((await send(front, await put({ headers: { "content-md5": md5 }, body: "hello" }))).status).toBe(200);
  expect(await s3Error(await send(front, await put({ headers: { "content-md5": md5 }, body: "other" })))).toMatchObject({
    status: "400",
    Code: "BadDigest",
    Message: "The Content-MD5 you specified did not match what we received.",
    ExpectedDigest: md5,
    CalculatedDigest: digest("MD5", utf8("other")),
  });
  expect(await s3Error(await send(front, await put({ headers: { "content-md5": "nonsense" }, body: "hello" })))).toMatchObject({
    status: "400",
    Code: "InvalidDigest",
    Message: "The Content-MD5 you specified was invalid.",
  });
});

test.each(["3", "7"])("a body of another length than its Content-Length of %s", async (length) => {
  const front = await startFront();
  const headers = { "content-length": length, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  expect(await s3Error(await send(front, await put({ headers, body: "hello" })))).toMatchObject({ status: "400", Code: "IncompleteBody" });
});

const big = utf8("0123456789abcdef".repeat(2048));

test.each([
  { name: "signed chunks", signed: true, trailer: undefined },
  { name: "signed chunks with a signed trailer", signed: true, trailer: "CRC32C" },
  { name: "unsigned chunks with a trailer", signed: false, trailer: "CRC64NVME" },
] as const)("aws-chunked, $name, cut anywhere", async ({ signed, trailer }) => {
  const front = await startFront();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: big.length }), fc.integer({ min: 8192, max: 20_000 }), fc.integer({ min: 1, max: 30_000 }), async (size, chunk, run) => {
      const data = big.subarray(0, size);
      const checksum = trailer && { algorithm: trailer, value: digest(trailer, data) };
      const response = await sendChunked(front, { data, chunkLength: chunk, signed, checksum }, Math.max(run, 64));
      expect(response.status).toBe(200);
      expect(front.seen.at(-1)).toMatchObject({
        body: base64(data),
        declaredLength: size,
        checksum: checksum && `${checksum.algorithm} ${checksum.value}`,
      });
    }),
    { numRuns: 25 },
  );
});

test("one chunk changed on the way", async () => {
  const front = await startFront();
  const damage = (body: Uint8Array): void => void (body[body.length - 400] = 0);
  expect(await s3Error(await sendChunked(front, { data: big, chunkLength: 16_384, signed: true, damage }))).toMatchObject({
    status: "403",
    Code: "SignatureDoesNotMatch",
  });
  expect(front.seen).toEqual([]);
});

test("a trailer changed on the way", async () => {
  const front = await startFront();
  const checksum = { algorithm: "CRC32", value: digest("CRC32", big) } as const;
  for (const signed of [true, false]) {
    const response = await sendChunked(front, { data: big, chunkLength: 16_384, signed, checksum, sentChecksum: "AAAAAA==" });
    expect(await s3Error(response)).toMatchObject(signed ? { status: "403", Code: "SignatureDoesNotMatch" } : { status: "400", Code: "BadDigest" });
  }
});

test("a trailer that was announced and is missing, or was not announced", async () => {
  const front = await startFront();
  const checksum = { algorithm: "CRC32", value: digest("CRC32", big) } as const;
  for (const parts of [{ sentChecksum: null }, { announced: null }]) {
    const response = await sendChunked(front, { data: big, chunkLength: 16_384, signed: false, checksum, ...parts });
    expect(await s3Error(response)).toMatchObject({
      status: "400",
      Code: "MalformedTrailerError",
      Message: "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    });
  }
});

test("only the last chunk may be small", async () => {
  const front = await startFront();
  expect(await s3Error(await sendChunked(front, { data: big, chunkLength: 1000, signed: true }))).toMatchObject({
    status: "403",
    Code: "InvalidChunkSizeError",
    Message: "Only the last chunk is allowed to have a size less than 8192 bytes",
    Chunk: "2",
    BadChunkSize: "1000",
  });
});

test("a chunked body that breaks off, says another length, or says none", async () => {
  const front = await startFront();
  const parts: ChunkedParts = { data: big, chunkLength: 16_384, signed: true };
  const { signed, body } = await createChunkedBody(parts);
  const cut = new Request(signed.request.url, { method: "PUT", headers: signed.request.headers, body: concat([body.subarray(0, 20_000)]) });
  expect(await s3Error(await front.fetch(cut, signed))).toMatchObject({ status: "400", Code: "IncompleteBody" });
  for (const decodedLength of [big.length - 1, big.length + 1]) {
    expect(await s3Error(await sendChunked(front, { ...parts, decodedLength }))).toMatchObject({ status: "400", Code: "IncompleteBody" });
  }
  expect(await s3Error(await sendChunked(front, { ...parts, decodedLength: null }))).toMatchObject({ status: "411", Code: "MissingContentLength" });
  expect(front.seen).toEqual([]);
});

test("a refused request's body is let go, not read", async () => {
  const front = await startFront();
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    cancel: () => {
      cancelled = true;
    },
  });
  const { request, rawTarget } = await put({ headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }, credentials: { ...CREDENTIALS, secretAccessKey: "wrong" } });
  const init: RequestInit & { duplex: "half" } = { method: "PUT", headers: request.headers, body: endless, duplex: "half" };
  expect((await front.fetch(new Request(request.url, init), { rawTarget })).status).toBe(403);
  expect(cancelled).toBe(true);
});
