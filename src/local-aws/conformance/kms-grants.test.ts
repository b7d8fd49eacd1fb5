import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  ListGrantsCommand,
  ListRetirableGrantsCommand,
  paginateListGrants,
  PutKeyPolicyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
} from "@aws-sdk/client-kms";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const { finance, retired, old, signing, hmac } = demoKeys;
const SECRET = new TextEncoder().encode("a secret");
const PARTNER = "444455556666";
const GRANTEE = "arn:aws:iam::111122223333:user/grantee";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** Each test grants on a key of its own. */
let key: { readonly keyId: string; readonly arn: string };
beforeEach(async () => {
  const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({}));
  key = { keyId: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn ?? "" };
});

/** Grants to a user without any permission of its own, unless said otherwise. */
const grant = (input: Partial<CreateGrantCommandInput> = {}) =>
  world.kms().send(new CreateGrantCommand({ KeyId: key.keyId, GranteePrincipal: GRANTEE, Operations: ["Encrypt", "Decrypt"], ...input }));
const grantee = async () => world.kms(await world.addUser("grantee"));
const encrypt = (EncryptionContext?: Record<string, string>) => new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET, ...(EncryptionContext && { EncryptionContext }) });
const idsOf = async () => (await world.kms().send(new ListGrantsCommand({ KeyId: key.keyId }))).Grants?.map((each) => each.GrantId) ?? [];

describe("making and listing", () => {
  test("aws-facts 3.9 row 1: CreateGrant answers GrantId and GrantToken, and the list grows by one", async () => {
    expect(await idsOf()).toEqual([]);
    const made = await grant({ Name: "reports", RetiringPrincipal: "arn:aws:iam::111122223333:root", Constraints: { EncryptionContextSubset: { a: "b" } } });
    expect(made).toMatchObject({ GrantId: expect.stringMatching(/^[0-9a-f]{64}$/), GrantToken: expect.any(String) });
    const { Grants, Truncated } = await world.kms().send(new ListGrantsCommand({ KeyId: key.keyId }));
    expect(Truncated).toBe(false);
    expect(Grants).toEqual([
      {
        GrantId: made.GrantId,
        KeyId: key.arn,
        Name: "reports",
        CreationDate: new Date(world.services.clock.now()),
        GranteePrincipal: GRANTEE,
        RetiringPrincipal: "arn:aws:iam::111122223333:root",
        IssuingAccount: "arn:aws:iam::111122223333:root",
        Operations: ["Encrypt", "Decrypt"],
        Constraints: { EncryptionContextSubset: { a: "b" } },
      },
    ]);
  });

  test("aws-facts 3.9 row 1: the same Name on different keys gives separate grants, on one key the same grant", async () => {
    const first = await grant({ Name: "one" });
    const again = await grant({ Name: "one" });
    expect(again.GrantId).toBe(first.GrantId);
    expect(again.GrantToken).not.toBe(first.GrantToken);
    expect((await grant({ Name: "one", KeyId: finance.keyId })).GrantId).not.toBe(first.GrantId);
    expect((await grant({ Name: "one", Operations: ["Encrypt"] })).GrantId).not.toBe(first.GrantId);
    expect((await grant()).GrantId).not.toBe((await grant()).GrantId);
  });

  test("aws-facts 3.4: ListGrants pages and filters", async () => {
    for (let count = 0; count < 5; count += 1) await grant();
    const other = await grant({ GranteePrincipal: "arn:aws:iam::111122223333:role/reader" });
    const pages: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const { Grants = [] } of paginateListGrants({ client: world.kms(), pageSize: 4 }, { KeyId: key.keyId })) {
      pages.push(Grants.length);
      for (const each of Grants) ids.add(each.GrantId);
    }
    expect(pages).toEqual([4, 2]);
    expect(ids.size).toBe(6);
    const kms = world.kms();
    const byPrincipal = await kms.send(new ListGrantsCommand({ KeyId: key.keyId, GranteePrincipal: "arn:aws:iam::111122223333:role/reader" }));
    const byId = await kms.send(new ListGrantsCommand({ KeyId: key.keyId, GrantId: other.GrantId }));
    for (const { Grants } of [byPrincipal, byId]) expect(Grants?.map((each) => each.GrantId)).toEqual([other.GrantId]);
    expect(await refusal(kms.send(new ListGrantsCommand({ KeyId: key.keyId, Marker: "nonsense" })))).toMatchObject({ name: "InvalidMarkerException" });
    expect(await refusal(kms.send(new ListRetirableGrantsCommand({ RetiringPrincipal: GRANTEE, Marker: "nonsense" })))).toMatchObject({ name: "InvalidMarkerException" });
  });

  test("aws-facts 3.9 row 3: the KeyId 'invalid' is not found", async () => {
    const invalid = { name: "NotFoundException", message: "Invalid keyId 'invalid'", status: 400 };
    expect(await refusal(grant({ KeyId: "invalid" }))).toEqual(invalid);
    expect(await refusal(world.kms().send(new ListGrantsCommand({ KeyId: "invalid" })))).toEqual(invalid);
  });

  test.each([
    ["no operation that a symmetric key has", { Operations: ["Sign" as const] }, "ValidationException"],
    ["a data key of a signing key", { KeyId: signing.keyId, Operations: ["GenerateDataKey" as const] }, "ValidationException"],
    ["a context on an HMAC key", { KeyId: hmac.keyId, Operations: ["GenerateMac" as const], Constraints: { EncryptionContextEquals: { a: "b" } } }, "ValidationException"],
    ["no principal", { GranteePrincipal: "somebody" }, "InvalidArnException"],
    ["nine pairs", { Constraints: { EncryptionContextSubset: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`k${index}`, "v"])) } }, "ValidationException"],
    ["a long value", { Constraints: { EncryptionContextSubset: { a: "v".repeat(385) } } }, "ValidationException"],
    ["a disabled key", { KeyId: retired.keyId }, "DisabledException"],
    ["a key pending deletion", { KeyId: old.keyId }, "KMSInvalidStateException"],
  ])("aws-facts 2.3, 3.6, 3.9: a grant with %s is refused", async (_name, input, name) => {
    expect(await refusal(grant(input))).toMatchObject({ name, status: 400 });
  });

  test("aws-facts 3.8 row 8: DryRun makes, revokes and retires nothing", async () => {
    const wouldSucceed = { name: "DryRunOperationException" };
    expect(await refusal(grant({ DryRun: true }))).toMatchObject(wouldSucceed);
    expect(await idsOf()).toEqual([]);
    const { GrantId, GrantToken } = await grant();
    expect(await refusal(world.kms().send(new RevokeGrantCommand({ KeyId: key.keyId, GrantId, DryRun: true })))).toMatchObject(wouldSucceed);
    expect(await refusal(world.kms().send(new RetireGrantCommand({ GrantToken, DryRun: true })))).toMatchObject(wouldSucceed);
    expect(await idsOf()).toEqual([GrantId]);
  });
});

describe("what grants allow", () => {
  test("aws-facts 3.9: a grant allows its operations and no other, until it is revoked", async () => {
    const kms = await grantee();
    expect(await refusal(kms.send(encrypt()))).toMatchObject({ name: "AccessDeniedException" });
    const { GrantId, GrantToken = "" } = await grant();
    const { CiphertextBlob } = await kms.send(encrypt());
    await kms.send(new DecryptCommand({ CiphertextBlob, GrantTokens: [GrantToken] }));
    expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId: key.keyId })))).toMatchObject({ name: "AccessDeniedException" });
    await world.kms().send(new RevokeGrantCommand({ KeyId: key.keyId, GrantId }));
    expect(await refusal(kms.send(encrypt()))).toMatchObject({ name: "AccessDeniedException" });
    expect(await refusal(kms.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: SECRET, GrantTokens: [GrantToken] })))).toMatchObject({
      name: "InvalidGrantTokenException",
    });
  });

  test("aws-facts 3.9: an explicit deny stands against a grant", async () => {
    const policies = [policyText({ Effect: "Deny", Action: "kms:Encrypt", Resource: "*" })];
    const kms = world.kms(await world.addUser("grantee", { policies }));
    await grant();
    expect(await refusal(kms.send(encrypt()))).toMatchObject({ message: expect.stringContaining("with an explicit deny in an identity-based policy") });
  });

  test.each<readonly [string, Record<string, string>, readonly Record<string, string>[], readonly (Record<string, string> | undefined)[]]>([
    ["EncryptionContextEquals", { a: "b" }, [{ a: "b" }], [undefined, { a: "B" }, { a: "b", c: "d" }]],
    ["EncryptionContextSubset", { a: "b" }, [{ a: "b" }, { a: "b", c: "d" }], [undefined, { a: "B" }, { A: "b" }]],
  ])("aws-facts 2.3: the constraint %s", async (name, pairs, right, wrong) => {
    const kms = await grantee();
    await grant({ Operations: ["Encrypt", "DescribeKey"], Constraints: { [name]: pairs } });
    for (const context of right) await kms.send(encrypt(context));
    for (const context of wrong) expect(await refusal(kms.send(encrypt(context)))).toMatchObject({ name: "AccessDeniedException" });
    await kms.send(new DescribeKeyCommand({ KeyId: key.keyId }));
  });

  test("aws-facts 3.9: a role's sessions have what the role was granted, and grantees may be of another account", async () => {
    const partner = world.kms(await world.addUser("partner", { accountId: PARTNER }));
    await grant({ GranteePrincipal: `arn:aws:iam::${PARTNER}:user/partner` });
    expect((await partner.send(new EncryptCommand({ KeyId: key.arn, Plaintext: SECRET }))).KeyId).toBe(key.arn);
    expect(await refusal(partner.send(new DescribeKeyCommand({ KeyId: key.arn })))).toMatchObject({ name: "AccessDeniedException" });
  });

  test("aws-facts 3.9: a grantee with CreateGrant passes on no more than it has", async () => {
    const kms = await grantee();
    await grant({ Operations: ["CreateGrant", "Encrypt"], Constraints: { EncryptionContextSubset: { a: "b" } } });
    const passOn = (input: Partial<CreateGrantCommandInput>) =>
      kms.send(new CreateGrantCommand({ KeyId: key.keyId, GranteePrincipal: "arn:aws:iam::111122223333:role/other", Operations: ["Encrypt"], ...input }));
    await passOn({ Constraints: { EncryptionContextSubset: { a: "b", c: "d" } } });
    await passOn({ Constraints: { EncryptionContextEquals: { a: "b" } } });
    for (const input of [{}, { Constraints: { EncryptionContextSubset: { a: "c" } } }, { Operations: ["Decrypt" as const], Constraints: { EncryptionContextSubset: { a: "b" } } }]) {
      expect(await refusal(passOn(input))).toMatchObject({ name: "AccessDeniedException" });
    }
  });

  test("policies can ask which operations and which grantee a grant names", async () => {
    const Condition = { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Encrypt"] }, StringEquals: { "kms:GranteePrincipal": GRANTEE } };
    const policies = [JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "kms:CreateGrant", Resource: "*", Condition }] })];
    const delegate = world.kms(await world.addUser("delegate", { policies }));
    const make = (GranteePrincipal: string, Operations: CreateGrantCommandInput["Operations"]) =>
      delegate.send(new CreateGrantCommand({ KeyId: key.keyId, GranteePrincipal, Operations }));
    await make(GRANTEE, ["Encrypt"]);
    expect(await refusal(make(GRANTEE, ["Encrypt", "Decrypt"]))).toMatchObject({ name: "AccessDeniedException" });
    expect(await refusal(make("arn:aws:iam::111122223333:user/other", ["Encrypt"]))).toMatchObject({ name: "AccessDeniedException" });
  });

  test("aws-facts 3.9: a grant serves S3's calls for the grantee too, under the object's context", async () => {
    const policies = [policyText({ Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: "*" })];
    const s3 = world.s3(await world.addUser("grantee", { policies }));
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: "keyseal-plain", Key, Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId: key.arn, BucketKeyEnabled: false }));
    expect(await refusal(put("granted.txt"))).toMatchObject({ name: "AccessDenied", status: 403 });
    await grant({ Operations: ["GenerateDataKey", "Decrypt"], Constraints: { EncryptionContextSubset: { "aws:s3:arn": "arn:aws:s3:::keyseal-plain/granted.txt" } } });
    await put("granted.txt");
    await s3.send(new GetObjectCommand({ Bucket: "keyseal-plain", Key: "granted.txt" }));
    expect(await refusal(put("other.txt"))).toMatchObject({ name: "AccessDenied", status: 403 });
  });
});

describe("taking back", () => {
  test("aws-facts 3.9 row 2: RevokeGrant, RetireGrant by token and RetireGrant by key and id each remove one", async () => {
    const [first, second, third] = [await grant(), await grant(), await grant()];
    const kms = world.kms();
    await kms.send(new RevokeGrantCommand({ KeyId: key.keyId, GrantId: first.GrantId }));
    expect(await idsOf()).toHaveLength(2);
    await kms.send(new RetireGrantCommand({ GrantToken: second.GrantToken }));
    expect(await idsOf()).toEqual([third.GrantId]);
    await kms.send(new RetireGrantCommand({ KeyId: key.arn, GrantId: third.GrantId }));
    expect(await idsOf()).toEqual([]);
    expect(await refusal(kms.send(new RevokeGrantCommand({ KeyId: key.keyId, GrantId: first.GrantId })))).toMatchObject({ name: "NotFoundException", status: 400 });
    expect(await refusal(kms.send(new RevokeGrantCommand({ KeyId: key.keyId, GrantId: "nonsense" })))).toMatchObject({ name: "InvalidGrantIdException", status: 400 });
    expect(await refusal(kms.send(new RetireGrantCommand({ GrantToken: second.GrantToken })))).toMatchObject({ name: "InvalidGrantTokenException", status: 400 });
  });

  test("aws-facts 3.9: the retiring principal retires, a grantee only with RetireGrant, others do not", async () => {
    const kms = await grantee();
    const retiree = world.kms(await world.addUser("retiree"));
    const RetiringPrincipal = "arn:aws:iam::111122223333:user/retiree";
    const plain = await grant({ RetiringPrincipal });
    expect(await refusal(kms.send(new RetireGrantCommand({ GrantToken: plain.GrantToken })))).toMatchObject({ name: "AccessDeniedException" });
    expect((await world.kms().send(new ListRetirableGrantsCommand({ RetiringPrincipal }))).Grants?.map((each) => each.GrantId)).toEqual([plain.GrantId]);
    await retiree.send(new RetireGrantCommand({ GrantToken: plain.GrantToken }));
    const own = await grant({ Operations: ["Encrypt", "RetireGrant"] });
    await kms.send(new RetireGrantCommand({ KeyId: key.arn, GrantId: own.GrantId }));
    expect(await idsOf()).toEqual([]);
  });

  test("aws-facts 3.6: grants are listed and revoked in every state, and serve no disabled key", async () => {
    const kms = await grantee();
    const { GrantId } = await grant();
    await world.kms().send(new DisableKeyCommand({ KeyId: key.keyId }));
    expect(await refusal(kms.send(encrypt()))).toMatchObject({ name: "DisabledException" });
    expect(await idsOf()).toEqual([GrantId]);
    await world.kms().send(new RevokeGrantCommand({ KeyId: key.keyId, GrantId }));
    expect(await idsOf()).toEqual([]);
  });

  test("a grant outlives a key policy that names nobody but the administrator", async () => {
    await grant();
    const Statement = [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:user/admin" }, Action: "kms:*", Resource: "*" }];
    await world.kms().send(new PutKeyPolicyCommand({ KeyId: key.keyId, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }));
    const kms = await grantee();
    expect((await kms.send(encrypt())).KeyId).toBe(key.arn);
  });
});
