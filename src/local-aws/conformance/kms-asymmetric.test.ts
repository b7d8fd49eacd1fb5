import { constants, createHmac, createPublicKey, createSign, createVerify, diffieHellman, generateKeyPairSync, publicEncrypt, verify as verifySignature } from "node:crypto";
import {
  CreateKeyCommand,
  DecryptCommand,
  DeriveSharedSecretCommand,
  EncryptCommand,
  GenerateDataKeyPairCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  type KeySpec,
  type KeyUsageType,
  type MacAlgorithmSpec,
  ReEncryptCommand,
  SignCommand,
  type SigningAlgorithmSpec,
  VerifyCommand,
  VerifyMacCommand,
} from "@aws-sdk/client-kms";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const { finance, hmac, signing } = demoKeys;
const Message = new TextEncoder().encode("a message");

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

async function makeKey(KeySpec: KeySpec, KeyUsage: KeyUsageType): Promise<{ readonly KeyId: string; readonly Arn: string }> {
  const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ KeySpec, KeyUsage }));
  return { KeyId: KeyMetadata?.KeyId ?? "", Arn: KeyMetadata?.Arn ?? "" };
}
const spki = (bytes: Uint8Array | undefined) => createPublicKey({ key: Buffer.from(bytes ?? []), format: "der", type: "spki" });

describe("signing", () => {
  test.each<[KeySpec, SigningAlgorithmSpec, string]>([
    ["ECC_NIST_P256", "ECDSA_SHA_256", "sha256"],
    ["ECC_NIST_P384", "ECDSA_SHA_384", "sha384"],
    ["ECC_NIST_P521", "ECDSA_SHA_512", "sha512"],
    ["RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", "sha256"],
    ["RSA_2048", "RSASSA_PSS_SHA_512", "sha512"],
  ])("aws-facts 3.3: %s signs with %s, and the public key alone verifies it", async (KeySpec, SigningAlgorithm, hash) => {
    const kms = world.kms();
    const { KeyId, Arn } = await makeKey(KeySpec, "SIGN_VERIFY");
    const signed = await kms.send(new SignCommand({ KeyId, Message, SigningAlgorithm }));
    expect(signed).toMatchObject({ KeyId: Arn, SigningAlgorithm });
    const { PublicKey, SigningAlgorithms, KeyUsage } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    expect(SigningAlgorithms).toContain(SigningAlgorithm);
    expect(KeyUsage).toBe("SIGN_VERIFY");
    const padding = SigningAlgorithm.startsWith("RSASSA_PSS") ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {};
    expect(verifySignature(hash, Message, { key: spki(PublicKey), ...padding }, signed.Signature ?? new Uint8Array())).toBe(true);
    const { Signature } = signed;
    expect(await kms.send(new VerifyCommand({ KeyId, Message, Signature, SigningAlgorithm }))).toMatchObject({ KeyId: Arn, SignatureValid: true });
    const other = new TextEncoder().encode("another message");
    expect(await refusal(kms.send(new VerifyCommand({ KeyId, Message: other, Signature, SigningAlgorithm })))).toMatchObject({ name: "KMSInvalidSignatureException", status: 400 });
  });

  test("bytes that are no signature are not valid, and an algorithm of another key is refused", async () => {
    const kms = world.kms();
    const KeyId = signing.keyId;
    for (const Signature of [new Uint8Array([1]), new Uint8Array(72).fill(0x30)]) {
      expect(await refusal(kms.send(new VerifyCommand({ KeyId, Message, Signature, SigningAlgorithm: "ECDSA_SHA_256" })))).toMatchObject({ name: "KMSInvalidSignatureException" });
    }
    expect(await refusal(kms.send(new SignCommand({ KeyId, Message, SigningAlgorithm: "ECDSA_SHA_384" })))).toMatchObject({ name: "InvalidKeyUsageException" });
  });

  test("what WebCrypto cannot do is refused loudly: digests in place of messages, and curves that it has not", async () => {
    const kms = world.kms();
    const digest = new SignCommand({ KeyId: signing.keyId, Message: new Uint8Array(32), MessageType: "DIGEST", SigningAlgorithm: "ECDSA_SHA_256" });
    expect(await refusal(kms.send(digest))).toMatchObject({ name: "UnsupportedOperationException", message: expect.stringContaining("DIGEST") });
    const { KeyId } = await makeKey("ECC_SECG_P256K1", "SIGN_VERIFY");
    expect(await refusal(kms.send(new SignCommand({ KeyId, Message, SigningAlgorithm: "ECDSA_SHA_256" })))).toMatchObject({
      name: "UnsupportedOperationException",
      message: expect.stringContaining("ECC_SECG_P256K1"),
    });
  });
});

describe("MACs", () => {
  test.each<[KeySpec, MacAlgorithmSpec, number]>([
    ["HMAC_256", "HMAC_SHA_256", 32],
    ["HMAC_384", "HMAC_SHA_384", 48],
    ["HMAC_512", "HMAC_SHA_512", 64],
  ])("aws-facts 3.3: %s makes and verifies %s", async (KeySpec, MacAlgorithm, length) => {
    const kms = world.kms();
    const { KeyId, Arn } = await makeKey(KeySpec, "GENERATE_VERIFY_MAC");
    const { Mac, ...rest } = await kms.send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm }));
    expect(rest).toMatchObject({ KeyId: Arn, MacAlgorithm });
    expect(Mac).toHaveLength(length);
    expect(await kms.send(new VerifyMacCommand({ KeyId, Message, MacAlgorithm, Mac }))).toMatchObject({ KeyId: Arn, MacValid: true });
    expect(await refusal(kms.send(new VerifyMacCommand({ KeyId, Message: new Uint8Array(1), MacAlgorithm, Mac })))).toMatchObject({ name: "KMSInvalidMacException", status: 400 });
  });

  test("HMAC_224 keys exist, and WebCrypto's lack of SHA-224 is told", async () => {
    const { KeyId } = await makeKey("HMAC_224", "GENERATE_VERIFY_MAC");
    expect(await refusal(world.kms().send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm: "HMAC_SHA_224" })))).toMatchObject({ name: "UnsupportedOperationException" });
  });
});

describe("RSA encryption", () => {
  test.each(["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"] as const)("aws-facts 3.8: %s, by KMS or by the public key alone", async (EncryptionAlgorithm) => {
    const kms = world.kms();
    const { KeyId, Arn } = await makeKey("RSA_2048", "ENCRYPT_DECRYPT");
    const { CiphertextBlob, ...rest } = await kms.send(new EncryptCommand({ KeyId, Plaintext: Message, EncryptionAlgorithm }));
    expect(rest).toMatchObject({ KeyId: Arn, EncryptionAlgorithm });
    expect(await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm }))).toMatchObject({ KeyId: Arn, Plaintext: Message, EncryptionAlgorithm });
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const oaepHash = EncryptionAlgorithm === "RSAES_OAEP_SHA_1" ? "sha1" : "sha256";
    const elsewhere = publicEncrypt({ key: spki(PublicKey), oaepHash, padding: constants.RSA_PKCS1_OAEP_PADDING }, Message);
    expect((await kms.send(new DecryptCommand({ KeyId, CiphertextBlob: elsewhere, EncryptionAlgorithm }))).Plaintext).toEqual(Message);
    expect(await refusal(kms.send(new DecryptCommand({ KeyId, CiphertextBlob: new Uint8Array(256), EncryptionAlgorithm })))).toMatchObject({ name: "InvalidCiphertextException" });
    const most = oaepHash === "sha1" ? 214 : 190;
    await kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(most), EncryptionAlgorithm }));
    expect(await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(most + 1), EncryptionAlgorithm })))).toMatchObject({
      name: "ValidationException",
      message: `Algorithm ${EncryptionAlgorithm} and key spec RSA_2048 cannot encrypt data larger than ${most} bytes.`,
    });
  });

  test("aws-facts 2.3: no context with an asymmetric key; the algorithm has to be the key's; Decrypt has to name the key", async () => {
    const kms = world.kms();
    const { KeyId } = await makeKey("RSA_2048", "ENCRYPT_DECRYPT");
    const EncryptionAlgorithm = "RSAES_OAEP_SHA_256";
    expect(await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext: Message, EncryptionAlgorithm, EncryptionContext: { a: "b" } })))).toMatchObject({ name: "ValidationException" });
    expect(await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext: Message })))).toMatchObject({ name: "InvalidKeyUsageException" });
    expect(await refusal(kms.send(new EncryptCommand({ KeyId: finance.keyId, Plaintext: Message, EncryptionAlgorithm })))).toMatchObject({ name: "InvalidKeyUsageException" });
    expect(await refusal(kms.send(new DecryptCommand({ CiphertextBlob: new Uint8Array(256), EncryptionAlgorithm })))).toMatchObject({ name: "ValidationException" });
  });

  test("aws-facts 3.2: ReEncrypt from a symmetric key to an RSA key and back", async () => {
    const kms = world.kms();
    const { KeyId } = await makeKey("RSA_2048", "ENCRYPT_DECRYPT");
    const algorithm = "RSAES_OAEP_SHA_256";
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: finance.keyId, Plaintext: Message }));
    const there = await kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: KeyId, DestinationEncryptionAlgorithm: algorithm }));
    expect(there).toMatchObject({ SourceEncryptionAlgorithm: "SYMMETRIC_DEFAULT", DestinationEncryptionAlgorithm: algorithm });
    const back = await kms.send(
      new ReEncryptCommand({ CiphertextBlob: there.CiphertextBlob, SourceKeyId: KeyId, SourceEncryptionAlgorithm: algorithm, DestinationKeyId: finance.keyId }),
    );
    expect((await kms.send(new DecryptCommand({ CiphertextBlob: back.CiphertextBlob }))).Plaintext).toEqual(Message);
  });
});

describe("key pairs and agreement", () => {
  test.each(["ECC_NIST_P256", "RSA_2048"] as const)("GenerateDataKeyPair of %s: the encrypted private key is the one in the clear, and fits the public key", async (KeyPairSpec) => {
    const kms = world.kms();
    const EncryptionContext = { a: "b" };
    const made = await kms.send(new GenerateDataKeyPairCommand({ KeyId: finance.alias, KeyPairSpec, EncryptionContext }));
    expect(made).toMatchObject({ KeyId: finance.arn, KeyPairSpec });
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: made.PrivateKeyCiphertextBlob, EncryptionContext }));
    expect(opened.Plaintext).toEqual(made.PrivateKeyPlaintext);
    const signature = createSign("sha256").update(Message).sign({ key: Buffer.from(made.PrivateKeyPlaintext ?? []), format: "der", type: "pkcs8" });
    expect(createVerify("sha256").update(Message).verify(spki(made.PublicKey), signature)).toBe(true);
    const without = await kms.send(new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId: finance.keyId, KeyPairSpec }));
    expect("PrivateKeyPlaintext" in without).toBe(false);
    expect(without.PublicKey).toBeDefined();
  });

  test("DeriveSharedSecret agrees with the other party's own computation", async () => {
    const { KeyId, Arn } = await makeKey("ECC_NIST_P256", "KEY_AGREEMENT");
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const PublicKey = other.publicKey.export({ format: "der", type: "spki" });
    const derived = await world.kms().send(new DeriveSharedSecretCommand({ KeyId, KeyAgreementAlgorithm: "ECDH", PublicKey }));
    const mine = await world.kms().send(new GetPublicKeyCommand({ KeyId }));
    expect(derived).toMatchObject({ KeyId: Arn, KeyAgreementAlgorithm: "ECDH", KeyOrigin: "AWS_KMS" });
    expect(Buffer.from(derived.SharedSecret ?? [])).toEqual(diffieHellman({ privateKey: other.privateKey, publicKey: spki(mine.PublicKey) }));
  });
});

describe("wrong uses", () => {
  test.each([
    ["GenerateMac", "SIGN_VERIFY", signing, (KeyId: string) => new GenerateMacCommand({ KeyId, Message, MacAlgorithm: "HMAC_SHA_256" })],
    ["Sign", "GENERATE_VERIFY_MAC", hmac, (KeyId: string) => new SignCommand({ KeyId, Message, SigningAlgorithm: "ECDSA_SHA_256" })],
    ["Sign", "ENCRYPT_DECRYPT", finance, (KeyId: string) => new SignCommand({ KeyId, Message, SigningAlgorithm: "ECDSA_SHA_256" })],
  ] as const)("aws-facts 3.8: %s with a key of usage %s", async (operation, usage, key, command) => {
    const call: Promise<unknown> = world.kms().send(command(key.keyId) as GenerateMacCommand);
    expect(await refusal(call)).toEqual({ name: "InvalidKeyUsageException", message: `${key.arn} key usage is ${usage} which is not valid for ${operation}.`, status: 400 });
  });

  test("GetPublicKey of a key that has none", async () => {
    for (const { keyId } of [finance, hmac]) {
      expect(await refusal(world.kms().send(new GetPublicKeyCommand({ KeyId: keyId })))).toMatchObject({ name: "UnsupportedOperationException", status: 400 });
    }
  });

  test.each([
    ["8", signing.arn, "You cannot generate a data key with an asymmetric CMK"],
    ["9", hmac.arn, `${hmac.arn} key usage is GENERATE_VERIFY_MAC which is not valid for GenerateDataKey.`],
  ])("aws-facts 1.9 row %s: S3 with such a key", async (_row, SSEKMSKeyId, message) => {
    const put = world.s3().send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: "k", Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId }));
    expect(await refusal(put)).toEqual({ name: "KMS.InvalidKeyUsageException", message, status: 400 });
  });

  test("aws-facts 3.8: DryRun tells that each would have succeeded", async () => {
    const kms = world.kms();
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: (await makeKey("ECC_NIST_P256", "KEY_AGREEMENT")).KeyId }));
    const agreement = await makeKey("ECC_NIST_P256", "KEY_AGREEMENT");
    const DryRun = true;
    const calls: readonly Promise<unknown>[] = [
      kms.send(new SignCommand({ KeyId: signing.keyId, Message, SigningAlgorithm: "ECDSA_SHA_256", DryRun })),
      kms.send(new VerifyCommand({ KeyId: signing.keyId, Message, Signature: new Uint8Array(8), SigningAlgorithm: "ECDSA_SHA_256", DryRun })),
      kms.send(new GenerateMacCommand({ KeyId: hmac.keyId, Message, MacAlgorithm: "HMAC_SHA_256", DryRun })),
      kms.send(new VerifyMacCommand({ KeyId: hmac.keyId, Message, Mac: new Uint8Array(8), MacAlgorithm: "HMAC_SHA_256", DryRun })),
      kms.send(new GenerateDataKeyPairCommand({ KeyId: finance.keyId, KeyPairSpec: "RSA_4096", DryRun })),
      kms.send(new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId: finance.keyId, KeyPairSpec: "RSA_4096", DryRun })),
      kms.send(new DeriveSharedSecretCommand({ KeyId: agreement.KeyId, KeyAgreementAlgorithm: "ECDH", PublicKey, DryRun })),
      kms.send(new DecryptCommand({ KeyId: finance.keyId, CiphertextBlob: undefined, DryRun, DryRunModifiers: ["IGNORE_CIPHERTEXT"] })),
      kms.send(
        new ReEncryptCommand({ CiphertextBlob: undefined, SourceKeyId: finance.keyId, DestinationKeyId: finance.keyId, DryRun, DryRunModifiers: ["IGNORE_CIPHERTEXT"] }),
      ),
    ];
    for (const refused of await Promise.all(calls.map((call) => refusal(call)))) {
      expect(refused).toEqual({ name: "DryRunOperationException", message: "The request would have succeeded, but the DryRun option is set.", status: 400 });
    }
  });
});

test("an HMAC is the one of the key's own secret: the same for the same message, another under another key", async () => {
  const kms = world.kms();
  const macOf = async (KeyId: string) => Buffer.from((await kms.send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm: "HMAC_SHA_256" }))).Mac ?? []).toString("hex");
  const { KeyId } = await makeKey("HMAC_256", "GENERATE_VERIFY_MAC");
  expect(await macOf(KeyId)).toBe(await macOf(KeyId));
  expect(await macOf(KeyId)).not.toBe(await macOf(hmac.keyId));
  expect(await macOf(KeyId)).not.toBe(createHmac("sha256", "").update(Message).digest("hex"));
});
