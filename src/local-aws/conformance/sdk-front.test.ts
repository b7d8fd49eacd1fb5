import { Readable } from "node:stream";
import { ListKeysCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
  UploadPartCommand,
  CreateMultipartUploadCommand,
  CompleteMultipartUploadCommand,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { beforeEach, expect, test } from "vitest";
import { CHECKSUM_ALGORITHMS } from "#local-aws/protocol/checksums.ts";
import { refusal } from "./refusal.ts";
import { CONSOLE_ORIGIN, startWorld, type World } from "./world.ts";

const Bucket = "keyseal-plain";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

async function text(Key: string): Promise<string | undefined> {
  return (await world.s3().send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
}

test("the three services answer AWS's clients, each with its own signature", async () => {
  expect((await world.sts("auditor").send(new GetCallerIdentityCommand())).Arn).toBe("arn:aws:iam::111122223333:user/auditor");
  expect((await world.kms().send(new ListKeysCommand({}))).Keys?.length).toBeGreaterThan(0);
  expect((await world.s3().send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name)).toContain(Bucket);
});

test.each([
  ["text", "hello"],
  ["bytes", new TextEncoder().encode("hello")],
  ["nothing", new Uint8Array(0)],
])("PutObject of %s comes back equal", async (_, Body) => {
  await world.s3().send(new PutObjectCommand({ Bucket, Key: "k", Body }));
  expect(await text("k")).toBe(new TextDecoder().decode(typeof Body === "string" ? new TextEncoder().encode(Body) : Body));
});

test.each(CHECKSUM_ALGORITHMS)("a Node stream goes as aws-chunked with a trailing %s", async (ChecksumAlgorithm) => {
  const s3 = world.s3();
  const length = 300_000;
  const Body = Readable.from(Array.from("abcdef", (letter) => Buffer.alloc(length / 6, letter)));
  const answer = await s3.send(new PutObjectCommand({ Bucket, Key: "stream", Body, ContentLength: length, ChecksumAlgorithm }));
  expect(answer[`Checksum${ChecksumAlgorithm}`]).toMatch(/=$/);
  const stored = await text("stream");
  expect([stored?.length, stored?.at(0), stored?.at(-1)]).toEqual([length, "a", "f"]);
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "stream" }))).ContentEncoding).toBeUndefined();
});

test.each(["a b+c&d=e?f#g%h", "../up/./here", "a//b/", "%2F", "🔑/ключ", "'!*()~", "-".repeat(1024)])("the key %j comes back by its own name", async (Key) => {
  const s3 = world.s3();
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  expect(await text(Key)).toBe(Key);
  expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }))).Contents?.map((entry) => entry.Key)).toContain(Key);
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
});

test("virtual-host style is the same bucket", async () => {
  await world.s3("admin", "us-east-1", { forcePathStyle: false }).send(new PutObjectCommand({ Bucket, Key: "vhost/a b", Body: "x" }));
  expect(await text("vhost/a b")).toBe("x");
});

test("a presigned URL of AWS's presigner works without any header, and not after its time", async () => {
  await world.s3().send(new PutObjectCommand({ Bucket, Key: "shared file", Body: "x" }));
  const url = await getSignedUrl(world.s3(), new GetObjectCommand({ Bucket, Key: "shared file" }), {
    expiresIn: 60,
    signingDate: new Date(world.services.clock.now()),
  });
  expect(await (await world.fetch(new Request(url))).text()).toBe("x");
  world.advance(61_000);
  expect((await world.fetch(new Request(url))).status).toBe(403);
});

test("a presigned PUT needs no header either", async () => {
  const url = await getSignedUrl(world.s3(), new PutObjectCommand({ Bucket, Key: "put by url" }), { signingDate: new Date(world.services.clock.now()) });
  const response = await world.fetch(new Request(url, { method: "PUT", body: "body", headers: { "content-length": "4" } }));
  expect(response.status).toBe(200);
  expect(await text("put by url")).toBe("body");
});

test("multipart: the completing request's checksums are not its body's", async () => {
  const s3 = world.s3();
  const Key = "parts";
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "CRC32" }));
  const part = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "only", ChecksumAlgorithm: "CRC32" }));
  const Parts = [{ PartNumber: 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 }];
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  expect(await text(Key)).toBe("only");
});

test("credentials of GetSessionToken sign for their hour", async () => {
  const { Credentials } = await world.sts().send(new GetSessionTokenCommand({ DurationSeconds: 3600 }));
  const session = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  await world.s3(session).send(new PutObjectCommand({ Bucket, Key: "by session", Body: "x" }));
  expect((await world.sts(session).send(new GetCallerIdentityCommand())).Arn).toBe("arn:aws:iam::111122223333:user/admin");
  world.advance(3_600_000);
  expect(await refusal(world.s3(session).send(new ListBucketsCommand()))).toEqual({
    name: "ExpiredToken",
    message: "The provided token has expired.",
    status: 400,
  });
  expect(await refusal(world.kms(session).send(new ListKeysCommand({})))).toMatchObject({ name: "ExpiredTokenException", status: 400 });
  expect(await refusal(world.sts(session).send(new GetCallerIdentityCommand()))).toMatchObject({ status: 403 });
});

test("wrong secrets, in each service's words", async () => {
  const wrong = { accessKeyId: "AKIALOCALADMIN000000", secretAccessKey: "wrong" };
  expect(await refusal(world.s3(wrong).send(new ListBucketsCommand()))).toMatchObject({ name: "SignatureDoesNotMatch", status: 403 });
  expect(await refusal(world.kms(wrong).send(new ListKeysCommand({})))).toMatchObject({ name: "InvalidSignatureException", status: 400 });
  expect(await refusal(world.sts(wrong).send(new GetCallerIdentityCommand()))).toMatchObject({ name: "SignatureDoesNotMatch", status: 403 });
});

test("aws-facts 5.4: the auditor is told what they lack, with ids to quote", async () => {
  const error: unknown = await world
    .s3("auditor")
    .send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }))
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof S3ServiceException)) throw new Error("not refused");
  expect(error.message).toBe(
    'User: arn:aws:iam::111122223333:user/auditor is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::keyseal-plain/k" because no identity-based policy allows the s3:PutObject action',
  );
  expect(error.$metadata.requestId).toMatch(/^[0-9A-F]{16}$/);
  expect(error.$metadata.extendedRequestId).toMatch(/=$|[A-Za-z0-9+/]$/);
});

test("aws-facts 1.9 row 34: a bucket of another Region says which", async () => {
  const thrown = await refusal(world.s3("admin", "us-east-1").send(new ListObjectsV2Command({ Bucket: "keyseal-eu" })));
  expect(thrown).toMatchObject({ name: "PermanentRedirect", status: 301 });
  expect((await world.s3("admin", "eu-west-1").send(new ListObjectsV2Command({ Bucket: "keyseal-eu" }))).$metadata.httpStatusCode).toBe(200);
});

test("aws-facts 8.3: a new bucket lets no browser in, so a console cannot set its first CORS rule", async () => {
  await world.s3().send(new CreateBucketCommand({ Bucket: "brand-new-bucket" }));
  const headers = { origin: CONSOLE_ORIGIN, "access-control-request-method": "PUT" };
  const preflight = (path: string): Promise<Response> => world.fetch(new Request(`http://localhost:4566${path}`, { method: "OPTIONS", headers }));
  expect((await preflight("/brand-new-bucket?cors")).status).toBe(403);
  expect((await preflight("/keyseal-demo/key")).status).toBe(200);
  expect((await preflight("/keyseal-nocors/key")).status).toBe(403);
});
