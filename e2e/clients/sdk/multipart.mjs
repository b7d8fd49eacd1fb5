import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "../support/test.mjs";
import { KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused, contextHeader, multipartETag } from "../support/expect.mjs";

const MIB = 1024 ** 2;

/** Multipart uploads by their single calls. */
export function testMultipart({ call, bucket, thoroughly }) {
  test("aws-facts 1.7: joins three parts under SSE-KMS with context and Bucket Key", async () => {
    const object = { Bucket: bucket, Key: "multipart/three.bin" };
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn, BucketKeyEnabled: true };
    const SSEKMSEncryptionContext = contextHeader({ department: "finance" });
    const created = await call("s3", "CreateMultipartUpload", { ...object, ...kms, SSEKMSEncryptionContext });
    assertHas(created, { ...kms, SSEKMSEncryptionContext });
    const upload = { ...object, UploadId: created.UploadId };
    const bodies = [randomBytes(8 * MIB), randomBytes(8 * MIB), randomBytes(MIB)];
    const eTags = await inTurn(bodies, async (Body, index) => {
      const part = await call("s3", "UploadPart", { ...upload, PartNumber: index + 1, Body });
      assertHas(part, { ...kms, SSEKMSEncryptionContext: undefined });
      return part.ETag;
    });
    const { Parts } = await call("s3", "ListParts", upload);
    assert.deepEqual(Parts.map(({ PartNumber, Size, ETag }) => [PartNumber, Size, ETag]), bodies.map(({ length }, index) => [index + 1, length, eTags[index]]));
    const completed = await call("s3", "CompleteMultipartUpload", { ...upload, MultipartUpload: partsOf(eTags) });
    assertHas(completed, { ...kms, ETag: multipartETag(eTags), ChecksumCRC32: undefined, ChecksumCRC64NVME: undefined });
    assertHas(await call("s3", "GetObject", object), { Body: Buffer.concat(bodies), ETag: completed.ETag, ...kms });
  });

  test("copies ranges of other objects into parts, and reads across their seam", async () => {
    const object = { Bucket: bucket, Key: "multipart/copied.bin" };
    const source = randomBytes(6 * MIB);
    await call("s3", "PutObject", { Bucket: bucket, Key: "multipart/source.bin", Body: source, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn });
    const { UploadId } = await call("s3", "CreateMultipartUpload", { ...object, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn });
    const upload = { ...object, UploadId };
    const ranges = [`bytes=${MIB}-${6 * MIB - 1}`, "bytes=0-2"];
    const eTags = await inTurn(ranges, async (CopySourceRange, index) => {
      const CopySource = `${bucket}/multipart/source.bin`;
      const { CopyPartResult } = await call("s3", "UploadPartCopy", { ...upload, PartNumber: index + 1, CopySource, CopySourceRange });
      return CopyPartResult.ETag;
    });
    await call("s3", "CompleteMultipartUpload", { ...upload, MultipartUpload: partsOf(eTags) });
    const seam = await call("s3", "GetObject", { ...object, Range: `bytes=${5 * MIB - 2}-${5 * MIB + 2}` });
    assertHas(seam, { Body: Buffer.concat([source.subarray(-2), source.subarray(0, 3)]), SSEKMSKeyId: KEYS.finance.arn });
  });

  thoroughly("aws-facts 1.7: forgets an upload that was aborted", async () => {
    const object = { Bucket: bucket, Key: "multipart/aborted.bin" };
    const { UploadId } = await call("s3", "CreateMultipartUpload", { ...object, ServerSideEncryption: "aws:kms" });
    await call("s3", "AbortMultipartUpload", { ...object, UploadId });
    const text = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
    await assertRefused(call("s3", "ListParts", { ...object, UploadId }), "NoSuchUpload", text);
  });
}

const partsOf = (eTags) => ({ Parts: eTags.map((ETag, index) => ({ PartNumber: index + 1, ETag })) });

async function inTurn(items, work) {
  const results = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}
