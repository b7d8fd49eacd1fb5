import { beforeEach, expect, test } from "vitest";
import { testCaller } from "#local-aws/conformance/test-callers.ts";
import type { MetadataStore } from "#local-aws/store/metadata-store.ts";
import { createMemoryMetadata } from "#local-aws/store/memory-metadata.ts";
import type { KmsGrant, KmsKey } from "#local-aws/world.ts";
import { findGrantByToken, grantFor, removeGrant, saveGrant } from "./grant-rows.ts";
import { defaultKeyPolicy } from "./key-policy.ts";

const REGION = "us-east-1";
const caller = testCaller();
const key: KmsKey = {
  keyId: "k",
  arn: "arn:aws:kms:us-east-1:111122223333:key/k",
  region: REGION,
  accountId: "111122223333",
  createdAt: 0,
  description: "",
  keyState: "Enabled",
  keyUsage: "ENCRYPT_DECRYPT",
  keySpec: "SYMMETRIC_DEFAULT",
  keyManager: "CUSTOMER",
  origin: "AWS_KMS",
  multiRegion: false,
  policy: defaultKeyPolicy("111122223333"),
  tags: [],
};
const grant: KmsGrant = {
  grantId: "g",
  keyId: key.keyId,
  region: REGION,
  keyArn: key.arn,
  createdAt: 0,
  granteePrincipal: caller.arn,
  issuingAccount: "arn:aws:iam::111122223333:root",
  operations: ["Decrypt", "DescribeKey"],
  tokens: ["t1", "t2"],
};

let store: MetadataStore;
beforeEach(() => {
  store = createMemoryMetadata();
});

const save = (change: Partial<KmsGrant> = {}) => store.transact((transaction) => saveGrant(transaction, { ...grant, ...change }));
const found = (operation: string, context: Readonly<Record<string, string>> = {}, who = caller) => grantFor(store, who, key, operation, context)?.grantId;

test("aws-facts 3.9: a grant is for its grantee and its operations", async () => {
  await save();
  expect(found("Decrypt")).toBe("g");
  expect(found("Encrypt")).toBeUndefined();
  expect(found("Decrypt", {}, testCaller({ name: "other" }))).toBeUndefined();
});

test("a role's grant serves its sessions, a session's grant that session only", async () => {
  const roleArn = "arn:aws:iam::111122223333:role/path/r";
  const session = (name: string) => testCaller({ type: "AssumedRole", arn: `arn:aws:sts::111122223333:assumed-role/r/${name}`, principalArn: roleArn });
  await save({ granteePrincipal: roleArn });
  expect(found("Decrypt", {}, session("one"))).toBe("g");
  await save({ granteePrincipal: session("one").arn });
  expect(found("Decrypt", {}, session("one"))).toBe("g");
  expect(found("Decrypt", {}, session("two"))).toBeUndefined();
});

test.each([
  ["EncryptionContextEquals", { a: "1" }, true],
  ["EncryptionContextEquals", { a: "1", b: "2" }, false],
  ["EncryptionContextEquals", {}, false],
  ["EncryptionContextSubset", { a: "1", b: "2" }, true],
  ["EncryptionContextSubset", { a: "2" }, false],
  ["EncryptionContextSubset", { A: "1" }, false],
])("aws-facts 2.3: %s {a: 1} with the context %o: %s", async (name, context, allowed) => {
  await save({ constraints: { [name]: { a: "1" } } });
  expect(found("Decrypt", context) !== undefined).toBe(allowed);
  expect(found("DescribeKey")).toBe("g");
});

test("each token finds the grant in its Region, and none once it is removed", async () => {
  await save();
  for (const token of grant.tokens) expect(findGrantByToken(store, REGION, token)?.grantId).toBe("g");
  expect(findGrantByToken(store, "eu-west-1", "t1")).toBeUndefined();
  await store.transact((transaction) => removeGrant(transaction, grant));
  for (const token of grant.tokens) expect(findGrantByToken(store, REGION, token)).toBeUndefined();
  expect(found("Decrypt")).toBeUndefined();
});
