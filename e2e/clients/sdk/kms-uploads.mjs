import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "../support/test.mjs";
import { aliasArn, KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused, contextHeader, md5ETag } from "../support/expect.mjs";

/** One PUT under SSE-KMS: key, encryption context, Bucket Key. */
export function testKmsUploads({ call, bucket, thoroughly }) {
  const Body = randomBytes(20_000);
  const forms = { "key by its ARN": KEYS.finance.arn, "bare key id": KEYS.finance.id, "alias by its name": "alias/finance", "alias by its ARN": aliasArn("finance") };
  for (const [form, SSEKMSKeyId] of Object.entries(forms)) {
    const declare = form === "alias by its ARN" ? thoroughly : test;
    declare(`aws-facts 1.3: takes a key's identifier as ${form}, and names the key by its ARN`, async () => {
      const object = { Bucket: bucket, Key: `kms/${form}` };
      const put = await call("s3", "PutObject", { ...object, Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId });
      assertHas(put, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn, BucketKeyEnabled: undefined });
    });
  }

  test("aws-facts 1.4, 1.8: gives the same bytes back, under an ETag that is not their MD5", async () => {
    const object = { Bucket: bucket, Key: "kms/again" };
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn };
    const { ETag } = await call("s3", "PutObject", { ...object, Body, ...kms });
    assert.notEqual(ETag, md5ETag(Body));
    assertHas(await call("s3", "GetObject", object), { Body, ETag, ...kms });
  });

  test("aws-facts 1.2 row 5: without a key id, S3's own key of the account is used", async () => {
    const put = await call("s3", "PutObject", { Bucket: bucket, Key: "kms/managed", Body, ServerSideEncryption: "aws:kms" });
    const { KeyMetadata } = await call("kms", "DescribeKey", { KeyId: "alias/aws/s3" });
    assertHas(put, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KeyMetadata.Arn });
    assert.equal(KeyMetadata.KeyManager, "AWS");
  });

  test("aws-facts 2.5: gives the context back as it was sent, and decrypts under it", async () => {
    const object = { Bucket: bucket, Key: "kms/context" };
    const SSEKMSEncryptionContext = contextHeader({ department: "hr", contract: "0417 – ä" });
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn };
    const put = await call("s3", "PutObject", { ...object, Body, ...kms, SSEKMSEncryptionContext });
    assertHas(put, { ...kms, SSEKMSEncryptionContext });
    assertHas(await call("s3", "GetObject", object), { Body, ...kms });
  });

  thoroughly("aws-facts 1.9 row 18: refuses a context that is no map of strings", async () => {
    const refused = call("s3", "PutObject", { Bucket: bucket, Key: "kms/no-map", Body, ServerSideEncryption: "aws:kms", SSEKMSEncryptionContext: contextHeader({ level: 3 }) });
    const text = "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map";
    await assertRefused(refused, "InvalidArgument", text);
  });

  test("aws-facts 1.2 row 9: uses a Bucket Key where it is asked for, and only there", async () => {
    const kms = { Bucket: bucket, Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn };
    const on = await call("s3", "PutObject", { ...kms, Key: "kms/bucket-key", BucketKeyEnabled: true });
    assert.equal(on.BucketKeyEnabled, true);
    assertHas(await call("s3", "GetObject", { Bucket: bucket, Key: "kms/bucket-key" }), { Body, BucketKeyEnabled: true });
    const off = await call("s3", "PutObject", { ...kms, Key: "kms/no-bucket-key", BucketKeyEnabled: false });
    assertHas(off, { ServerSideEncryption: "aws:kms", BucketKeyEnabled: undefined });
  });

  thoroughly("aws-facts 1.14: seals twice under aws:kms:dsse", async () => {
    const object = { Bucket: bucket, Key: "kms/dsse" };
    const kms = { ServerSideEncryption: "aws:kms:dsse", SSEKMSKeyId: KEYS.hr.arn };
    assertHas(await call("s3", "PutObject", { ...object, Body, ...kms }), kms);
    assertHas(await call("s3", "GetObject", object), { Body, ...kms });
  });
}
