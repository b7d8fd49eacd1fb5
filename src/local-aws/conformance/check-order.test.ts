import { PutBucketEncryptionCommand, PutBucketPolicyCommand, PutObjectCommand, type PutObjectCommandInput } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { demoKeys, demoPrincipals } from "#local-aws/seed.ts";
import { bucketPolicy, bucketWithPolicy, BY_BUCKET_POLICY, connectedClient, denial, policyJson } from "./policy-world.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "ordered";
const NO_SUCH_KEY = "arn:aws:kms:us-east-1:111122223333:key/00000000-1111-2222-3333-444444444444";

let world: World;
beforeAll(async () => {
  world = await startWorld({ requireTls: true });
  await bucketWithPolicy(world, BUCKET, { Effect: "Deny", Action: "s3:PutObject" });
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: demoKeys.finance.arn } } as const;
  await world.s3().send(new PutBucketEncryptionCommand({ Bucket: BUCKET, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
});

function put(input: Partial<PutObjectCommandInput>, tls = true) {
  const [admin] = demoPrincipals;
  if (admin === undefined) throw new Error("no admin");
  return connectedClient(world, admin, { tls }).send(new PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "x", ...input }));
}

describe("aws-facts 1.9 order of checks, on a bucket whose policy denies every PUT", () => {
  const denied = denial("admin", "s3:PutObject", `arn:aws:s3:::${BUCKET}/k`, BY_BUCKET_POLICY);
  const insecure = {
    name: "InvalidArgument",
    status: 400,
    message: "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.",
  };

  test("1 before 5: a bucket that is not there", async () => {
    expect(await refusal(put({ Bucket: "ordered-none" }))).toMatchObject({ name: "NoSuchBucket" });
  });

  test("3 before 5, aws-facts 1.9 row 17: plain HTTP under KMS, by header and by the bucket's default", async () => {
    expect(await refusal(put({ ServerSideEncryption: "aws:kms" }, false))).toEqual(insecure);
    expect(await refusal(put({}, false))).toEqual(insecure);
  });

  test("4 before 5: headers that do not go together", async () => {
    expect(await refusal(put({ SSEKMSKeyId: demoKeys.finance.arn }))).toMatchObject({ name: "InvalidArgument", status: 400 });
  });

  test("5 before 7: a key that is not there is not told to who may not put", async () => {
    expect(await refusal(put({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: NO_SUCH_KEY }))).toEqual(denied);
  });

  test("5 before 8: nor is a wrong checksum", async () => {
    expect(await refusal(put({ ChecksumCRC32: "AAAAAA==" }))).toEqual(denied);
  });

  test("7 before 8: KMS is asked before the body is looked at", async () => {
    await world.s3().send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: bucketPolicy(BUCKET, { Effect: "Deny", Action: "s3:DeleteObject" }) }));
    expect(await refusal(put({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: NO_SUCH_KEY, ChecksumCRC32: "AAAAAA==" }))).toMatchObject({ name: "KMS.NotFoundException" });
    expect(await refusal(put({ ChecksumCRC32: "AAAAAA==" }))).toMatchObject({ name: "BadDigest" });
  });

  test("within 7: a key that is not there comes before the permission on it, which names who may not", async () => {
    const putter = await world.addUser("putter", { policies: [policyJson({ Action: "s3:PutObject" })] });
    const client = connectedClient(world, putter, { tls: true });
    const by = (SSEKMSKeyId: string) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId }));
    expect(await refusal(by(NO_SUCH_KEY))).toMatchObject({ name: "KMS.NotFoundException" });
    expect(await refusal(by(demoKeys.hr.arn))).toMatchObject({ name: "AccessDenied", message: expect.stringContaining("perform: kms:GenerateDataKey on resource: arn:aws:kms:") });
  });
});
