import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "../support/test.mjs";
import { KEYS } from "../support/demo-world.mjs";
import { assertHas, contextHeader } from "../support/expect.mjs";

const MIB = 1024 ** 2;

/** boto3's own transfers, which split what is large into parts of 8 MiB and send several at once. */
export function testBoto3Transfers({ call, method, bucket, workspace }) {
  test("uploads a file of four parts under SSE-KMS and downloads it in ranges, byte for byte", async () => {
    const object = { Bucket: bucket, Key: "transfers/large.bin" };
    const content = randomBytes(25 * MIB + 1);
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.id };
    const ExtraArgs = { ...kms, SSEKMSEncryptionContext: contextHeader({ department: "finance" }) };
    await method("s3", "upload_file", { ...object, Filename: await workspace.file(content), ExtraArgs });
    const head = await call("s3", "HeadObject", object);
    assertHas(head, { ...kms, SSEKMSKeyId: KEYS.finance.arn, ContentLength: content.length });
    assert.match(head.ETag, /-4"$/);
    const target = workspace.path("large.again");
    await method("s3", "download_file", { ...object, Filename: target });
    assert.ok(content.equals(await readFile(target)));
  });

  test("copies a file of several parts part by part under another key", async () => {
    const source = { Bucket: bucket, Key: "transfers/source.bin" };
    const target = { Bucket: bucket, Key: "transfers/target.bin" };
    const content = randomBytes(17 * MIB);
    await method("s3", "upload_file", { ...source, Filename: await workspace.file(content), ExtraArgs: { ServerSideEncryption: "AES256" } });
    await method("s3", "copy", { CopySource: source, ...target, ExtraArgs: { ServerSideEncryption: "aws:kms", SSEKMSKeyId: "alias/hr" } });
    const copied = await call("s3", "GetObject", target);
    assertHas(copied, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn });
    assert.match(copied.ETag, /-3"$/);
    assert.ok(content.equals(copied.Body));
  });

  test("aws-facts 1.4: checks the checksum that a client asks for, of what was read", async () => {
    const object = { Bucket: bucket, Key: "transfers/checksum.txt" };
    const put = await call("s3", "PutObject", { ...object, Body: Buffer.from("test-sse"), ServerSideEncryption: "aws:kms", ChecksumAlgorithm: "CRC32" });
    assert.equal(put.ChecksumCRC32, "KHcEKQ==");
    const got = await call("s3", "GetObject", { ...object, ChecksumMode: "ENABLED" });
    assertHas(got, { Body: Buffer.from("test-sse"), ChecksumCRC32: "KHcEKQ==" });
  });
}
