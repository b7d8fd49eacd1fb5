import { test } from "../support/test.mjs";
import { ACCOUNT, AUDITOR, KEYS, REGION, UPLOADER } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";

const Body = Buffer.from("refused");
const ABSENT = "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f";

/** What KMS and IAM refuse through S3, in S3's words (aws-facts 1.9). */
export function testRefusals({ call, bucket, thoroughly }) {
  const put = (SSEKMSKeyId) => call("s3", "PutObject", { Bucket: bucket, Key: "refused", Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId });

  test("aws-facts 1.9 rows 1, 2: a key id that names nothing", async () => {
    await assertRefused(put("fake-key-id"), "KMS.NotFoundException", "Invalid keyId 'fake-key-id'");
    await assertRefused(put(ABSENT), "KMS.NotFoundException", `Key 'arn:aws:kms:${REGION}:${ACCOUNT}:key/${ABSENT}' does not exist`);
  });

  test("aws-facts 1.9 row 5, 1.8: a disabled key neither seals nor opens; HEAD goes on", async () => {
    await assertRefused(put("alias/retired"), "KMS.DisabledException", `${KEYS.retired.arn} is disabled.`);
    const archived = { Bucket: "keyseal-demo", Key: "archive/2019-ledger.csv" };
    await assertRefused(call("s3", "GetObject", archived), "KMS.DisabledException", `${KEYS.retired.arn} is disabled.`);
    assertHas(await call("s3", "HeadObject", archived), { SSEKMSKeyId: KEYS.retired.arn });
  });

  thoroughly("aws-facts 1.9 rows 6, 8: keys pending deletion and keys that sign", async () => {
    await assertRefused(put(KEYS.old.arn), "KMS.KMSInvalidStateException", `${KEYS.old.arn} is pending deletion.`);
    await assertRefused(put("alias/signing"), "KMS.InvalidKeyUsageException", "You cannot generate a data key with an asymmetric CMK");
  });

  thoroughly("aws-facts 1.9 row 11: a key without aws:kms", async () => {
    const refused = call("s3", "PutObject", { Bucket: bucket, Key: "refused", Body, SSEKMSKeyId: KEYS.finance.arn });
    await assertRefused(refused, "InvalidArgument", "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms");
  });

  test("aws-facts 1.9 row 21, 5.4: who may only upload neither reads nor begins to join parts' bytes", async () => {
    const object = { Bucket: bucket, Key: "uploader.txt" };
    const uploaded = await call("s3", "PutObject", { ...object, Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn }, { as: UPLOADER });
    assertHas(uploaded, { SSEKMSKeyId: KEYS.finance.arn });
    const text = `User: arn:aws:iam::${ACCOUNT}:user/uploader is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${bucket}/uploader.txt" because no identity-based policy allows the s3:GetObject action`;
    await assertRefused(call("s3", "GetObject", object, { as: UPLOADER }), "AccessDenied", text);
    const { UploadId } = await call("s3", "CreateMultipartUpload", { ...object, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.finance.arn }, { as: UPLOADER });
    const part = call("s3", "UploadPart", { ...object, UploadId, PartNumber: 1, Body }, { as: UPLOADER });
    const denied = `User: arn:aws:iam::${ACCOUNT}:user/uploader is not authorized to perform: kms:Decrypt on resource: ${KEYS.finance.arn} because no identity-based policy allows the kms:Decrypt action`;
    await assertRefused(part, "AccessDenied", denied);
  });

  thoroughly("aws-facts 5.4: who may only read opens what others sealed, and seals nothing", async () => {
    const object = { Bucket: bucket, Key: "audited.txt" };
    await call("s3", "PutObject", { ...object, Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEYS.hr.arn });
    assertHas(await call("s3", "GetObject", object, { as: AUDITOR }), { Body, SSEKMSKeyId: KEYS.hr.arn });
    const text = `User: arn:aws:iam::${ACCOUNT}:user/auditor is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::${bucket}/audited.txt" because no identity-based policy allows the s3:PutObject action`;
    await assertRefused(call("s3", "PutObject", { ...object, Body }, { as: AUDITOR }), "AccessDenied", text);
  });
}
