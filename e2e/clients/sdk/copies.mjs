import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { before, describe, test } from "../support/test.mjs";
import { KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused, contextHeader, md5ETag } from "../support/expect.mjs";

/** CopyObject: what of the encryption goes along (nothing) and what is asked for anew. */
export function testCopies({ call, bucket, thoroughly }) {
  describe("copy", () => {
    const Body = randomBytes(10_000);
    const source = { Bucket: bucket, Key: "copies/source.bin" };
    const CopySource = `${bucket}/copies/source.bin`;
    const sealed = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn, BucketKeyEnabled: true };

    before(() => call("s3", "PutObject", { ...source, Body, ...sealed, SSEKMSEncryptionContext: contextHeader({ department: "finance" }) }));

    test("aws-facts 1.6: without headers takes the destination's default, not the source's encryption", async () => {
      const target = { Bucket: bucket, Key: "copies/plain.bin" };
      const copied = await call("s3", "CopyObject", { ...target, CopySource });
      assertHas(copied, { ServerSideEncryption: "AES256", SSEKMSKeyId: undefined, BucketKeyEnabled: undefined });
      assert.equal(copied.CopyObjectResult.ETag, md5ETag(Body));
      assertHas(await call("s3", "GetObject", target), { Body, ServerSideEncryption: "AES256" });
    });

    test("aws-facts 1.6: re-encrypts under another key and context", async () => {
      const target = { Bucket: bucket, Key: "copies/other-key.bin" };
      const SSEKMSEncryptionContext = contextHeader({ department: "hr" });
      const copied = await call("s3", "CopyObject", { ...target, CopySource, ServerSideEncryption: "aws:kms", SSEKMSKeyId: "alias/hr", SSEKMSEncryptionContext });
      assertHas(copied, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn, SSEKMSEncryptionContext, BucketKeyEnabled: undefined });
      assertHas(await call("s3", "GetObject", target), { Body, SSEKMSKeyId: KEYS.hr.arn, ETag: copied.CopyObjectResult.ETag });
    });

    thoroughly("aws-facts 1.6: refuses a copy onto itself that changes nothing", async () => {
      const plain = { Bucket: bucket, Key: "copies/itself.bin" };
      await call("s3", "PutObject", { ...plain, Body });
      const text = "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
      await assertRefused(call("s3", "CopyObject", { ...plain, CopySource: `${bucket}/copies/itself.bin` }), "InvalidRequest", text);
      const changed = await call("s3", "CopyObject", { ...plain, CopySource: `${bucket}/copies/itself.bin`, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.id });
      assertHas(changed, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn });
    });
  });
}
