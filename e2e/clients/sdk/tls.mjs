import { randomBytes } from "node:crypto";
import { bucketName, KEYS, TLS_ENDPOINT } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";
import { startStandIn } from "../support/stand-in.mjs";
import { test } from "../support/test.mjs";

/** HTTPS, where some clients send their checksums behind the body instead of before it. */
export function testTls({ call, thoroughly }) {
  test("aws-facts 1.9 row 17: uploads under SSE-KMS over the secure connection that it needs", async () => {
    const Bucket = bucketName("tls");
    const overTls = (operation, parameters) => call("s3", operation, { Bucket, ...parameters }, { endpoint: TLS_ENDPOINT });
    const Body = randomBytes(300_000);
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn };
    await overTls("CreateBucket", {});
    assertHas(await overTls("PutObject", { Key: "sealed", Body, ...kms }), kms);
    assertHas(await overTls("GetObject", { Key: "sealed" }), { Body, ...kms });
  });

  thoroughly("aws-facts 1.9 row 17: with --require-tls, plain HTTP is good enough for SSE-S3 alone", async () => {
    const strict = await startStandIn("--require-tls");
    try {
      const put = (parameters) => call("s3", "PutObject", { Bucket: "keyseal-plain", Key: "plain.txt", Body: Buffer.from("plain"), ...parameters }, { endpoint: { url: strict.url } });
      assertHas(await put({}), { ServerSideEncryption: "AES256" });
      const text = "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.";
      await assertRefused(put({ ServerSideEncryption: "aws:kms" }), "InvalidArgument", text);
      await assertRefused(put({ Bucket: "keyseal-demo" }), "InvalidArgument", text);
    } finally {
      await strict.stop();
    }
  });
}
