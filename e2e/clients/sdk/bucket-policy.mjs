import assert from "node:assert/strict";
import { test } from "../support/test.mjs";
import { ACCOUNT, bucketName, KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";

const Body = Buffer.from("kept or refused");
const ALGORITHM = "s3:x-amz-server-side-encryption";
const KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const deny = (Bucket, Condition) => ({ Sid: "DenyWrongUploads", Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*`, Condition });
const policyOf = (...Statement) => JSON.stringify({ Version: "2012-10-17", Id: "PutObjectPolicy", Statement });

/** Bucket policies: kept as written, and in force on the request as it was sent. */
export function testBucketPolicy({ call, thoroughly }) {
  /** The refusal of a PutObject by a bucket policy (aws-facts 5.4), its resource in quotes. */
  const assertDenied = (upload, Bucket, Key) => {
    const text = `User: arn:aws:iam::${ACCOUNT}:user/admin is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::${Bucket}/${Key}" with an explicit deny in a resource-based policy`;
    return assertRefused(upload, "AccessDenied", text);
  };

  test("aws-facts 5.5: a policy is put, read, judged and deleted", async () => {
    const Bucket = bucketName("policy");
    await call("s3", "CreateBucket", { Bucket });
    await assertRefused(call("s3", "GetBucketPolicy", { Bucket }), "NoSuchBucketPolicy", "The bucket policy does not exist");
    const Policy = policyOf(deny(Bucket, { StringNotEquals: { [ALGORITHM]: "aws:kms" } }));
    await call("s3", "PutBucketPolicy", { Bucket, Policy });
    assert.deepEqual(JSON.parse((await call("s3", "GetBucketPolicy", { Bucket })).Policy), JSON.parse(Policy));
    const status = await call("s3", "GetBucketPolicyStatus", { Bucket });
    assert.equal(status.PolicyStatus.IsPublic, false, "a policy that only denies makes nothing public");
    await call("s3", "DeleteBucketPolicy", { Bucket });
    await assertRefused(call("s3", "GetBucketPolicy", { Bucket }), "NoSuchBucketPolicy");
  });

  thoroughly("aws-facts 5.2, 5.5: refuses what is no policy for this bucket; deleting what is not there is no error", async () => {
    const Bucket = bucketName("no-policy");
    await call("s3", "CreateBucket", { Bucket });
    const put = (Policy) => call("s3", "PutBucketPolicy", { Bucket, Policy });
    await assertRefused(put("{}"), "MalformedPolicy", "Missing required field Statement");
    await assertRefused(put("no JSON"), "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
    const copiedFromTheGuide = policyOf(deny("YourBucket", { StringNotEquals: { [ALGORITHM]: "aws:kms" } }));
    await assertRefused(put(copiedFromTheGuide), "MalformedPolicy", "Policy has invalid resource");
    await call("s3", "DeleteBucketPolicy", { Bucket });
  });

  test("aws-facts 5.2: the guide's policy lets nothing in but aws:kms", async () => {
    const Bucket = bucketName("guide");
    await call("s3", "CreateBucket", { Bucket });
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEYS.finance.arn } };
    await call("s3", "PutBucketEncryption", { Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } });
    const put = (Key, more = {}) => call("s3", "PutObject", { Bucket, Key, Body, ...more });
    await call("s3", "PutBucketPolicy", { Bucket, Policy: policyOf(deny(Bucket, { StringNotEquals: { [ALGORITHM]: "aws:kms" } })) });

    await assertDenied(put("no-header"), Bucket, "no-header");
    await assertDenied(put("sse-s3", { ServerSideEncryption: "AES256" }), Bucket, "sse-s3");
    assertHas(await put("right", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: "alias/hr" }), { SSEKMSKeyId: KEYS.hr.arn });

    await call("s3", "DeleteBucketPolicy", { Bucket });
    assertHas(await put("after"), { ServerSideEncryption: "aws:kms" });
  });

  thoroughly("aws-facts 5.2: every way to write an object is held to the policy", async () => {
    const Bucket = bucketName("every-way");
    await call("s3", "CreateBucket", { Bucket });
    await call("s3", "PutObject", { Bucket, Key: "before", Body });
    await call("s3", "PutBucketPolicy", { Bucket, Policy: policyOf(deny(Bucket, { StringNotEquals: { [ALGORITHM]: "aws:kms" } })) });
    await assertDenied(call("s3", "PutObject", { Bucket, Key: "dsse", Body, ServerSideEncryption: "aws:kms:dsse" }), Bucket, "dsse");
    await assertDenied(call("s3", "CopyObject", { Bucket, Key: "copy", CopySource: `${Bucket}/before` }), Bucket, "copy");
    await assertDenied(call("s3", "CreateMultipartUpload", { Bucket, Key: "parts" }), Bucket, "parts");
    assert.deepEqual((await call("s3", "GetObject", { Bucket, Key: "before" })).Body, Body, "reading is not touched");
    const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn };
    assertHas(await call("s3", "CopyObject", { Bucket, Key: "copy", CopySource: `${Bucket}/before`, ...kms }), kms);
    const { UploadId } = await call("s3", "CreateMultipartUpload", { Bucket, Key: "parts", ...kms });
    const { ETag } = await call("s3", "UploadPart", { Bucket, Key: "parts", UploadId, PartNumber: 1, Body });
    await call("s3", "CompleteMultipartUpload", { Bucket, Key: "parts", UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } });
    assertHas(await call("s3", "GetObject", { Bucket, Key: "parts" }), { Body, ...kms });
  });

  thoroughly("aws-facts 5.3: a policy asks for one key by its ARN", async () => {
    const Bucket = bucketName("one-key");
    await call("s3", "CreateBucket", { Bucket });
    await call("s3", "PutBucketPolicy", { Bucket, Policy: policyOf(deny(Bucket, { ArnNotEquals: { [KEY_ID]: KEYS.finance.arn } })) });
    const put = (Key, SSEKMSKeyId) => call("s3", "PutObject", { Bucket, Key, Body, ServerSideEncryption: "aws:kms", ...(SSEKMSKeyId === undefined ? {} : { SSEKMSKeyId }) });
    assertHas(await put("right", KEYS.finance.arn), { SSEKMSKeyId: KEYS.finance.arn });
    await assertDenied(put("other-key", KEYS.hr.arn), Bucket, "other-key");
    await assertDenied(put("no-key-id"), Bucket, "no-key-id");
  });
}
