import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  type DeleteObjectsCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const Bucket = "keyseal-plain";
const versioned = "keyseal-demo";

let world: World;
let s3: S3Client;
beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
});
beforeEach(async () => {
  for (const Key of ["one", "two"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});

const deleteMany = (Delete: DeleteObjectsCommandInput["Delete"], bucket = Bucket, client = s3) => client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));

describe("DeleteObject", () => {
  test("hides an object of a versioned bucket, and a GET says so", async () => {
    await s3.send(new PutObjectCommand({ Bucket: versioned, Key: "k", Body: "x" }));
    const marker = await s3.send(new DeleteObjectCommand({ Bucket: versioned, Key: "k" }));
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.stringMatching(/^[\w.]{32}$/) });
    const missing = await s3.send(new GetObjectCommand({ Bucket: versioned, Key: "k" })).catch((error: unknown) => error);
    expect(missing).toMatchObject({ name: "NoSuchKey", $response: { headers: { "x-amz-delete-marker": "true", "x-amz-version-id": marker.VersionId } } });
    const asMarker = await s3.send(new HeadObjectCommand({ Bucket: versioned, Key: "k", VersionId: marker.VersionId })).catch((error: unknown) => error);
    expect(asMarker).toMatchObject({ $response: { statusCode: 405, headers: { "x-amz-delete-marker": "true", allow: "DELETE" } } });
    expect(await s3.send(new DeleteObjectCommand({ Bucket: versioned, Key: "k", VersionId: marker.VersionId }))).toMatchObject({ DeleteMarker: true });
    expect((await s3.send(new HeadObjectCommand({ Bucket: versioned, Key: "k" }))).ContentLength).toBe(1);
  });

  test("If-Match holds for the current object only", async () => {
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: "one" }));
    expect(await refusal(s3.send(new DeleteObjectCommand({ Bucket, Key: "one", IfMatch: '"other"' })))).toMatchObject({ name: "PreconditionFailed", status: 412 });
    expect(await refusal(s3.send(new DeleteObjectCommand({ Bucket, Key: "none", IfMatch: "*" })))).toMatchObject({ name: "NoSuchKey", status: 404 });
    expect((await s3.send(new DeleteObjectCommand({ Bucket, Key: "one", IfMatch: ETag }))).$metadata.httpStatusCode).toBe(204);
  });

  test("needs s3:DeleteObject", async () => {
    const denied = await refusal(world.s3("auditor").send(new DeleteObjectCommand({ Bucket, Key: "one" })));
    expect(denied.message).toContain(`s3:DeleteObject on resource: "arn:aws:s3:::${Bucket}/one"`);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "one" }))).ContentLength).toBe(3);
  });
});

describe("DeleteObjects", () => {
  test("answers each object, missing ones as deleted", async () => {
    const { Deleted, Errors } = await deleteMany({ Objects: [{ Key: "one" }, { Key: "never & <there>" }] });
    expect(Deleted).toEqual([{ Key: "one" }, { Key: "never & <there>" }]);
    expect(Errors).toBeUndefined();
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "o" }));
    expect(Contents).toBeUndefined();
  });

  test("one that is refused does not hold up the others; Quiet answers it alone", async () => {
    const { Deleted, Errors } = await deleteMany({ Quiet: true, Objects: [{ Key: "one", ETag: '"other"' }, { Key: "two" }, { Key: "k".repeat(1025) }] });
    expect(Deleted).toBeUndefined();
    expect(Errors).toMatchObject([
      { Key: "one", Code: "PreconditionFailed" },
      { Key: "k".repeat(1025), Code: "KeyTooLongError" },
    ]);
    expect((await refusal(s3.send(new HeadObjectCommand({ Bucket, Key: "two" })))).status).toBe(404);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "one" }))).ContentLength).toBe(3);
  });

  test("makes and takes delete markers", async () => {
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: versioned, Key: "k", Body: "x" }));
    const made = (await deleteMany({ Objects: [{ Key: "k" }] }, versioned)).Deleted?.[0];
    expect(made).toEqual({ Key: "k", DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) });
    const taken = await deleteMany({ Objects: [{ Key: "k", VersionId: made?.DeleteMarkerVersionId }, { Key: "k", VersionId }] }, versioned);
    expect(taken.Deleted).toEqual([
      { Key: "k", VersionId: made?.DeleteMarkerVersionId, DeleteMarker: true, DeleteMarkerVersionId: made?.DeleteMarkerVersionId },
      { Key: "k", VersionId },
    ]);
  });

  test("is allowed object by object", async () => {
    const { Errors } = await deleteMany({ Objects: [{ Key: "one" }] }, Bucket, world.s3("auditor"));
    expect(Errors).toMatchObject([{ Key: "one", Code: "AccessDenied", Message: expect.stringContaining("s3:DeleteObject") }]);
  });

  test("aws-facts 7: up to 1000 at once", async () => {
    const objects = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `bulk/${index}` }));
    expect((await deleteMany({ Objects: objects(1000) })).Deleted).toHaveLength(1000);
    expect(await refusal(deleteMany({ Objects: objects(1001) }))).toMatchObject({ name: "MalformedXML" });
    expect(await refusal(deleteMany({ Objects: [] }))).toMatchObject({ name: "MalformedXML" });
  });
});
