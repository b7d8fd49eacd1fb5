import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateMacCommand,
  GetKeyPolicyCommand,
  GetPublicKeyCommand,
  type KMSClient,
  ListAliasesCommand,
  ListKeyPoliciesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListKeys,
  ReEncryptCommand,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
} from "@aws-sdk/client-kms";
import { beforeAll, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const { finance, old, signing, hmac, europe } = demoKeys;
const ABSENT = "00000000-0000-4000-8000-000000000000";

const Message = new TextEncoder().encode("a message");
const ciphertext = async (kms: KMSClient) => (await kms.send(new EncryptCommand({ KeyId: finance.keyId, Plaintext: Message }))).CiphertextBlob;

/** Tests here at most add keys: one world is enough. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});

describe("identifiers", () => {
  test("aws-facts 3.2 row 1: DescribeKey takes key id, key ARN, alias name and alias ARN", async () => {
    const kms = world.kms();
    for (const KeyId of [finance.keyId, finance.arn, finance.alias, finance.arn.replace(/key\/.*/, finance.alias)]) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata?.Arn).toBe(finance.arn);
    }
  });

  test("aws-facts 3.2 row 2: management calls take no alias", async () => {
    expect(await refusal(world.kms().send(new DisableKeyCommand({ KeyId: finance.alias })))).toEqual({
      name: "NotFoundException",
      message: `Invalid keyId '${finance.alias}'`,
      status: 400,
    });
  });

  test.each([
    ["fake-key-id", "Invalid keyId 'fake-key-id'"],
    ["mrk-fake-key-id", "Invalid keyId 'mrk-fake-key-id'"],
    [ABSENT.replaceAll("-", ""), `Invalid keyId '${ABSENT.replaceAll("-", "")}'`],
    [ABSENT, `Key 'arn:aws:kms:us-east-1:111122223333:key/${ABSENT}' does not exist`],
    [`mrk-${ABSENT.replaceAll("-", "")}`, `Key 'arn:aws:kms:us-east-1:111122223333:key/mrk-${ABSENT.replaceAll("-", "")}' does not exist`],
    [`arn:aws:kms:us-west-2:111122223333:key/${ABSENT}`, "Invalid arn us-west-2"],
    [europe.arn, "Invalid arn eu-west-1"],
    [europe.keyId, `Key 'arn:aws:kms:us-east-1:111122223333:key/${europe.keyId}' does not exist`],
    ["alias/nothing", "Alias arn:aws:kms:us-east-1:111122223333:alias/nothing is not found."],
    [europe.alias, "Alias arn:aws:kms:us-east-1:111122223333:alias/europe is not found."],
  ])("aws-facts 3.2 rows 4 to 7: %s is not found", async (KeyId, message) => {
    expect(await refusal(world.kms().send(new DescribeKeyCommand({ KeyId })))).toEqual({ name: "NotFoundException", message, status: 400 });
  });
});

test.each<readonly [string, (kms: KMSClient, KeyId: string) => Promise<{ readonly KeyId?: string | undefined }>]>([
  ["Encrypt", (kms, KeyId) => kms.send(new EncryptCommand({ KeyId, Plaintext: Message }))],
  ["GenerateDataKey", (kms, KeyId) => kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" }))],
  ["GenerateDataKeyWithoutPlaintext", (kms, KeyId) => kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, KeySpec: "AES_256" }))],
  ["ReEncrypt", async (kms, DestinationKeyId) => kms.send(new ReEncryptCommand({ CiphertextBlob: await ciphertext(kms), DestinationKeyId }))],
  ["Decrypt", async (kms, KeyId) => kms.send(new DecryptCommand({ CiphertextBlob: await ciphertext(kms), KeyId }))],
])("aws-facts 3.2 row 1: %s takes key id, key ARN, alias name and alias ARN, and answers the key ARN", async (_operation, call) => {
  for (const reference of [finance.keyId, finance.arn, finance.alias, finance.arn.replace(/key\/.*/, finance.alias)]) {
    expect((await call(world.kms(), reference)).KeyId).toBe(finance.arn);
  }
});

test("aws-facts 3.2 row 1: GetPublicKey, Sign, Verify and the MAC operations take them as well", async () => {
  const kms = world.kms();
  const SigningAlgorithm = "ECDSA_SHA_256";
  for (const KeyId of [signing.keyId, signing.arn, signing.alias, signing.arn.replace(/key\/.*/, signing.alias)]) {
    expect((await kms.send(new GetPublicKeyCommand({ KeyId }))).KeyId).toBe(signing.arn);
    const { Signature, KeyId: signedBy } = await kms.send(new SignCommand({ KeyId, Message, SigningAlgorithm }));
    expect(signedBy).toBe(signing.arn);
    expect((await kms.send(new VerifyCommand({ KeyId, Message, Signature, SigningAlgorithm }))).KeyId).toBe(signing.arn);
  }
  const MacAlgorithm = "HMAC_SHA_256";
  for (const KeyId of [hmac.keyId, hmac.arn, hmac.alias, hmac.arn.replace(/key\/.*/, hmac.alias)]) {
    const { Mac, KeyId: madeBy } = await kms.send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm }));
    expect(madeBy).toBe(hmac.arn);
    expect((await kms.send(new VerifyMacCommand({ KeyId, Message, Mac, MacAlgorithm }))).KeyId).toBe(hmac.arn);
  }
});

describe("KeyMetadata", () => {
  test("aws-facts 3.3 rows 1 to 3: a symmetric encryption key", async () => {
    const { KeyMetadata } = await world.kms().send(new DescribeKeyCommand({ KeyId: finance.keyId }));
    expect(KeyMetadata).toEqual({
      AWSAccountId: "111122223333",
      KeyId: finance.keyId,
      Arn: finance.arn,
      CreationDate: expect.any(Date),
      Enabled: true,
      Description: finance.description,
      KeyUsage: "ENCRYPT_DECRYPT",
      KeyState: "Enabled",
      Origin: "AWS_KMS",
      KeyManager: "CUSTOMER",
      CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
      KeySpec: "SYMMETRIC_DEFAULT",
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
      MultiRegion: false,
      CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("aws-facts 3.3 rows 2 to 4: an HMAC key has MacAlgorithms, and neither EncryptionAlgorithms nor material", async () => {
    const { KeyMetadata } = await world.kms().send(new DescribeKeyCommand({ KeyId: hmac.alias }));
    expect(KeyMetadata).toMatchObject({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC", MacAlgorithms: ["HMAC_SHA_256"] });
    expect(KeyMetadata?.EncryptionAlgorithms).toBeUndefined();
    expect(KeyMetadata?.CurrentKeyMaterialId).toBeUndefined();
  });

  test("aws-facts 3.3 row 4: an asymmetric key has SigningAlgorithms by its spec", async () => {
    const { KeyMetadata } = await world.kms().send(new DescribeKeyCommand({ KeyId: signing.alias }));
    expect(KeyMetadata).toMatchObject({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY", SigningAlgorithms: ["ECDSA_SHA_256"] });
  });

  test("aws-facts 3.3 row 5: a multi-Region key begins mrk- and is a primary", async () => {
    const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ MultiRegion: true }));
    expect(KeyMetadata?.KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
    expect(KeyMetadata?.MultiRegionConfiguration).toEqual({
      MultiRegionKeyType: "PRIMARY",
      PrimaryKey: { Arn: KeyMetadata?.Arn, Region: "us-east-1" },
      ReplicaKeys: [],
    });
  });
});

describe("CreateKey", () => {
  test("aws-facts 3.5 rows 1, 2 and 9: without arguments it is a symmetric encryption key with the default policy", async () => {
    const kms = world.kms();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    expect(KeyMetadata).toMatchObject({ KeySpec: "SYMMETRIC_DEFAULT", KeyUsage: "ENCRYPT_DECRYPT", KeyState: "Enabled", Description: "" });
    const { Policy, PolicyName } = await kms.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId }));
    expect(PolicyName).toBe("default");
    expect(Policy).toContain("\n");
    expect(JSON.parse(Policy ?? "")).toMatchObject({
      Id: "key-default-1",
      Statement: [{ Sid: "Enable IAM User Permissions", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*" }],
    });
    expect(await kms.send(new ListKeyPoliciesCommand({ KeyId: KeyMetadata?.KeyId }))).toMatchObject({ PolicyNames: ["default"], Truncated: false });
  });

  test("aws-facts 3.5 row 3: a spec other than the symmetric one needs a KeyUsage", async () => {
    expect(await refusal(world.kms().send(new CreateKeyCommand({ KeySpec: "HMAC_256" })))).toEqual({
      name: "ValidationException",
      message: "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
      status: 400,
    });
  });

  test.each([
    [[{ TagKey: "a", TagValue: "1" }, { TagKey: "a", TagValue: "2" }], "TagException", "Duplicate tag keys"],
    [Array.from({ length: 51 }, (_, index) => ({ TagKey: `k${index}`, TagValue: "" })), "TagException", "Too many tags"],
    [[{ TagKey: "Aws:x", TagValue: "1" }], "TagException", "Tags beginning with aws: are reserved"],
  ])("aws-facts 3.5 row 12: bad tags, case %#", async (Tags, name, message) => {
    expect(await refusal(world.kms().send(new CreateKeyCommand({ Tags })))).toEqual({ name, message, status: 400 });
  });

  test("aws-facts 3.4: its tags are listed", async () => {
    const { Tags, Truncated } = await world.kms().send(new ListResourceTagsCommand({ KeyId: finance.keyId }));
    expect(Tags).toEqual([
      { TagKey: "data-class", TagValue: "confidential" },
      { TagKey: "department", TagValue: "finance" },
    ]);
    expect(Truncated).toBe(false);
  });
});

describe("listings", () => {
  test("aws-facts 3.4: ListKeys pages through all keys of the Region, ids only, pending deletion included", async () => {
    const kms = world.kms();
    const keys: unknown[] = [];
    for await (const page of paginateListKeys({ client: kms, pageSize: 3 }, {})) keys.push(...(page.Keys ?? []));
    expect(keys).toEqual(expect.arrayContaining([{ KeyId: old.keyId, KeyArn: old.arn }, { KeyId: hmac.keyId, KeyArn: hmac.arn }]));
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length);
    expect(JSON.stringify(keys)).not.toContain(europe.keyId);
  });

  test("aws-facts 3.4: Truncated tells, NextMarker only then", async () => {
    const first = await world.kms().send(new ListKeysCommand({ Limit: 1 }));
    expect(first).toMatchObject({ Truncated: true, NextMarker: expect.any(String) });
    const all = await world.kms().send(new ListKeysCommand({}));
    expect(all.Truncated).toBe(false);
    expect(all.NextMarker).toBeUndefined();
    expect(await refusal(world.kms().send(new ListKeysCommand({ Marker: "nonsense" })))).toMatchObject({ name: "InvalidMarkerException", status: 400 });
  });

  test("aws-facts 3.4: ListAliases pages, and lists those of one key", async () => {
    const kms = world.kms();
    const names: (string | undefined)[] = [];
    for await (const page of paginateListAliases({ client: kms, pageSize: 2 }, {})) names.push(...(page.Aliases ?? []).map((alias) => alias.AliasName));
    expect(names).toEqual(["alias/aws/s3", "alias/finance", "alias/hmac", "alias/hr", "alias/old", "alias/retired", "alias/signing"]);
    const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: finance.arn }));
    expect(Aliases?.map((alias) => [alias.AliasName, alias.TargetKeyId])).toEqual([[finance.alias, finance.keyId]]);
  });

  test("aws-facts 3.10 row 1, 3.3 row 13: the predefined alias has no TargetKeyId until its key is made, here by DescribeKey", async () => {
    const kms = world.kms("admin", "eu-west-1");
    const before = await kms.send(new ListAliasesCommand({}));
    expect(before.Aliases).toContainEqual({ AliasName: "alias/aws/s3", AliasArn: "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3" });
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect(KeyMetadata).toMatchObject({
      KeyManager: "AWS",
      Description: "Default key that protects my S3 objects when no other key is defined",
      Enabled: true,
      KeySpec: "SYMMETRIC_DEFAULT",
      MultiRegion: false,
      Origin: "AWS_KMS",
    });
    const after = await kms.send(new ListAliasesCommand({}));
    expect(after.Aliases?.find((alias) => alias.AliasName === "alias/aws/s3")?.TargetKeyId).toBe(KeyMetadata?.KeyId);
    expect((await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }))).KeyMetadata?.KeyId).toBe(KeyMetadata?.KeyId);
  });
});

test("aws-facts 7: a key has 50 aliases at most", async () => {
  const kms = world.kms("admin", "eu-west-1");
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const create = (index: number) => kms.send(new CreateAliasCommand({ AliasName: `alias/many-${index}`, TargetKeyId: KeyMetadata?.KeyId }));
  for (let index = 0; index < 50; index += 1) await create(index);
  expect(await refusal(create(50))).toMatchObject({ name: "LimitExceededException", status: 400 });
  const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: KeyMetadata?.KeyId, Limit: 100 }));
  expect(Aliases).toHaveLength(50);
  expect(await refusal(kms.send(new ListAliasesCommand({ Marker: "nonsense" })))).toMatchObject({ name: "InvalidMarkerException", status: 400 });
});

test("aws-facts 3.1 row 7: an operation that is not here is refused loudly", async () => {
  expect(await refusal(world.kms().send(new DescribeCustomKeyStoresCommand({})))).toEqual({
    name: "UnknownOperationException",
    message: expect.stringContaining("DescribeCustomKeyStores"),
    status: 400,
  });
});
