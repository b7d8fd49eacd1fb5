import { randomBytes } from "node:crypto";
import { bucketName, KEYS, TLS_ENDPOINT } from "../support/demo-world.mjs";
import { assertHas } from "../support/expect.mjs";
import { test } from "../support/test.mjs";

/** HTTPS, where some clients send their checksums behind the body instead of before it. */
export function testTls({ call }) {
  test("aws-facts 1.9 row 17: uploads under SSE-KMS over the secure connection that it needs", async () => {
    const Bucket = bucketName("tls");
    const overTls = (operation, parameters) => call("s3", operation, { Bucket, ...parameters }, { endpoint: TLS_ENDPOINT });
    const Body = randomBytes(300_000);
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn };
    await overTls("CreateBucket", {});
    assertHas(await overTls("PutObject", { Key: "sealed", Body, ...kms }), kms);
    assertHas(await overTls("GetObject", { Key: "sealed" }), { Body, ...kms });
  });
}
