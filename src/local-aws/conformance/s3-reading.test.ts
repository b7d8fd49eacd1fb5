import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { DisableKeyCommand } from "@aws-sdk/client-kms";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { beforeAll, describe, expect, test } from "vitest";
import { saveAccessKey, savePrincipal } from "#local-aws/iam/principals.ts";
import { demoKeys } from "#local-aws/seed.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";
import { policyText } from "./test-callers.ts";

const Bucket = "keyseal-plain";
const TEXT = "0123456789";

let world: World;
let s3: S3Client;
beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  await put({ Key: "plain", Metadata: { owner: "ops" }, ContentType: "text/plain", CacheControl: "no-store", Tagging: "a=1&b=%2B" });
  await put({ Key: "kms", ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.keyId, BucketKeyEnabled: true });
  await put({ Key: "dsse", ServerSideEncryption: "aws:kms:dsse", SSEKMSKeyId: demoKeys.hr.arn });
});

const put = (input: Partial<PutObjectCommandInput>) => s3.send(new PutObjectCommand({ Bucket, Key: "plain", Body: TEXT, ...input }));
const get = (input: Partial<GetObjectCommandInput>) => s3.send(new GetObjectCommand({ Bucket, Key: "plain", ...input }));
const head = (input: Partial<HeadObjectCommandInput>) => s3.send(new HeadObjectCommand({ Bucket, Key: "plain", ...input }));
const textOf = async (input: Partial<GetObjectCommandInput>) => (await get(input)).Body?.transformToString();

describe("headers", () => {
  test("aws-facts 1.8 row 1: GET and HEAD answer SSE, KMSID as an ARN and BK only when true, and never CTX", async () => {
    for (const answer of [await get({ Key: "kms" }), await head({ Key: "kms" })]) {
      expect(answer).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.arn, BucketKeyEnabled: true, ContentLength: 10 });
    }
    const dsse = await head({ Key: "dsse" });
    expect(dsse).toMatchObject({ ServerSideEncryption: "aws:kms:dsse", SSEKMSKeyId: demoKeys.hr.arn });
    expect(dsse.BucketKeyEnabled).toBeUndefined();
    const plain = await head({});
    expect(plain.ServerSideEncryption).toBe("AES256");
    expect(plain.SSEKMSKeyId).toBeUndefined();
  });

  test("what the object was given comes back", async () => {
    expect(await head({})).toMatchObject({ ContentType: "text/plain", CacheControl: "no-store", AcceptRanges: "bytes", Metadata: { owner: "ops" } });
    expect((await get({})).TagCount).toBe(2);
  });

  test("aws-facts 1.8 row 2: checksums only in checksum mode, and not for a range", async () => {
    expect((await head({})).ChecksumCRC32).toBeUndefined();
    expect(await head({ ChecksumMode: "ENABLED" })).toMatchObject({ ChecksumCRC32: expect.any(String), ChecksumType: "FULL_OBJECT" });
    const ranged = await get({ Range: "bytes=0-3", ChecksumMode: "ENABLED" });
    expect([ranged.ChecksumCRC32, ranged.ChecksumType, await ranged.Body?.transformToString()]).toEqual([undefined, undefined, "0123"]);
  });

  test("response-* of a signed request replace the object's own", async () => {
    const answer = await get({ ResponseContentType: "application/x-test", ResponseContentDisposition: 'attachment; filename="é.txt"' });
    expect(answer).toMatchObject({ ContentType: "application/x-test", CacheControl: "no-store" });
    expect(answer.ContentDisposition).toContain("attachment");
    expect(await refusal(get({ ResponseContentType: "a\r\nset-cookie: b" }))).toMatchObject({ name: "InvalidArgument", status: 400 });
    const anonymous = await world.fetch(new Request(`http://localhost:4566/${Bucket}/plain?response-content-type=text/html`));
    expect([anonymous.status, await anonymous.text()]).toEqual([400, expect.stringContaining("<Code>InvalidRequest</Code>")]);
  });

  test("aws-facts 1.9 row 15, 2.5 row 4: SSE headers on GET and HEAD are refused", async () => {
    const signed = withHeader("x-amz-server-side-encryption", "aws:kms");
    expect(await refusal(signed.send(new GetObjectCommand({ Bucket, Key: "kms" })))).toEqual({
      name: "InvalidArgument",
      message: "x-amz-server-side-encryption header is not supported for this operation.",
      status: 400,
    });
    expect((await refusal(signed.send(new HeadObjectCommand({ Bucket, Key: "kms" })))).status).toBe(400);
    const withContext = withHeader("x-amz-server-side-encryption-context", btoa('{"dept":"hr"}'));
    expect(await refusal(withContext.send(new GetObjectCommand({ Bucket, Key: "kms" })))).toMatchObject({ name: "InvalidArgument", status: 400 });
  });
});

/** A client that adds one header to every request before it is signed. */
function withHeader(name: string, value: string): S3Client {
  const client = world.s3();
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === "object" && request !== null && "headers" in request) Object.assign(request.headers ?? {}, { [name]: value });
      return next(args);
    },
    { step: "build" },
  );
  return client;
}

describe("ranges and parts", () => {
  test("aws-facts 1.8 row 15: a range of an SSE-KMS object", async () => {
    const answer = await get({ Key: "kms", Range: "bytes=3-5" });
    expect(answer).toMatchObject({ ContentRange: "bytes 3-5/10", ContentLength: 3, $metadata: { httpStatusCode: 206 } });
    expect(await answer.Body?.transformToString()).toBe("345");
    expect(await head({ Key: "kms", Range: "bytes=-4" })).toMatchObject({ ContentLength: 4, $metadata: { httpStatusCode: 206 } });
    expect(await textOf({ Range: "bytes=0-1,4-5" })).toBe(TEXT);
  });

  test("aws-facts 1.8 row 15: unsatisfiable → 416 InvalidRange", async () => {
    const thrown = await get({ Range: "bytes=10-" }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: "InvalidRange", ActualObjectSize: "10", RangeRequested: "bytes=10-", $metadata: { httpStatusCode: 416 } });
  });

  test("a range that covers the whole object is a 206 with its checksum", async () => {
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: "plain", Range: "bytes=-15", ChecksumMode: "ENABLED" }));
    expect(read).toMatchObject({ ContentRange: "bytes 0-9/10", ChecksumType: "FULL_OBJECT", $metadata: { httpStatusCode: 206 } });
    expect((await s3.send(new GetObjectCommand({ Bucket, Key: "plain", Range: "bytes=0-8", ChecksumMode: "ENABLED" }))).ChecksumType).toBeUndefined();
  });

  test("an empty object is read whole, and has no range", async () => {
    await put({ Key: "empty", Body: "" });
    expect(await textOf({ Key: "empty" })).toBe("");
    expect(await refusal(get({ Key: "empty", Range: "bytes=0-" }))).toMatchObject({ name: "InvalidRange" });
  });

  test("aws-facts 1.8 row 8: partNumber reads a part, and tells how many there are, as GetObjectAttributes does", async () => {
    const Key = "parts";
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "SHA256" }));
    const bodies = ["a".repeat(5 * 1024 * 1024), "tail"];
    const Parts = [];
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1;
      const { ETag, ChecksumSHA256 } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: "SHA256" }));
      Parts.push({ ETag, ChecksumSHA256, PartNumber });
    }
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));

    const second = await get({ Key, PartNumber: 2 });
    expect(second).toMatchObject({ PartsCount: 2, ContentLength: 4, ContentRange: "bytes 5242880-5242883/5242884" });
    expect(await second.Body?.transformToString()).toBe("tail");
    expect(await head({ Key, PartNumber: 1 })).toMatchObject({ PartsCount: 2, ContentLength: 5_242_880 });
    expect((await head({ Key })).PartsCount).toBeUndefined();
    expect(await refusal(get({ Key, PartNumber: 3 }))).toMatchObject({ name: "InvalidPartNumber", status: 416 });
    expect(await textOf({ Key, Range: "bytes=5242878-5242881" })).toBe("aata");

    const attributes = await s3.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ["ETag", "Checksum", "ObjectParts", "ObjectSize", "StorageClass"], MaxParts: 1 }));
    expect(attributes).toMatchObject({
      ETag: expect.stringMatching(/^[0-9a-f]{32}-2$/),
      Checksum: { ChecksumSHA256: expect.stringMatching(/-2$/), ChecksumType: "COMPOSITE" },
      ObjectParts: { TotalPartsCount: 2, MaxParts: 1, IsTruncated: true, NextPartNumberMarker: "1", Parts: [{ PartNumber: 1, Size: 5_242_880, ChecksumSHA256: Parts[0]?.ChecksumSHA256 }] },
      ObjectSize: 5_242_884,
      StorageClass: "STANDARD",
    });
  });
});

describe("conditions", () => {
  test("GET and HEAD answer 304 without a body, or 412", async () => {
    const { ETag = "", LastModified = new Date(0) } = await head({});
    expect((await refusal(get({ IfNoneMatch: ETag }))).status).toBe(304);
    expect((await refusal(head({ IfModifiedSince: LastModified }))).status).toBe(304);
    expect(await textOf({ IfModifiedSince: new Date(world.services.clock.now() + 60_000) }), "S3 ignores a time to come").toBe(TEXT);
    expect(await refusal(get({ IfMatch: '"other"' }))).toEqual({
      name: "PreconditionFailed",
      message: "At least one of the pre-conditions you specified did not hold",
      status: 412,
    });
    expect((await refusal(head({ IfUnmodifiedSince: new Date(0) }))).status).toBe(412);
    expect(await textOf({ IfMatch: ETag, IfUnmodifiedSince: new Date(0) })).toBe(TEXT);
  });
});

describe("permissions and keys", () => {
  test("aws-facts 1.8 row 4: under a disabled key HEAD works, GET and HEAD in checksum mode do not", async () => {
    const own = await startWorld();
    const client = own.s3();
    await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: TEXT, ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.arn }));
    await own.kms().send(new DisableKeyCommand({ KeyId: demoKeys.hr.keyId }));
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: "k" }))).SSEKMSKeyId).toBe(demoKeys.hr.arn);
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: "k" })))).toEqual({
      name: "KMS.DisabledException",
      message: `${demoKeys.hr.arn} is disabled.`,
      status: 400,
    });
    expect((await refusal(client.send(new HeadObjectCommand({ Bucket, Key: "k", ChecksumMode: "ENABLED" })))).status).toBe(400);
  });

  test("aws-facts 1.8 row 3: HEAD needs s3:GetObject only; GET needs kms:Decrypt too", async () => {
    const credentials = { accessKeyId: "AKIANODECRYPT0000000", secretAccessKey: "no-decrypt" };
    const arn = `arn:aws:iam::${ACCOUNT_ID}:user/reader`;
    await world.services.metadata.transact((transaction) => {
      savePrincipal(transaction, {
        userName: "reader",
        userId: "AIDAREADER",
        arn,
        accountId: ACCOUNT_ID,
        policies: [policyText({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" })],
      });
      saveAccessKey(transaction, { ...credentials, owner: { type: "user", accountId: ACCOUNT_ID, userName: "reader" } });
    });
    const reader = world.s3(credentials);
    expect((await reader.send(new HeadObjectCommand({ Bucket, Key: "kms" }))).ContentLength).toBe(10);
    expect(await (await reader.send(new GetObjectCommand({ Bucket, Key: "plain" }))).Body?.transformToString()).toBe(TEXT);
    expect(await refusal(reader.send(new GetObjectCommand({ Bucket, Key: "kms" })))).toEqual({
      name: "AccessDenied",
      message: `User: ${arn} is not authorized to perform: kms:Decrypt on resource: ${demoKeys.hr.arn} because no identity-based policy allows the kms:Decrypt action`,
      status: 403,
    });
    // aws-facts 5.4: without s3:ListBucket a missing key is denied, not missing.
    expect((await refusal(reader.send(new HeadObjectCommand({ Bucket, Key: "missing" })))).status).toBe(403);
  });

  test("a missing key, and HEAD of it", async () => {
    expect(await refusal(get({ Key: "missing" }))).toEqual({ name: "NoSuchKey", message: "The specified key does not exist.", status: 404 });
    expect(await refusal(head({ Key: "missing" }))).toMatchObject({ name: "NotFound", status: 404 });
  });

  test("anonymous requests are denied", async () => {
    const answer = await world.fetch(new Request(`http://localhost:4566/${Bucket}/plain`));
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("<Code>AccessDenied</Code><Message>Access Denied</Message>")]);
  });

  test("aws-facts 1.13 row 12: a presigned GET of an SSE-KMS object needs no encryption headers", async () => {
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "kms", ResponseContentType: "text/x-signed" }), {
      expiresIn: 60,
      signingDate: new Date(world.services.clock.now()),
    });
    const answer = await world.fetch(new Request(url));
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([200, "text/x-signed", TEXT]);
  });
});

test("GetObjectTagging, and aws-facts 1.8 row 8: GetObjectAttributes", async () => {
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "plain" }))).TagSet).toEqual([
    { Key: "a", Value: "1" },
    { Key: "b", Value: "+" },
  ]);
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "kms" }))).TagSet).toEqual([]);
  const { ObjectParts, ObjectSize, Checksum, ETag } = await s3.send(new GetObjectAttributesCommand({ Bucket, Key: "plain", ObjectAttributes: ["ObjectParts", "ObjectSize"] }));
  expect({ ObjectParts, ObjectSize, Checksum, ETag }).toEqual({ ObjectParts: undefined, ObjectSize: 10, Checksum: undefined, ETag: undefined });
  expect(await refusal(s3.send(new GetObjectAttributesCommand({ Bucket, Key: "plain", ObjectAttributes: [] })))).toMatchObject({ status: 400 });
});
