import {
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { CreateMultipartUploadCommand, GetObjectCommand, HeadObjectCommand, PutBucketPolicyCommand, PutObjectCommand, UploadPartCommand } from "@aws-sdk/client-s3";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const PARTNER = "444455556666";
const ADMIN = "arn:aws:iam::111122223333:user/admin";
const Bucket = "keyseal-plain";
const { finance, europe } = demoKeys;
const ABSENT = "00000000-0000-4000-8000-000000000000";

let world: World;
let key: { readonly keyId: string; readonly arn: string };
beforeAll(async () => {
  world = await startWorld();
  const Statement = [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${PARTNER}:root` }, Action: ["s3:GetObject", "s3:PutObject"], Resource: `arn:aws:s3:::${Bucket}/*` }];
  await world.s3().send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }));
});
beforeEach(async () => {
  const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({}));
  key = { keyId: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn ?? "" };
});

const put = (Key: string, SSEKMSKeyId?: string, s3 = world.s3()) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ServerSideEncryption: "aws:kms", ...(SSEKMSKeyId !== undefined && { SSEKMSKeyId }) }));
const get = (Key: string, s3 = world.s3()) => s3.send(new GetObjectCommand({ Bucket, Key }));

/** A user who may use S3 and these actions of KMS, as an S3 client. */
async function s3User(name: string, Action: readonly string[], accountId?: string) {
  const policies = [policyText({ Effect: "Allow", Action: ["s3:*", ...Action], Resource: "*" })];
  return world.s3(await world.addUser(name, { policies, ...(accountId !== undefined && { accountId }) }));
}

const setPolicy = (...statements: readonly unknown[]) => {
  const admin = { Effect: "Allow", Principal: { AWS: ADMIN }, Action: "kms:*", Resource: "*" };
  return world.kms().send(new PutKeyPolicyCommand({ KeyId: key.keyId, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [admin, ...statements] }) }));
};

describe("S3 calls KMS as its caller", () => {
  test.each([
    ["1", "fake-key-id", "Invalid keyId 'fake-key-id'"],
    ["1 and 1.3 row 5", "aws/s3", "Invalid keyId 'aws/s3'"],
    ["2", ABSENT, `Key 'arn:aws:kms:us-east-1:111122223333:key/${ABSENT}' does not exist`],
    ["3", europe.arn, "Invalid arn eu-west-1"],
    ["4", europe.keyId, `Key 'arn:aws:kms:us-east-1:111122223333:key/${europe.keyId}' does not exist`],
    ["10", "alias/none", "Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found."],
  ])("aws-facts 1.9 row %s: %s", async (_row, reference, message) => {
    expect(await refusal(put("k", reference))).toEqual({ name: "KMS.NotFoundException", message, status: 400 });
  });

  test("aws-facts 1.9 rows 5 and 6: a key that is disabled or pending deletion, PUT and GET", async () => {
    await put("row-5", key.arn);
    await world.kms().send(new DisableKeyCommand({ KeyId: key.keyId }));
    for (const call of [put("row-5", key.arn), get("row-5")]) {
      expect(await refusal(call)).toEqual({ name: "KMS.DisabledException", message: `${key.arn} is disabled.`, status: 400 });
    }
    await world.kms().send(new ScheduleKeyDeletionCommand({ KeyId: key.keyId }));
    for (const call of [put("row-5", key.arn), get("row-5")]) {
      expect(await refusal(call)).toEqual({ name: "KMS.KMSInvalidStateException", message: `${key.arn} is pending deletion.`, status: 400 });
    }
    expect((await world.s3().send(new HeadObjectCommand({ Bucket, Key: "row-5" }))).SSEKMSKeyId).toBe(key.arn);
  });

  test("aws-facts 1.9 row 7: a key pending import", async () => {
    const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ Origin: "EXTERNAL" }));
    expect(await refusal(put("k", KeyMetadata?.KeyId))).toEqual({
      name: "KMS.KMSInvalidStateException",
      message: `${KeyMetadata?.Arn} is pending import.`,
      status: 400,
    });
  });

  test("aws-facts 1.9 row 21: a caller without the permission on the key", async () => {
    const s3 = await s3User("nokms", []);
    expect(await refusal(put("k", key.arn, s3))).toEqual({
      name: "AccessDenied",
      message: `User: arn:aws:iam::111122223333:user/nokms is not authorized to perform: kms:GenerateDataKey on resource: ${key.arn} because no identity-based policy allows the kms:GenerateDataKey action`,
      status: 403,
    });
  });

  test("a caller without kms:Decrypt PUTs small files and fails on multipart, as in life", async () => {
    const s3 = await s3User("writer", ["kms:GenerateDataKey"]);
    await put("small", key.arn, s3);
    const upload = { Bucket, Key: "large" };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...upload, ServerSideEncryption: "aws:kms", SSEKMSKeyId: key.arn }));
    expect(await refusal(s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: "x" })))).toMatchObject({
      name: "AccessDenied",
      status: 403,
      message: expect.stringContaining("kms:Decrypt"),
    });
  });
});

test("aws-facts 3.10 row 2: aws/s3 is one key for all buckets of the account in a Region", async () => {
  const first = await put("managed-one");
  const object = { Bucket: "keyseal-demo", Key: "managed-two", Body: "x", ServerSideEncryption: "aws:kms" } as const;
  const second = await world.s3().send(new PutObjectCommand(object));
  expect(second.SSEKMSKeyId).toBe(first.SSEKMSKeyId);
  const { KeyMetadata } = await world.kms().send(new DescribeKeyCommand({ KeyId: first.SSEKMSKeyId }));
  expect(KeyMetadata).toMatchObject({ KeyManager: "AWS", Description: "Default key that protects my S3 objects when no other key is defined" });
});

describe("aws-facts 2.6: what key policies see of S3's calls", () => {
  test("kms:ViaService is S3 of the Region, so that a key can be for S3 only", async () => {
    const s3 = await s3User("via", []);
    const Condition = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:CallerAccount": "111122223333" } };
    await setPolicy({ Effect: "Allow", Principal: { AWS: "*" }, Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*", Condition });
    await put("via", key.arn, s3);
    expect((await get("via", s3)).SSEKMSKeyId).toBe(key.arn);
  });

  test("kms:EncryptionAlgorithm is there for data keys too, which no request names an algorithm for", async () => {
    const s3 = await s3User("algorithm", []);
    const Condition = { StringEquals: { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" } };
    await setPolicy({ Effect: "Allow", Principal: { AWS: "*" }, Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*", Condition });
    await put("algorithm", key.arn, s3);
    expect((await get("algorithm", s3)).SSEKMSKeyId).toBe(key.arn);
  });

  test("kms:EncryptionContext:aws:s3:arn is the object's ARN, the bucket's under a Bucket Key", async () => {
    const s3 = await s3User("context", []);
    const Condition = {
      StringEquals: { "kms:EncryptionContext:aws:s3:arn": [`arn:aws:s3:::${Bucket}/allowed`, `arn:aws:s3:::${Bucket}`] },
      "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["aws:s3:arn"] },
    };
    await setPolicy({ Effect: "Allow", Principal: { AWS: "*" }, Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*", Condition });
    await put("allowed", key.arn, s3);
    await get("allowed", s3);
    expect(await refusal(put("other", key.arn, s3))).toMatchObject({ name: "AccessDenied", status: 403 });
    const underBucketKey = { Bucket, Key: "other", Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId: key.arn, BucketKeyEnabled: true } as const;
    await s3.send(new PutObjectCommand(underBucketKey));
    const SSEKMSEncryptionContext = btoa(JSON.stringify({ department: "hr" }));
    expect(await refusal(s3.send(new PutObjectCommand({ ...underBucketKey, Key: "allowed", BucketKeyEnabled: false, SSEKMSEncryptionContext })))).toMatchObject({ name: "AccessDenied" });
  });
});

describe("other accounts", () => {
  const elsewhere = (action: string) =>
    `User: arn:aws:iam::${PARTNER}:user/partner is not authorized to perform: ${action} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`;

  test("aws-facts 1.3, 5.4: another account's key by ARN, when its policy allows", async () => {
    const partner = await s3User("partner", ["kms:*"], PARTNER);
    expect(await refusal(put("shared", key.arn, partner))).toEqual({ name: "AccessDenied", message: elsewhere("kms:GenerateDataKey"), status: 403 });
    await setPolicy({ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${PARTNER}:root` }, Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*" });
    expect((await put("shared", key.arn, partner)).SSEKMSKeyId).toBe(key.arn);
    expect(await (await get("shared", partner)).Body?.transformToString()).toBe("x");
    await setPolicy();
    expect(await refusal(get("shared", partner))).toEqual({ name: "AccessDenied", message: elsewhere("kms:Decrypt"), status: 403 });
  });

  test("aws-facts 1.3: an alias is the requester's own, whoever owns the bucket", async () => {
    const partner = await s3User("partner", ["kms:*"], PARTNER);
    expect(await refusal(put("k", finance.alias, partner))).toEqual({
      name: "KMS.NotFoundException",
      message: `Alias arn:aws:kms:us-east-1:${PARTNER}:${finance.alias} is not found.`,
      status: 400,
    });
  });

  test("aws-facts 3.10: aws/s3 is the requester's, one for each account, and opens nothing for another", async () => {
    const partner = await s3User("partner", ["kms:*"], PARTNER);
    const own = await put("managed");
    expect(await refusal(get("managed", partner))).toEqual({ name: "AccessDenied", message: elsewhere("kms:Decrypt"), status: 403 });
    const { KeyMetadata } = await world.kms().send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect(own.SSEKMSKeyId).toBe(KeyMetadata?.Arn);
    const theirs = await put("theirs", undefined, partner);
    expect(theirs.SSEKMSKeyId).toMatch(new RegExp(`^arn:aws:kms:us-east-1:${PARTNER}:key/`));
    expect(await refusal(get("theirs"))).toMatchObject({ name: "AccessDenied", status: 403 });
  });

  test("aws-facts 3.9: a grant lets another account's user read through S3", async () => {
    const partner = await s3User("partner", [], PARTNER);
    await put("granted", key.arn);
    expect(await refusal(get("granted", partner))).toMatchObject({ name: "AccessDenied", status: 403 });
    await world.kms().send(new CreateGrantCommand({ KeyId: key.keyId, GranteePrincipal: `arn:aws:iam::${PARTNER}:user/partner`, Operations: ["Decrypt"] }));
    expect(await (await get("granted", partner)).Body?.transformToString()).toBe("x");
  });
});
