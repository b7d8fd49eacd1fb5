import { beforeEach, expect, test } from "vitest";
import { policyText, testCaller } from "#local-aws/conformance/test-callers.ts";
import type { Services } from "#local-aws/services.ts";
import { createMemoryMetadata } from "#local-aws/store/memory-metadata.ts";
import { ACCOUNT_ID, type Caller } from "#local-aws/world.ts";
import { createKmsForS3 } from "./for-s3.ts";
import { defaultKeyPolicy } from "./key-policy.ts";
import type { KmsForS3 } from "./kms-for-s3.ts";
import { saveAlias } from "./key-rows.ts";
import { makeKey } from "./new-key.ts";

const DAY = 86_400_000;
const REGION = "us-east-1";
const OBJECT = { "aws:s3:arn": "arn:aws:s3:::b/k" };

let now: number;
let services: Pick<Services, "clock" | "keyStore" | "random">;
let kms: KmsForS3;
beforeEach(() => {
  now = Date.UTC(2026, 0, 1);
  services = {
    clock: { now: () => now },
    keyStore: createMemoryMetadata(),
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)), uuid: () => crypto.randomUUID() },
  };
  kms = createKmsForS3(services);
});

/** A user who may do these actions of KMS on every key. */
function userWho(...Action: readonly string[]): Caller {
  return testCaller({ policies: [policyText({ Effect: "Allow", Action, Resource: "*" })] });
}

/** A customer managed key with the alias `alias/mine`. */
function makeMine() {
  return services.keyStore.transact((transaction) => {
    const key = makeKey(services, transaction, {
      region: REGION,
      accountId: ACCOUNT_ID,
      description: "",
      keySpec: "SYMMETRIC_DEFAULT",
      keyUsage: "ENCRYPT_DECRYPT",
      keyManager: "CUSTOMER",
      origin: "AWS_KMS",
      multiRegion: false,
      policy: defaultKeyPolicy(ACCOUNT_ID),
      tags: [],
    });
    saveAlias(transaction, {
      aliasName: "alias/mine",
      aliasArn: key.arn.replace(/key\/.*/, "alias/mine"),
      region: REGION,
      accountId: ACCOUNT_ID,
      targetKeyId: key.keyId,
      createdAt: now,
      updatedAt: now,
    });
    return key;
  });
}

const dataKey = (caller: Caller, keyReference?: string, region = REGION) =>
  kms.generateDataKey({ caller, region, keyReference, encryptionContext: OBJECT });
const open = (caller: Caller, ciphertextBlob: Uint8Array, encryptionContext: Readonly<Record<string, string>> = OBJECT) =>
  kms.decrypt({ caller, region: REGION, ciphertextBlob, encryptionContext });

test("aws-facts 3.10: without a key, aws/s3 is made on first use, one per Region, and needs no KMS permission", async () => {
  const nobody = userWho();
  const [first, second] = await Promise.all([dataKey(nobody), dataKey(nobody, "alias/aws/s3")]);
  expect(first.keyArn).toMatch(/^arn:aws:kms:us-east-1:111122223333:key\/[0-9a-f-]{36}$/);
  expect(second.keyArn).toBe(first.keyArn);
  expect((await dataKey(nobody, undefined, "eu-west-1")).keyArn).toMatch(/^arn:aws:kms:eu-west-1:/);
  expect(await open(nobody, first.ciphertextBlob)).toEqual({ keyArn: first.keyArn, plaintext: first.plaintext });
});

test("aws-facts 1.3: any form of reference comes back as the key's ARN, from resolve as from generateDataKey", async () => {
  const key = await makeMine();
  const caller = userWho("kms:GenerateDataKey");
  for (const keyReference of [key.keyId, key.arn, "alias/mine", key.arn.replace(/key\/.*/, "alias/mine")]) {
    expect((await dataKey(caller, keyReference)).keyArn).toBe(key.arn);
    expect(await kms.resolve({ caller, region: REGION, keyReference })).toEqual({ keyArn: key.arn });
  }
});

test("aws-facts 1.9 row 21: a customer managed key needs the caller's own permission", async () => {
  const key = await makeMine();
  await expect(dataKey(userWho("kms:Decrypt"), key.arn)).rejects.toMatchObject({
    code: "AccessDeniedException",
    message: `User: arn:aws:iam::111122223333:user/someone is not authorized to perform: kms:GenerateDataKey on resource: ${key.arn} because no identity-based policy allows the kms:GenerateDataKey action`,
  });
  const { ciphertextBlob, plaintext } = await dataKey(userWho("kms:GenerateDataKey"), key.arn);
  await expect(open(userWho("kms:GenerateDataKey"), ciphertextBlob)).rejects.toMatchObject({ code: "AccessDeniedException" });
  expect((await open(userWho("kms:Decrypt"), ciphertextBlob)).plaintext).toEqual(plaintext);
});

test("aws-facts 2.3: another context does not open the data key", async () => {
  const { ciphertextBlob } = await dataKey(userWho());
  await expect(open(userWho(), ciphertextBlob, { "aws:s3:arn": "arn:aws:s3:::b/K" })).rejects.toMatchObject({
    code: "InvalidCiphertextException",
    message: "",
  });
});

test.each([
  ["fake-key-id", "Invalid keyId 'fake-key-id'"],
  ["aws/s3", "Invalid keyId 'aws/s3'"],
  ["arn:aws:kms:us-west-2:111122223333:key/1a7f3c52-8d0e-4b6a-9c41-5e2f7b90d313", "Invalid arn us-west-2"],
  ["alias/x", "Alias arn:aws:kms:us-east-1:111122223333:alias/x is not found."],
])("aws-facts 1.3 and 1.9 rows 1, 3, 10: the reference %s", async (keyReference, message) => {
  await expect(kms.resolve({ caller: userWho("kms:*"), region: REGION, keyReference })).rejects.toMatchObject({ code: "NotFoundException", message });
});

test("aws-facts 3.6: a key that is gone can be named, and nothing under it be read", async () => {
  const key = await makeMine();
  const { ciphertextBlob } = await dataKey(userWho("kms:*"), key.arn);
  await services.keyStore.transact((transaction) => {
    transaction.put(["due", now + DAY, key.region, key.keyId, "delete"], true);
  });
  now += DAY;
  await expect(open(userWho("kms:*"), ciphertextBlob)).rejects.toMatchObject({
    code: "NotFoundException",
    message: `Key '${key.arn}' does not exist`,
  });
});
