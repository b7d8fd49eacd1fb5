import assert from "node:assert/strict";
import { test } from "../support/test.mjs";
import { bucketName, KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused, md5ETag } from "../support/expect.mjs";

const SSE_S3 = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false };

/** A bucket's default encryption: put, read, used, deleted. */
export function testBucketEncryption({ call, thoroughly }) {
  test("aws-facts 1.2, 1.10: a bucket's default is kept as written and used where a request says nothing", async () => {
    const Bucket = bucketName("default");
    await call("s3", "CreateBucket", { Bucket });
    assert.deepEqual(await rules(Bucket), [SSE_S3], "an untouched bucket answers SSE-S3");

    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEYS.finance.id }, BucketKeyEnabled: true };
    await call("s3", "PutBucketEncryption", { Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } });
    assert.deepEqual(await rules(Bucket), [rule], "1.3: the bare id stays bare");

    const Body = Buffer.from("which key?");
    const put = (Key, more = {}) => call("s3", "PutObject", { Bucket, Key, Body, ...more });
    assertHas(await put("default"), { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn, BucketKeyEnabled: true });
    const managed = await put("no-key-id", { ServerSideEncryption: "aws:kms" });
    assert.notEqual(managed.SSEKMSKeyId, KEYS.finance.arn, "1.2 row 6: aws/s3, not the bucket's key");
    assert.equal(managed.BucketKeyEnabled, true, "1.2 row 7: the Bucket Key is inherited");

    await call("s3", "DeleteBucketEncryption", { Bucket });
    assert.deepEqual(await rules(Bucket), [SSE_S3]);
    assertHas(await call("s3", "HeadObject", { Bucket, Key: "default" }), { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn });
  });

  thoroughly("aws-facts 1.2, 1.6: what a request says beats the default, and a copy without headers takes it", async () => {
    const Bucket = bucketName("beaten-default");
    await call("s3", "CreateBucket", { Bucket });
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "alias/finance" }, BucketKeyEnabled: true };
    await call("s3", "PutBucketEncryption", { Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } });
    const Body = Buffer.from("whose word?");
    const put = (Key, more) => call("s3", "PutObject", { Bucket, Key, Body, ...more });
    assertHas(await put("no-bucket-key", { ServerSideEncryption: "aws:kms", BucketKeyEnabled: false }), { BucketKeyEnabled: undefined });
    assertHas(await put("explicit", { ServerSideEncryption: "AES256" }), { ServerSideEncryption: "AES256", ETag: md5ETag(Body) });
    const copied = await call("s3", "CopyObject", { Bucket, Key: "copy", CopySource: `${Bucket}/explicit` });
    assertHas(copied, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn, BucketKeyEnabled: true });
  });

  thoroughly("aws-facts 1.10: refuses a default that makes no sense", async () => {
    const Bucket = bucketName("no-default");
    await call("s3", "CreateBucket", { Bucket });
    const keyWithoutKms = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256", KMSMasterKeyID: KEYS.finance.id } };
    const put = (Rules) => call("s3", "PutBucketEncryption", { Bucket, ServerSideEncryptionConfiguration: { Rules } });
    await assertRefused(put([keyWithoutKms]), "InvalidArgument", "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse");
    await assertRefused(put([SSE_S3, SSE_S3]), "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
  });

  async function rules(Bucket) {
    const { ServerSideEncryptionConfiguration } = await call("s3", "GetBucketEncryption", { Bucket });
    return ServerSideEncryptionConfiguration.Rules;
  }
}
