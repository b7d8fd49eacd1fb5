import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  ListKeyPoliciesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  TagResourceCommand,
  CreateAliasCommand,
} from "@aws-sdk/client-kms";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const { finance, hmac } = demoKeys;
const SECRET = new TextEncoder().encode("a secret");
const PARTNER = "444455556666";
const ROOT = "arn:aws:iam::111122223333:root";
const ADMIN = "arn:aws:iam::111122223333:user/admin";

interface KeyStatement {
  readonly Effect?: "Allow" | "Deny";
  readonly Principal: unknown;
  readonly Action: string | readonly string[];
  readonly Condition?: unknown;
}

/** A key policy that lets the admin do everything, and these statements. */
function keyPolicy(...statements: readonly KeyStatement[]): string {
  const admin: KeyStatement = { Principal: { AWS: ADMIN }, Action: "kms:*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [admin, ...statements].map((each) => ({ Effect: "Allow", Resource: "*", ...each })) });
}

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** Each test has a key of its own. */
let key: { readonly keyId: string; readonly arn: string; readonly alias: string };
beforeEach(async () => {
  const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ Tags: [{ TagKey: "department", TagValue: "hr" }] }));
  key = { keyId: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn ?? "", alias: `alias/of-${KeyMetadata?.KeyId}` };
  await world.kms().send(new CreateAliasCommand({ AliasName: key.alias, TargetKeyId: key.keyId }));
});

const putPolicy = (KeyId: string, Policy: string, BypassPolicyLockoutSafetyCheck = false) =>
  world.kms().send(new PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck }));

/** A user of the account with these actions on every resource, as its KMS client. */
async function user(name: string, Action: readonly string[], accountId?: string) {
  const policies = Action.length === 0 ? [] : [policyText({ Effect: "Allow", Action, Resource: "*" })];
  const credentials = await world.addUser(name, { policies, ...(accountId !== undefined && { accountId }) });
  return world.kms(credentials);
}

describe("PutKeyPolicy", () => {
  test("aws-facts 3.5 row 9: the text comes back as it was put, under the one name", async () => {
    const policy = keyPolicy({ Principal: { AWS: ROOT }, Action: "kms:*" });
    await putPolicy(key.keyId, policy);
    expect(await world.kms().send(new GetKeyPolicyCommand({ KeyId: key.arn, PolicyName: "default" }))).toMatchObject({ Policy: policy, PolicyName: "default" });
    expect(await refusal(world.kms().send(new PutKeyPolicyCommand({ KeyId: key.keyId, PolicyName: "mine", Policy: policy })))).toMatchObject({
      name: "NotFoundException",
      status: 400,
    });
  });

  test("aws-facts 3.5 row 10: a policy under which its author cannot put another is refused, unless the check is bypassed", async () => {
    const lockout = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: ROOT }, Action: "kms:Describe*", Resource: "*" }] });
    const refused = { name: "MalformedPolicyDocumentException", message: "The new key policy will not allow you to update the key policy in the future.", status: 400 };
    expect(await refusal(putPolicy(key.keyId, lockout))).toEqual(refused);
    expect(await refusal(world.kms().send(new CreateKeyCommand({ Policy: lockout })))).toEqual(refused);
    expect((await world.kms().send(new CreateKeyCommand({ Policy: lockout, BypassPolicyLockoutSafetyCheck: true }))).KeyMetadata?.KeyState).toBe("Enabled");
    await putPolicy(key.keyId, lockout, true);
    expect(await refusal(putPolicy(key.keyId, keyPolicy()))).toMatchObject({
      name: "AccessDeniedException",
      message: `User: ${ADMIN} is not authorized to perform: kms:PutKeyPolicy on resource: ${key.arn} because no resource-based policy allows the kms:PutKeyPolicy action`,
    });
  });

  test("a new key with tags needs kms:TagResource besides", async () => {
    const creator = await user("creator", ["kms:CreateKey"]);
    expect(await refusal(creator.send(new CreateKeyCommand({ Tags: [{ TagKey: "a", TagValue: "b" }] })))).toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("kms:TagResource"),
    });
  });

  test("aws-facts 3.5: who may create keys only is not locked out by a policy that leaves it to the account", async () => {
    const creator = await user("creator", ["kms:CreateKey"]);
    expect((await creator.send(new CreateKeyCommand({}))).KeyMetadata?.KeyState).toBe("Enabled");
    expect(await refusal(creator.send(new CreateKeyCommand({ Policy: keyPolicy() })))).toMatchObject({ name: "MalformedPolicyDocumentException" });
  });

  test.each([
    ["no JSON", "nonsense"],
    ["no statements", "{}"],
    ["no principal", policyText({ Effect: "Allow", Action: "kms:*", Resource: "*" })],
    ["no effect", JSON.stringify({ Statement: [{ Principal: "*", Action: "kms:*", Resource: "*" }] })],
  ])("aws-facts 3.5: %s is no key policy", async (_name, policy) => {
    expect(await refusal(putPolicy(key.keyId, policy))).toMatchObject({ name: "MalformedPolicyDocumentException", status: 400 });
  });

  test("aws-facts 3.5 row 11, 7: a policy of 32,768 bytes is taken, one of 32,769 is not", async () => {
    const short = keyPolicy();
    await putPolicy(key.keyId, short + " ".repeat(32_768 - short.length));
    expect(await refusal(putPolicy(key.keyId, short + " ".repeat(32_769 - short.length)))).toMatchObject({ name: "LimitExceededException", status: 400 });
  });

  test("aws-facts 3.4 row 5: ListKeyPolicies always names one policy", async () => {
    expect(await world.kms().send(new ListKeyPoliciesCommand({ KeyId: key.keyId, Limit: 1 }))).toMatchObject({ PolicyNames: ["default"], Truncated: false });
  });
});

describe("what key policies decide", () => {
  test("aws-facts 3.5: under the default policy identity policies decide; without the root statement they do not", async () => {
    const someone = await user("someone", ["kms:Encrypt"]);
    await someone.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET }));
    await putPolicy(key.keyId, keyPolicy());
    expect(await refusal(someone.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET })))).toEqual({
      name: "AccessDeniedException",
      message: `User: arn:aws:iam::111122223333:user/someone is not authorized to perform: kms:Encrypt on resource: ${key.arn} because no resource-based policy allows the kms:Encrypt action`,
      status: 400,
    });
    await putPolicy(key.keyId, keyPolicy({ Principal: { AWS: "arn:aws:iam::111122223333:user/nobody" }, Action: "kms:Encrypt" }));
    const nobody = await user("nobody", []);
    await nobody.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET }));
  });

  test("aws-facts 5.4: an explicit deny in the key policy beats the account's permission", async () => {
    await putPolicy(key.keyId, keyPolicy({ Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:Encrypt" }));
    expect(await refusal(world.kms().send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET })))).toMatchObject({
      message: `User: ${ADMIN} is not authorized to perform: kms:Encrypt on resource: ${key.arn} with an explicit deny in a resource-based policy`,
    });
  });

  const everybody = { AWS: "*" };
  const only = (Condition: unknown): KeyStatement => ({ Principal: everybody, Action: ["kms:Encrypt", "kms:Decrypt"], Condition });
  test.each([
    ["kms:EncryptionContext", { StringEquals: { "kms:EncryptionContext:department": "hr" } }, { department: "hr" }, { department: "HR" }],
    ["kms:EncryptionContextKeys", { "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["department"] }, Null: { "kms:EncryptionContextKeys": "false" } }, { department: "x" }, { Department: "x" }],
    ["kms:EncryptionContext:aws:s3:arn", { ArnLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b/*" } }, { "aws:s3:arn": "arn:aws:s3:::b/k" }, { "aws:s3:arn": "arn:aws:s3:::c/k" }],
  ])("aws-facts 2.6: %s", async (_key, condition, right, wrong) => {
    await putPolicy(key.keyId, keyPolicy(only(condition)));
    const someone = await user("someone", []);
    await someone.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET, EncryptionContext: right }));
    for (const EncryptionContext of [wrong, undefined]) {
      expect(await refusal(someone.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET, EncryptionContext })))).toMatchObject({ name: "AccessDeniedException" });
    }
  });

  test("aws-facts 2.6: kms:CallerAccount tells the caller's account, and direct calls have no kms:ViaService", async () => {
    await putPolicy(key.keyId, keyPolicy(only({ StringEquals: { "kms:CallerAccount": "111122223333" } })));
    const someone = await user("someone", []);
    await someone.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET }));
    const stranger = await user("stranger", ["kms:*"], PARTNER);
    expect(await refusal(stranger.send(new EncryptCommand({ KeyId: key.arn, Plaintext: SECRET })))).toMatchObject({ name: "AccessDeniedException" });
    await putPolicy(key.keyId, keyPolicy(only({ StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } })));
    expect(await refusal(someone.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET })))).toMatchObject({ name: "AccessDeniedException" });
  });

  test("a policy can ask for the key's spec, usage, origin, aliases and tags, and for the alias of the request", async () => {
    const allow = (...Condition: readonly Readonly<Record<string, unknown>>[]) => ({
      policies: [JSON.stringify({ Version: "2012-10-17", Statement: Condition.map((condition) => ({ Effect: "Allow", Action: "kms:DescribeKey", Resource: "*", Condition: condition })) })],
    });
    const may = async (name: string, condition: Readonly<Record<string, unknown>>, KeyId: string) => {
      const credentials = await world.addUser(name, allow(condition));
      return world.kms(credentials).send(new DescribeKeyCommand({ KeyId })).then(() => true, () => false);
    };
    const kind = { "kms:KeySpec": "SYMMETRIC_DEFAULT", "kms:KeyUsage": "ENCRYPT_DECRYPT", "kms:KeyOrigin": "AWS_KMS", "kms:MultiRegion": "false" };
    expect(await may("spec", { StringEquals: kind }, key.keyId)).toBe(true);
    expect(await may("spec", { StringEquals: kind }, hmac.keyId)).toBe(false);
    const aliases = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": key.alias } };
    expect(await may("aliases", aliases, key.keyId)).toBe(true);
    expect(await may("aliases", aliases, finance.keyId)).toBe(false);
    const tag = { StringEquals: { "aws:ResourceTag/department": "hr" } };
    expect(await may("tag", tag, key.keyId)).toBe(true);
    expect(await may("tag", tag, finance.keyId)).toBe(false);
    const alias = { StringEquals: { "kms:RequestAlias": key.alias } };
    expect(await may("alias", alias, key.alias)).toBe(true);
    expect(await may("alias", alias, key.keyId)).toBe(false);
  });

  test("tags and specs of the request are there for policies", async () => {
    const condition = { StringEquals: { "aws:RequestTag/department": "hr", "kms:KeySpec": "SYMMETRIC_DEFAULT" } };
    const policies = [JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "kms:CreateKey", Resource: "*", Condition: condition }, { Effect: "Allow", Action: "kms:TagResource", Resource: "*" }] })];
    const creator = world.kms(await world.addUser("creator", { policies }));
    const Policy = keyPolicy({ Principal: { AWS: "arn:aws:iam::111122223333:user/creator" }, Action: "kms:PutKeyPolicy" });
    const Tags = [{ TagKey: "department", TagValue: "hr" }];
    await creator.send(new CreateKeyCommand({ Policy, Tags }));
    expect(await refusal(creator.send(new CreateKeyCommand({ Policy })))).toMatchObject({ name: "AccessDeniedException" });
  });
});

describe("AWS managed keys", () => {
  test("aws-facts 3.10: the policy of aws/s3 lets nobody use it directly, and the account read about it", async () => {
    const { KeyMetadata } = await world.kms().send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    const KeyId = KeyMetadata?.KeyId;
    const { Policy = "" } = await world.kms().send(new GetKeyPolicyCommand({ KeyId }));
    expect(JSON.parse(Policy)).toMatchObject({
      Statement: [{ Condition: { StringEquals: { "kms:CallerAccount": "111122223333", "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }, { Principal: { AWS: ROOT } }],
    });
    const refused = await Promise.all(
      [
        world.kms().send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" })),
        world.kms().send(new DisableKeyCommand({ KeyId })),
        world.kms().send(new PutKeyPolicyCommand({ KeyId, Policy: keyPolicy() })),
        world.kms().send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] })),
        world.kms().send(new CreateAliasCommand({ AliasName: "alias/mine", TargetKeyId: KeyId })),
      ].map((call) => refusal(call)),
    );
    for (const each of refused) expect(each).toMatchObject({ name: "AccessDeniedException", message: expect.stringContaining("because no resource-based policy allows"), status: 400 });
  });
});

describe("other accounts", () => {
  const elsewhere = (name: string, action: string) =>
    `User: arn:aws:iam::${PARTNER}:user/${name} is not authorized to perform: ${action} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`;

  test("aws-facts 3.2, 5.4: another account's key needs its ARN, its policy and the caller's own", async () => {
    const partner = await user("partner", ["kms:*"], PARTNER);
    expect(await refusal(partner.send(new EncryptCommand({ KeyId: key.arn, Plaintext: SECRET })))).toEqual({
      name: "AccessDeniedException",
      message: elsewhere("partner", "kms:Encrypt"),
      status: 400,
    });
    const absent = key.arn.replace(key.keyId, "00000000-0000-4000-8000-000000000000");
    expect(await refusal(partner.send(new EncryptCommand({ KeyId: absent, Plaintext: SECRET })))).toMatchObject({ message: elsewhere("partner", "kms:Encrypt") });
    await putPolicy(key.keyId, keyPolicy({ Principal: { AWS: `arn:aws:iam::${PARTNER}:root` }, Action: ["kms:Encrypt", "kms:Decrypt", "kms:DisableKey"] }));
    const { CiphertextBlob, KeyId } = await partner.send(new EncryptCommand({ KeyId: key.arn, Plaintext: SECRET }));
    expect(KeyId).toBe(key.arn);
    expect((await partner.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(SECRET);
    expect((await partner.send(new EncryptCommand({ KeyId: key.arn.replace(/key\/.*/, key.alias), Plaintext: SECRET }))).KeyId).toBe(key.arn);
    expect(await refusal(partner.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET })))).toMatchObject({
      name: "NotFoundException",
      message: `Key '${key.arn.replace("111122223333", PARTNER)}' does not exist`,
    });
    // The key's own account alone manages it, whatever the policy says.
    expect(await refusal(partner.send(new DisableKeyCommand({ KeyId: key.arn })))).toMatchObject({ message: elsewhere("partner", "kms:DisableKey") });
    const powerless = await user("powerless", [], PARTNER);
    expect(await refusal(powerless.send(new EncryptCommand({ KeyId: key.arn, Plaintext: SECRET })))).toMatchObject({ name: "AccessDeniedException" });
  });

  test("aws-facts 3.2: keys and aliases that a caller makes are its account's, and its lists show no others", async () => {
    const partner = await user("partner", ["kms:*"], PARTNER);
    const { KeyMetadata } = await partner.send(new CreateKeyCommand({}));
    expect(KeyMetadata).toMatchObject({ AWSAccountId: PARTNER, Arn: `arn:aws:kms:us-east-1:${PARTNER}:key/${KeyMetadata?.KeyId}` });
    await partner.send(new CreateAliasCommand({ AliasName: key.alias, TargetKeyId: KeyMetadata?.KeyId }));
    expect((await partner.send(new ListKeysCommand({}))).Keys).toEqual([{ KeyId: KeyMetadata?.KeyId, KeyArn: KeyMetadata?.Arn }]);
    expect((await partner.send(new ListAliasesCommand({}))).Aliases?.map((alias) => [alias.AliasName, alias.TargetKeyId])).toEqual([
      ["alias/aws/s3", undefined],
      [key.alias, KeyMetadata?.KeyId],
    ]);
    expect((await world.kms().send(new DescribeKeyCommand({ KeyId: key.alias }))).KeyMetadata?.KeyId).toBe(key.keyId);
    expect(JSON.stringify((await world.kms().send(new ListKeysCommand({}))).Keys)).not.toContain(KeyMetadata?.KeyId);
    const { Policy = "" } = await partner.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId }));
    expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Principal: { AWS: `arn:aws:iam::${PARTNER}:root` } }] });
  });
});
