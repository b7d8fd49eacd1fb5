import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "../support/test.mjs";
import { bucketName } from "../support/demo-world.mjs";
import { assertHas, assertRefused, md5ETag } from "../support/expect.mjs";

/** Objects under SSE-S3: bytes, ranges, versions, listings, tags. */
export function testObjects({ call, bucket, thoroughly }) {
  test("aws-facts 1.4: puts bytes under SSE-S3 and gets the same", async () => {
    const object = { Bucket: bucket, Key: "sse-s3/ä b+c&d.bin" };
    const Body = randomBytes(100_000);
    const put = await call("s3", "PutObject", { ...object, Body, ServerSideEncryption: "AES256", Metadata: { owner: "finance" } });
    assertHas(put, { ServerSideEncryption: "AES256", ETag: md5ETag(Body), SSEKMSKeyId: undefined, BucketKeyEnabled: undefined });
    const got = await call("s3", "GetObject", object);
    assertHas(got, { Body, ServerSideEncryption: "AES256", ContentLength: Body.length, Metadata: { owner: "finance" } });
    const part = await call("s3", "GetObject", { ...object, Range: "bytes=99990-" });
    assertHas(part, { Body: Body.subarray(99_990), ContentRange: "bytes 99990-99999/100000" });
    await assertRefused(call("s3", "GetObject", { ...object, Range: "bytes=100000-" }), "InvalidRange", "The requested range is not satisfiable");
  });

  test("lists buckets and prefixes, keeps versions and gives each back", async () => {
    const Bucket = bucketName("versions");
    await call("s3", "CreateBucket", { Bucket });
    const { Buckets } = await call("s3", "ListBuckets");
    assert.ok(Buckets.some(({ Name }) => Name === Bucket));
    await call("s3", "PutBucketVersioning", { Bucket, VersioningConfiguration: { Status: "Enabled" } });
    const object = { Bucket, Key: "folder/note.txt" };
    const first = await call("s3", "PutObject", { ...object, Body: Buffer.from("first") });
    const second = await call("s3", "PutObject", { ...object, Body: Buffer.from("second"), ServerSideEncryption: "aws:kms" });
    const { Versions } = await call("s3", "ListObjectVersions", { Bucket });
    assert.deepEqual(Versions.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]), [[second.VersionId, true], [first.VersionId, false]]);
    const old = await call("s3", "GetObject", { ...object, VersionId: first.VersionId });
    assertHas(old, { Body: Buffer.from("first"), ServerSideEncryption: "AES256" });
    const { CommonPrefixes } = await call("s3", "ListObjectsV2", { Bucket, Delimiter: "/" });
    assert.deepEqual(CommonPrefixes, [{ Prefix: "folder/" }]);
  });

  thoroughly("hides an object behind a delete marker, and shows it again without", async () => {
    const Bucket = bucketName("markers");
    const object = { Bucket, Key: "note.txt" };
    await call("s3", "CreateBucket", { Bucket });
    await call("s3", "PutBucketVersioning", { Bucket, VersioningConfiguration: { Status: "Enabled" } });
    await call("s3", "PutObject", { ...object, Body: Buffer.from("kept") });
    const marker = await call("s3", "DeleteObject", object);
    assert.equal(marker.DeleteMarker, true);
    const { DeleteMarkers } = await call("s3", "ListObjectVersions", { Bucket });
    assert.deepEqual(DeleteMarkers.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]), [[marker.VersionId, true]]);
    await assertRefused(call("s3", "GetObject", object), "NoSuchKey", "The specified key does not exist.");
    await call("s3", "DeleteObject", { ...object, VersionId: marker.VersionId });
    const { Contents } = await call("s3", "ListObjectsV2", { Bucket });
    assert.deepEqual(Contents.map(({ Key }) => Key), ["note.txt"]);
  });

  test("puts, reads and deletes the tags of an object", async () => {
    const object = { Bucket: bucket, Key: "tagged.txt" };
    await call("s3", "PutObject", { ...object, Body: Buffer.from("tagged"), Tagging: "stage=draft" });
    assert.deepEqual((await call("s3", "GetObjectTagging", object)).TagSet, [{ Key: "stage", Value: "draft" }]);
    const TagSet = [{ Key: "data class", Value: "confidential + internal" }];
    await call("s3", "PutObjectTagging", { ...object, Tagging: { TagSet } });
    assert.deepEqual((await call("s3", "GetObjectTagging", object)).TagSet, TagSet);
    await call("s3", "DeleteObjectTagging", object);
    assert.deepEqual((await call("s3", "GetObjectTagging", object)).TagSet, []);
  });
}
