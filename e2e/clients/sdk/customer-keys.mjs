import { randomBytes } from "node:crypto";
import { ACCOUNT, bucketName } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";
import { allowCustomerKeys } from "../support/judge.mjs";

/** SSE-C, beside SSE-KMS as far as the two meet. */
export function testCustomerKeys({ call, thoroughly }) {
  thoroughly("aws-facts 1.9 rows 23, 29, 30: a customer's key is blocked in a new bucket; once allowed, only that key opens", async () => {
    const Bucket = bucketName("customer-key");
    await call("s3", "CreateBucket", { Bucket });
    const object = { Bucket, Key: "sealed" };
    const Body = randomBytes(1000);
    const customerKey = { SSECustomerAlgorithm: "AES256", SSECustomerKey: randomBytes(32) };
    const text = `User: arn:aws:iam::${ACCOUNT}:user/admin is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::${Bucket}/sealed" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type`;
    await assertRefused(call("s3", "PutObject", { ...object, Body, ...customerKey }), "AccessDenied", text);

    await allowCustomerKeys(Bucket);
    assertHas(await call("s3", "PutObject", { ...object, Body, ...customerKey }), { SSECustomerAlgorithm: "AES256", ServerSideEncryption: undefined });
    assertHas(await call("s3", "GetObject", { ...object, ...customerKey }), { Body, SSECustomerAlgorithm: "AES256" });
    const missing = "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.";
    await assertRefused(call("s3", "GetObject", object), "InvalidRequest", missing);
    const wrong = "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.";
    await assertRefused(call("s3", "GetObject", { ...object, ...customerKey, SSECustomerKey: randomBytes(32) }), "AccessDenied", wrong);
  });
}
