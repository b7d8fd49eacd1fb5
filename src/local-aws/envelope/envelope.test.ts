import fc from "fast-check";
import { testCaller } from "#local-aws/conformance/test-callers.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { nodeAesGcm } from "#local-aws/adapters/node-aes-gcm.ts";
import { systemRandom } from "#local-aws/adapters/node-services.ts";
import type { KmsForS3 } from "#local-aws/kms/kms-for-s3.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { createMemoryBlobs } from "#local-aws/store/memory-blobs.ts";
import { createMemoryMetadata } from "#local-aws/store/memory-metadata.ts";
import type { BodyPart, Caller, Encryption } from "#local-aws/world.ts";
import { type EnvelopeServices, readBody, writeBody } from "./body.ts";
import { BUCKET_KEY_LIFE_MS } from "./bucket-key.ts";
import { createDataKey, openDataKey, type ResolvedEncryption } from "./data-key.ts";
import { FRAME_BYTES } from "./frames.ts";
import { TamperedError } from "./key-wrap.ts";

const KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/0";
const OBJECT_ARN = { "aws:s3:arn": "arn:aws:s3:::bucket/key" };
const BUCKET_ARN = { "aws:s3:arn": "arn:aws:s3:::bucket" };
const WHERE = { region: "us-east-1", bucket: "bucket", key: "key" } as const;
const ENCRYPTIONS: readonly (readonly [string, ResolvedEncryption])[] = [
  ["SSE-S3", { algorithm: "AES256", bucketKeyEnabled: false }],
  ["SSE-KMS", { algorithm: "aws:kms", bucketKeyEnabled: false, keyReference: KEY_ARN, effectiveContext: OBJECT_ARN }],
  ["SSE-KMS with a bucket key", { algorithm: "aws:kms", bucketKeyEnabled: true, keyReference: KEY_ARN, effectiveContext: BUCKET_ARN }],
  ["DSSE-KMS", { algorithm: "aws:kms:dsse", bucketKeyEnabled: false, keyReference: KEY_ARN, effectiveContext: OBJECT_ARN }],
];

let now = 0;
let services: EnvelopeServices;
let kms: ReturnType<typeof createRecordingKms>;
beforeEach(() => {
  now = 0;
  kms = createRecordingKms();
  services = {
    clock: { now: () => now },
    random: systemRandom,
    aesGcm: nodeAesGcm,
    blobs: createMemoryBlobs(systemRandom),
    keyStore: createMemoryMetadata(),
    kms,
  };
});

describe.each(ENCRYPTIONS)("%s", (_, resolved) => {
  test("any range of any body comes back, through the stored key", async () => {
    const size = fc.oneof(fc.nat({ max: 40 }), fc.constantFrom(FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 2 * FRAME_BYTES, 2 * FRAME_BYTES + 7));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(size, { minLength: 1, maxLength: 3 }), fc.constantFrom(7, 65_536, 3_000_000), share, share, async (sizes, chunk, from, part) => {
        const bodies = sizes.map((bytes) => Buffer.from(systemRandom.bytes(bytes)));
        const whole = Buffer.concat(bodies);
        const { encryption, dataKey } = await createDataKey(services, { ...WHERE, caller: alice, resolved });
        const parts: BodyPart[] = [];
        for (const [index, body] of bodies.entries()) {
          const pending = await writeBody(services, { dataKey, partNumber: index + 1, plaintext: streamOf(body, body.length > 100 ? Math.max(chunk, 65_536) : chunk) });
          await pending.commit();
          parts.push(pending.body);
        }
        const offset = Math.floor(from * whole.length);
        const length = Math.floor(part * (whole.length - offset));
        const opened = await openDataKey(services, { ...WHERE, caller: alice, encryption });
        const read = await bytesOf(readBody(services, { dataKey: opened, parts, offset, length }));
        expect(read.equals(whole.subarray(offset, offset + length))).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test("nothing of the plaintext is in the stored bytes, and the same body is stored differently each time", async () => {
    const plaintext = Buffer.from("an account number: 4711 ".repeat(1000));
    const [first, second] = [await seal(resolved, plaintext), await seal(resolved, plaintext)];
    const [a, b] = [await stored(first.body), await stored(second.body)];
    expect(a.includes("4711")).toBe(false);
    expect(a.length).toBeGreaterThan(plaintext.length);
    expect(a.subarray(0, 64).equals(b.subarray(0, 64))).toBe(false);
  });

  test("an object's data key opens no other object", async () => {
    const [first, second] = [await seal(resolved, Buffer.from("first")), await seal(resolved, Buffer.from("second"))];
    const key = await openDataKey(services, { ...WHERE, caller: alice, encryption: first.encryption });
    await expect(bytesOf(readBody(services, { dataKey: key, parts: [second.body], offset: 0, length: 6 }))).rejects.toThrow(TamperedError);
  });

  test.each<[string, (frames: Buffer[]) => Buffer[]]>([
    ["a flipped bit", ([first, ...rest]) => [flipped(first), ...rest]],
    ["two frames swapped", ([a, b, c]) => kept(b, a, c)],
    ["a frame left out", ([a, , c]) => kept(a, c)],
    ["the last frame cut off", ([a, b]) => kept(a, b)],
    ["bytes cut off", (frames) => [...frames.slice(0, -1), ...frames.slice(-1).map((last) => last.subarray(0, -1))]],
    ["a frame repeated", ([a, , c]) => kept(a, a, c)],
  ])("%s is noticed", async (_name, tamper) => {
    const { encryption, body } = await seal(resolved, Buffer.from(systemRandom.bytes(3 * FRAME_BYTES)));
    const bytes = await stored(body);
    const frameBytes = bytes.length / 3;
    const frames = [0, 1, 2].map((index) => bytes.subarray(index * frameBytes, (index + 1) * frameBytes));
    const replaced = { ...body, blobId: await putBlob(Buffer.concat(tamper(frames))) };
    const dataKey = await openDataKey(services, { ...WHERE, caller: alice, encryption });
    await expect(bytesOf(readBody(services, { dataKey, parts: [replaced], offset: 0, length: body.size }))).rejects.toThrow(TamperedError);
  });

  test("a body whose row claims another size is noticed", async () => {
    const { encryption, body } = await seal(resolved, Buffer.from(systemRandom.bytes(2 * FRAME_BYTES)));
    const dataKey = await openDataKey(services, { ...WHERE, caller: alice, encryption });
    const shorter = { ...body, size: FRAME_BYTES };
    await expect(bytesOf(readBody(services, { dataKey, parts: [shorter], offset: 0, length: FRAME_BYTES }))).rejects.toThrow(TamperedError);
  });
});

test.each(ENCRYPTIONS.filter(([name]) => name === "SSE-S3" || name.includes("bucket key")))(
  "%s: a wrapped key that is moved to another object's row does not open",
  async (_, resolved) => {
    const { encryption } = await seal(resolved, Buffer.from("x"));
    await expect(openDataKey(services, { ...WHERE, key: "other", caller: alice, encryption })).rejects.toThrow(TamperedError);
  },
);

test("a body that fails on its way leaves nothing behind and fails as it did", async () => {
  const { dataKey } = await createDataKey(services, { ...WHERE, caller: alice, resolved: ENCRYPTIONS[0]![1] });
  const plaintext = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(2 * FRAME_BYTES)),
    pull: (controller) => controller.error(new AwsError(400, "BadDigest", "no")),
  });
  await expect(writeBody(services, { dataKey, partNumber: 1, plaintext })).rejects.toMatchObject({ code: "BadDigest" });
  expect(await collect(services.blobs.list())).toEqual([]);
});

test("a body is read to its end though it is overwritten meanwhile", async () => {
  const plaintext = Buffer.from(systemRandom.bytes(2 * FRAME_BYTES));
  const { encryption, body } = await seal(ENCRYPTIONS[0]![1], plaintext);
  const dataKey = await openDataKey(services, { ...WHERE, encryption });
  const reading = readBody(services, { dataKey, parts: [body], offset: 0, length: body.size });
  await services.blobs.remove(body.blobId);
  expect((await bytesOf(reading)).equals(plaintext)).toBe(true);
  expect(await collect(services.blobs.list())).toEqual([]);
});

test("a range read fetches only the frames that hold it", async () => {
  const { encryption, body } = await seal(ENCRYPTIONS[0]![1], Buffer.from(systemRandom.bytes(5 * FRAME_BYTES)));
  const dataKey = await openDataKey(services, { ...WHERE, encryption });
  const ranges: unknown[] = [];
  const blobs: EnvelopeServices["blobs"] = {
    ...services.blobs,
    read(id, range) {
      ranges.push(range);
      return services.blobs.read(id, range);
    },
  };
  await bytesOf(readBody({ ...services, blobs }, { dataKey, parts: [body], offset: 2 * FRAME_BYTES - 1, length: 2 }));
  expect(ranges).toMatchObject([{ offset: FRAME_BYTES + 16, length: 2 * (FRAME_BYTES + 16) }]);
});

test("a range outside the body is refused", async () => {
  const { encryption, body } = await seal(ENCRYPTIONS[0]![1], Buffer.from("abc"));
  const dataKey = await openDataKey(services, { ...WHERE, encryption });
  expect(() => readBody(services, { dataKey, parts: [body], offset: 1, length: 3 })).toThrow(RangeError);
});

describe("the bucket key (aws-facts 2.7)", () => {
  const resolved = ENCRYPTIONS[2]![1];
  const write = (caller: Caller, bucket = "bucket") => createDataKey(services, { ...WHERE, bucket, caller, resolved });

  test("serves one requester for its life, without another call to KMS; then KMS makes a new one", async () => {
    await write(alice);
    now += BUCKET_KEY_LIFE_MS - 1;
    await write(alice);
    expect(kms.calls.map((call) => call.operation)).toEqual(["GenerateDataKey"]);
    now += 1;
    await write(alice);
    expect(kms.calls).toHaveLength(2);
  });

  test("is shared by requests at the same moment, and not remembered when KMS refused", async () => {
    kms.refuse = true;
    await expect(Promise.all([write(alice), write(alice)])).rejects.toMatchObject({ code: "DisabledException" });
    kms.refuse = false;
    await Promise.all([write(alice), write(alice)]);
    expect(kms.calls).toHaveLength(1);
  });

  test("is not shared between requesters, nor for reading by who may only write", async () => {
    const { encryption } = await write(alice);
    await write(bob);
    expect(kms.calls.map((call) => call.caller)).toEqual([alice.arn, bob.arn]);
    await openDataKey(services, { ...WHERE, caller: alice, encryption });
    await openDataKey(services, { ...WHERE, caller: alice, encryption });
    await openDataKey(services, { ...WHERE, caller: bob, encryption });
    expect(kms.calls.slice(2)).toEqual([
      { operation: "Decrypt", caller: alice.arn, context: BUCKET_ARN },
      { operation: "Decrypt", caller: bob.arn, context: BUCKET_ARN },
    ]);
  });

  test("never is an object's data key: each object has its own under it", async () => {
    const [first, second] = [await write(alice), await write(alice)];
    expect(first.encryption.wrappedKey).not.toEqual(second.encryption.wrappedKey);
  });
});

test("SSE-KMS makes one data key under the object's context, DSSE-KMS two (aws-facts 1.14)", async () => {
  await createDataKey(services, { ...WHERE, caller: alice, resolved: ENCRYPTIONS[1]![1] });
  expect(kms.calls).toEqual([{ operation: "GenerateDataKey", caller: alice.arn, context: OBJECT_ARN }]);
  const { encryption, dataKey } = await createDataKey(services, { ...WHERE, caller: alice, resolved: ENCRYPTIONS[3]![1] });
  expect(kms.calls).toHaveLength(3);
  expect(dataKey.layers).toHaveLength(2);
  expect(encryption).toMatchObject({ algorithm: "aws:kms:dsse", kmsKeyArn: KEY_ARN, effectiveContext: OBJECT_ARN });
  expect(encryption).not.toHaveProperty("bucketKeyEnabled");
});

test("aws-facts 1.9 row 16: an anonymous request under KMS needs Signature Version 4", async () => {
  const anonymous = createDataKey(services, { ...WHERE, resolved: ENCRYPTIONS[1]![1] });
  await expect(anonymous).rejects.toMatchObject({ status: 400, code: "InvalidArgument", details: { ArgumentName: "Authorization" } });
});

const alice = callerNamed("alice");
const bob = callerNamed("bob");

function callerNamed(name: string): Caller {
  return testCaller({ name, accessKeyId: name });
}

/** A KMS that wraps for real enough (key and context must match) and tells what it was asked. */
function createRecordingKms(): KmsForS3 & { readonly calls: { operation: string; caller: string; context: unknown }[]; refuse: boolean } {
  const made = new Map<string, { plaintext: Uint8Array<ArrayBuffer>; context: string }>();
  const fake: ReturnType<typeof createRecordingKms> = {
    calls: [],
    refuse: false,
    async generateDataKey({ caller, encryptionContext }) {
      if (fake.refuse) throw new AwsError(400, "DisabledException", `${KEY_ARN} is disabled.`);
      fake.calls.push({ operation: "GenerateDataKey", caller: caller.arn, context: encryptionContext });
      const [plaintext, ciphertextBlob] = [systemRandom.bytes(32), systemRandom.bytes(16)];
      made.set(ciphertextBlob.join(), { plaintext, context: JSON.stringify(encryptionContext) });
      return { keyArn: KEY_ARN, plaintext, ciphertextBlob };
    },
    async decrypt({ caller, ciphertextBlob, encryptionContext }) {
      fake.calls.push({ operation: "Decrypt", caller: caller.arn, context: encryptionContext });
      const known = made.get(ciphertextBlob.join());
      if (known?.context !== JSON.stringify(encryptionContext)) throw new AwsError(400, "InvalidCiphertextException", "");
      return { keyArn: KEY_ARN, plaintext: known.plaintext };
    },
    resolve: async () => ({ keyArn: KEY_ARN }),
  };
  return fake;
}

async function seal(resolved: ResolvedEncryption, plaintext: Buffer): Promise<{ encryption: Encryption; body: BodyPart }> {
  const { encryption, dataKey } = await createDataKey(services, { ...WHERE, caller: alice, resolved });
  const pending = await writeBody(services, { dataKey, partNumber: 1, plaintext: streamOf(plaintext, 65_536) });
  await pending.commit();
  return { encryption, body: pending.body };
}

function streamOf(bytes: Uint8Array, chunk: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + chunk));
      else controller.close();
      at += chunk;
    },
  });
}

function stored(body: BodyPart): Promise<Buffer> {
  return bytesOf(services.blobs.read(body.blobId));
}

async function putBlob(bytes: Uint8Array): Promise<string> {
  const writer = await services.blobs.create();
  await writer.write(bytes);
  await writer.commit();
  return writer.id;
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await collect(stream));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function flipped(frame: Buffer | undefined): Buffer {
  const copy = Buffer.from(frame ?? []);
  copy[100] = (copy[100] ?? 0) ^ 1;
  return copy;
}

function kept(...frames: readonly (Buffer | undefined)[]): Buffer[] {
  return frames.filter((frame) => frame !== undefined);
}
