import assert from "node:assert/strict";
import { test } from "../support/test.mjs";
import { KEYS } from "../support/demo-world.mjs";
import { assertHas, contextHeader } from "../support/expect.mjs";
import { follow } from "../support/presigned-request.mjs";

/** Presigned URLs (aws-facts 1.13): `presign(operation, parameters)` makes one that is good for a minute. */
export function testPresignedUrls({ call, presign, bucket }) {
  const content = Buffer.from("sent by somebody without credentials");

  test("aws-facts 1.13 row 12: a presigned GET of an SSE-KMS object needs no header", async () => {
    const object = { Bucket: bucket, Key: "presigned/get.txt" };
    await call("s3", "PutObject", { ...object, Body: content, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn });
    const url = await presign("GetObject", object);
    assertHas(await follow(url), { status: 200, text: content.toString() });
    assertHas(await follow(url, { headers: { range: "bytes=0-3" } }), { status: 206, text: "sent" });
    assertHas(await follow(url.replace("get.txt", "other.txt")), { status: 403, code: "SignatureDoesNotMatch" });
  });

  test("aws-facts 1.13 rows 5 and 6: a presigned PUT needs each header that was signed, as it was signed, and no other", async () => {
    const object = { Bucket: bucket, Key: "presigned/put.txt" };
    const SSEKMSEncryptionContext = contextHeader({ department: "finance" });
    const url = await presign("PutObject", { ...object, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn, SSEKMSEncryptionContext });
    const algorithm = { "x-amz-server-side-encryption": "aws:kms" };
    const headers = {
      ...algorithm,
      "x-amz-server-side-encryption-aws-kms-key-id": KEYS.finance.arn,
      "x-amz-server-side-encryption-context": SSEKMSEncryptionContext,
    };
    const put = (sent) => follow(url, { method: "PUT", body: content, headers: sent });
    assertHas(await put({}), { status: 403, code: "SignatureDoesNotMatch" });
    assertHas(await put(algorithm), { status: 403, code: "SignatureDoesNotMatch" });
    assertHas(await put({ ...headers, "x-amz-server-side-encryption-aws-kms-key-id": KEYS.hr.arn }), { status: 403, code: "SignatureDoesNotMatch" });
    assertHas(await put({ ...headers, "x-amz-meta-extra": "1" }), { status: 403, code: "AccessDenied", message: "There were headers present in the request which were not signed" });
    const sent = await put(headers);
    assert.equal(sent.status, 200, sent.text);
    assert.equal(sent.headers.get("x-amz-server-side-encryption-aws-kms-key-id"), KEYS.finance.arn);
    assertHas(await call("s3", "GetObject", object), { Body: content, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn });
  });
}
