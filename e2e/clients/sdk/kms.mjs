import assert from "node:assert/strict";
import { test } from "../support/test.mjs";
import { ACCOUNT, KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";

const bytes = (base64) => Buffer.from(base64, "base64");

/** KMS's own calls (aws-facts 3). */
export function testKms({ call, thoroughly }) {
  test("aws-facts 3.3, 3.4: describes keys and lists aliases", async () => {
    const { KeyMetadata } = await call("kms", "DescribeKey", { KeyId: "alias/finance" });
    assertHas(KeyMetadata, { Arn: KEYS.finance.arn, KeyState: "Enabled", KeyManager: "CUSTOMER", KeySpec: "SYMMETRIC_DEFAULT", EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] });
    const { Aliases } = await call("kms", "ListAliases");
    const names = Aliases.map(({ AliasName }) => AliasName);
    for (const alias of ["alias/finance", "alias/hr", "alias/retired", "alias/old", "alias/signing", "alias/hmac", "alias/aws/s3"]) assert.ok(names.includes(alias), alias);
    const { Tags } = await call("kms", "ListResourceTags", { KeyId: KEYS.finance.id });
    assert.deepEqual(new Map(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])).get("department"), "finance");
  });

  test("aws-facts 3.8: encrypts, re-encrypts and decrypts under a context", async () => {
    const Plaintext = Buffer.from("hello");
    const EncryptionContext = { dept: "hr" };
    const sealed = await call("kms", "Encrypt", { KeyId: "alias/finance", Plaintext, EncryptionContext });
    assertHas(sealed, { KeyId: KEYS.finance.arn, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" });
    const CiphertextBlob = bytes(sealed.CiphertextBlob);
    const opened = await call("kms", "Decrypt", { CiphertextBlob, EncryptionContext });
    assert.deepEqual(bytes(opened.Plaintext), Plaintext);
    await assertRefused(call("kms", "Decrypt", { CiphertextBlob, EncryptionContext: { dept: "HR" } }), "InvalidCiphertextException", /^(None)?$/);
    const moved = await call("kms", "ReEncrypt", { CiphertextBlob, SourceEncryptionContext: EncryptionContext, DestinationKeyId: "alias/hr" });
    assertHas(moved, { SourceKeyId: KEYS.finance.arn, KeyId: KEYS.hr.arn });
    const again = await call("kms", "Decrypt", { CiphertextBlob: bytes(moved.CiphertextBlob) });
    assert.deepEqual(bytes(again.Plaintext), Plaintext, "no destination context was given");
  });

  thoroughly("aws-facts 3.8: gives a data key whose sealed form opens to it", async () => {
    const made = await call("kms", "GenerateDataKey", { KeyId: KEYS.hr.arn, KeySpec: "AES_256" });
    assert.equal(bytes(made.Plaintext).length, 32);
    const opened = await call("kms", "Decrypt", { CiphertextBlob: bytes(made.CiphertextBlob) });
    assert.equal(opened.Plaintext, made.Plaintext);
    await assertRefused(call("kms", "GenerateDataKey", { KeyId: "alias/retired", KeySpec: "AES_256" }), "DisabledException", `${KEYS.retired.arn} is disabled.`);
  });

  test("aws-facts 3.7: tells which keys rotate", async () => {
    assertHas(await call("kms", "GetKeyRotationStatus", { KeyId: KEYS.hr.id }), { KeyRotationEnabled: true });
    assertHas(await call("kms", "GetKeyRotationStatus", { KeyId: KEYS.finance.id }), { KeyRotationEnabled: false });
  });

  thoroughly("aws-facts 3.6: schedules a key's deletion, and cancels it into Disabled", async () => {
    const { KeyMetadata } = await call("kms", "CreateKey", { Description: "Made by a client" });
    const KeyId = KeyMetadata.KeyId;
    assertHas(await call("kms", "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 }), { KeyId: KeyMetadata.Arn, KeyState: "PendingDeletion", PendingWindowInDays: 7 });
    await call("kms", "CancelKeyDeletion", { KeyId });
    const described = await call("kms", "DescribeKey", { KeyId });
    assertHas(described.KeyMetadata, { KeyState: "Disabled", DeletionDate: undefined });
  });

  test("aws-facts 3.9: creates, lists and revokes a grant", async () => {
    const { KeyMetadata } = await call("kms", "CreateKey", { Description: "Granted by a client" });
    const KeyId = KeyMetadata.Arn;
    const GranteePrincipal = `arn:aws:iam::${ACCOUNT}:user/uploader`;
    const { GrantId } = await call("kms", "CreateGrant", { KeyId, GranteePrincipal, Operations: ["Decrypt"], Name: "clients" });
    const { Grants } = await call("kms", "ListGrants", { KeyId });
    assert.deepEqual(Grants.map((grant) => [grant.GrantId, grant.GranteePrincipal, grant.Operations]), [[GrantId, GranteePrincipal, ["Decrypt"]]]);
    await call("kms", "RevokeGrant", { KeyId, GrantId });
    assert.deepEqual((await call("kms", "ListGrants", { KeyId })).Grants, []);
  });
}
