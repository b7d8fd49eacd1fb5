import assert from "node:assert/strict";
import { test } from "../support/test.mjs";
import { ACCOUNT, KEYS } from "../support/demo-world.mjs";
import { assertHas, assertRefused } from "../support/expect.mjs";

const bytes = (base64) => Buffer.from(base64, "base64");

/** KMS's own calls (aws-facts 3). */
export function testKms({ call, bucket, thoroughly }) {
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

  thoroughly("aws-facts 3: signs and verifies, and makes and verifies MACs", async () => {
    const Message = Buffer.from("release 1.0");
    const signing = { KeyId: "alias/signing", Message, SigningAlgorithm: "ECDSA_SHA_256" };
    const { Signature } = await call("kms", "Sign", signing);
    assertHas(await call("kms", "Verify", { ...signing, Signature: bytes(Signature) }), { SignatureValid: true });
    const forged = call("kms", "Verify", { ...signing, Message: Buffer.from("release 2.0"), Signature: bytes(Signature) });
    await assertRefused(forged, "KMSInvalidSignatureException");
    const authenticating = { KeyId: "alias/hmac", Message, MacAlgorithm: "HMAC_SHA_256" };
    const { Mac } = await call("kms", "GenerateMac", authenticating);
    assertHas(await call("kms", "VerifyMac", { ...authenticating, Mac: bytes(Mac) }), { MacValid: true });
    await assertRefused(call("kms", "Encrypt", { KeyId: "alias/signing", Plaintext: Message }), "InvalidKeyUsageException", / key usage is SIGN_VERIFY which is not valid for Encrypt\.$/);
  });

  thoroughly("aws-facts 3.5: a key's policy is read and put, but not so that nobody could put another", async () => {
    const { KeyMetadata } = await call("kms", "CreateKey", { Description: "Ruled by a client" });
    const KeyId = KeyMetadata.KeyId;
    const { Policy } = await call("kms", "GetKeyPolicy", { KeyId, PolicyName: "default" });
    assertHas(JSON.parse(Policy), { Id: "key-default-1" });
    const lockedOut = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/uploader` }, Action: "kms:Decrypt", Resource: "*" }] });
    await assertRefused(call("kms", "PutKeyPolicy", { KeyId, PolicyName: "default", Policy: lockedOut }), "MalformedPolicyDocumentException");
    const { Statement } = JSON.parse(Policy);
    const denying = { Effect: "Deny", Principal: "*", Action: "kms:GenerateDataKey", Resource: "*" };
    await call("kms", "PutKeyPolicy", { KeyId, PolicyName: "default", Policy: JSON.stringify({ Version: "2012-10-17", Statement: [...Statement, denying] }) });
    const text = `User: arn:aws:iam::${ACCOUNT}:user/admin is not authorized to perform: kms:GenerateDataKey on resource: ${KeyMetadata.Arn} with an explicit deny in a resource-based policy`;
    await assertRefused(call("kms", "GenerateDataKey", { KeyId, KeySpec: "AES_256" }), "AccessDeniedException", text);
    const upload = call("s3", "PutObject", { Bucket: bucket, Key: "denied-by-key", Body: Buffer.from("x"), ServerSideEncryption: "aws:kms", SSEKMSKeyId: KeyMetadata.Arn });
    await assertRefused(upload, "AccessDenied", text);
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
