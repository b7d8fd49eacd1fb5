import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateRandomCommand,
  ReEncryptCommand,
} from "@aws-sdk/client-kms";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const { finance, hr, retired, old, signing, hmac, europe } = demoKeys;
const SECRET = new TextEncoder().encode("a secret of 22 bytes..");
const CONTEXT = { department: "hr", "aws:s3:arn": "arn:aws:s3:::b/k" };

/** No test here changes the world: one is enough. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});

describe("Encrypt and Decrypt", () => {
  test("aws-facts 3.8 rows 3 and 4, 2.3 row 1: what was encrypted is decrypted, without naming the key", async () => {
    const kms = world.kms();
    const { CiphertextBlob, KeyId, EncryptionAlgorithm } = await kms.send(new EncryptCommand({ KeyId: hr.alias, Plaintext: SECRET, EncryptionContext: CONTEXT }));
    expect({ KeyId, EncryptionAlgorithm }).toEqual({ KeyId: hr.arn, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" });
    const reordered = Object.fromEntries(Object.entries(CONTEXT).toReversed());
    expect(await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reordered }))).toMatchObject({
      KeyId: hr.arn,
      Plaintext: SECRET,
      EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("aws-facts 2.3: the ciphertext holds neither the plaintext nor the context, and never comes twice", async () => {
    const kms = world.kms();
    const encrypt = async () => (await kms.send(new EncryptCommand({ KeyId: hr.keyId, Plaintext: SECRET, EncryptionContext: CONTEXT }))).CiphertextBlob;
    const [one, two] = [Buffer.from((await encrypt()) ?? []), Buffer.from((await encrypt()) ?? [])];
    expect(one.includes(Buffer.from(SECRET))).toBe(false);
    expect(one.includes("department")).toBe(false);
    expect(one.equals(two)).toBe(false);
  });

  test.each([
    ["no context", undefined],
    ["another value", { ...CONTEXT, department: "HR" }],
    ["a pair more", { ...CONTEXT, more: "" }],
    ["a pair less", { department: "hr" }],
  ])("aws-facts 3.8 row 5, 2.3 row 2: %s is an InvalidCiphertextException without message", async (_name, EncryptionContext) => {
    const kms = world.kms();
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: hr.keyId, Plaintext: SECRET, EncryptionContext: CONTEXT }));
    const refused = await refusal(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext })));
    expect(refused).toMatchObject({ name: "InvalidCiphertextException", status: 400 });
    // The SDK puts a word of its own where AWS sends none.
    expect(["", "UnknownError"]).toContain(refused.message);
  });

  test("aws-facts 3.8 row 5: one changed bit anywhere makes a ciphertext worthless", async () => {
    const kms = world.kms();
    const { CiphertextBlob = new Uint8Array() } = await kms.send(new EncryptCommand({ KeyId: hr.keyId, Plaintext: SECRET }));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: CiphertextBlob.length - 1 }), fc.nat({ max: 7 }), async (index, bit) => {
        const damaged = Uint8Array.from(CiphertextBlob, (byte, place) => (place === index ? byte ^ (1 << bit) : byte));
        const { name } = await refusal(kms.send(new DecryptCommand({ CiphertextBlob: damaged })));
        // Damage to the part that names the key may name one that is not here.
        expect(["InvalidCiphertextException", "AccessDeniedException", "NotFoundException"]).toContain(name);
      }),
      { numRuns: 60 },
    );
  });

  test.each([["finance", finance.keyId], ["hmac", hmac.keyId]])("aws-facts 3.8 row 6: Decrypt naming the key %s is an IncorrectKeyException", async (_name, KeyId) => {
    const kms = world.kms();
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: hr.keyId, Plaintext: SECRET }));
    expect(await refusal(kms.send(new DecryptCommand({ CiphertextBlob, KeyId })))).toEqual({
      name: "IncorrectKeyException",
      message: "The key ID in the request does not identify a CMK that can perform this operation.",
      status: 400,
    });
    expect((await kms.send(new DecryptCommand({ CiphertextBlob, KeyId: hr.alias }))).Plaintext).toEqual(SECRET);
  });

  test("aws-facts 3.8 row 3: plaintexts of 1 to 4,096 bytes", async () => {
    const kms = world.kms();
    const Plaintext = new Uint8Array(4096).fill(7);
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: hr.keyId, Plaintext }));
    expect((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(Plaintext);
    expect(await refusal(kms.send(new EncryptCommand({ KeyId: hr.keyId, Plaintext: new Uint8Array(4097) })))).toEqual({
      name: "ValidationException",
      message: "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
      status: 400,
    });
  });

  test("aws-facts 3.8 row 7: Encrypt with a signing key", async () => {
    expect(await refusal(world.kms().send(new EncryptCommand({ KeyId: signing.keyId, Plaintext: SECRET })))).toEqual({
      name: "InvalidKeyUsageException",
      message: `${signing.arn} key usage is SIGN_VERIFY which is not valid for Encrypt.`,
      status: 400,
    });
  });

  test("a ciphertext of another Region's key is out of reach", async () => {
    const { CiphertextBlob } = await world.kms("admin", "eu-west-1").send(new EncryptCommand({ KeyId: europe.keyId, Plaintext: SECRET }));
    expect(await refusal(world.kms().send(new DecryptCommand({ CiphertextBlob })))).toMatchObject({ name: "AccessDeniedException", status: 400 });
  });
});

describe("data keys", () => {
  test.each([
    [{ KeySpec: "AES_256" } as const, 32],
    [{ KeySpec: "AES_128" } as const, 16],
    [{ NumberOfBytes: 1024 }, 1024],
  ])("aws-facts 3.8 row 1: GenerateDataKey %o", async (size, length) => {
    const kms = world.kms();
    const made = await kms.send(new GenerateDataKeyCommand({ KeyId: finance.alias, ...size, EncryptionContext: CONTEXT }));
    expect(made).toMatchObject({ KeyId: finance.arn, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/), CiphertextBlob: expect.any(Uint8Array) });
    expect(made.Plaintext).toHaveLength(length);
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext: CONTEXT }));
    expect(opened.Plaintext).toEqual(made.Plaintext);
  });

  test("aws-facts 3.8 row 2: GenerateDataKeyWithoutPlaintext gives the blob only", async () => {
    const made = await world.kms().send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId: finance.keyId, KeySpec: "AES_256" }));
    expect("Plaintext" in made).toBe(false);
    expect(made).toMatchObject({ KeyId: finance.arn, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await world.kms().send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }))).Plaintext).toHaveLength(32);
  });

  test("aws-facts 3.8 row 1: exactly one of KeySpec and NumberOfBytes", async () => {
    const kms = world.kms();
    for (const size of [{}, { KeySpec: "AES_256", NumberOfBytes: 32 } as const]) {
      expect(await refusal(kms.send(new GenerateDataKeyCommand({ KeyId: finance.keyId, ...size })))).toMatchObject({ name: "ValidationException", status: 400 });
    }
  });

  test.each([
    ["5", retired, "DisabledException", `${retired.arn} is disabled.`],
    ["6", old, "KMSInvalidStateException", `${old.arn} is pending deletion.`],
    ["8", signing, "InvalidKeyUsageException", "You cannot generate a data key with an asymmetric CMK"],
    ["9", hmac, "InvalidKeyUsageException", `${hmac.arn} key usage is GENERATE_VERIFY_MAC which is not valid for GenerateDataKey.`],
  ])("aws-facts 1.9 row %s: a data key under the wrong key", async (_row, key, name, message) => {
    expect(await refusal(world.kms().send(new GenerateDataKeyCommand({ KeyId: key.arn, KeySpec: "AES_256" })))).toEqual({ name, message, status: 400 });
  });

  test("aws-facts 1.9 row 7: a key that waits for its material", async () => {
    const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ Origin: "EXTERNAL" }));
    expect(KeyMetadata?.KeyState).toBe("PendingImport");
    expect(await refusal(world.kms().send(new GenerateDataKeyCommand({ KeyId: KeyMetadata?.KeyId, KeySpec: "AES_256" })))).toMatchObject({
      name: "KMSInvalidStateException",
      message: `${KeyMetadata?.Arn} is pending import.`,
    });
  });
});

describe("ReEncrypt and GenerateRandom", () => {
  test("aws-facts 3.2: ReEncrypt moves a ciphertext to another key and context", async () => {
    const kms = world.kms();
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: hr.keyId, Plaintext: SECRET, EncryptionContext: CONTEXT }));
    const moved = await kms.send(
      new ReEncryptCommand({ CiphertextBlob, SourceEncryptionContext: CONTEXT, DestinationKeyId: finance.alias, DestinationEncryptionContext: { a: "b" } }),
    );
    expect(moved).toMatchObject({ SourceKeyId: hr.arn, KeyId: finance.arn });
    expect((await kms.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { a: "b" } }))).Plaintext).toEqual(SECRET);
    expect(await refusal(kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: finance.keyId })))).toMatchObject({ name: "InvalidCiphertextException" });
  });

  test("aws-facts 3.8 row 9: GenerateRandom from 1 to 1,024 bytes", async () => {
    const kms = world.kms();
    expect((await kms.send(new GenerateRandomCommand({ NumberOfBytes: 1024 }))).Plaintext).toHaveLength(1024);
    expect(await refusal(kms.send(new GenerateRandomCommand({ NumberOfBytes: 1025 })))).toEqual({
      name: "ValidationException",
      message: "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
      status: 400,
    });
    expect(await refusal(kms.send(new GenerateRandomCommand({})))).toMatchObject({ name: "ValidationException", message: "NumberOfBytes is required.", status: 400 });
  });
});

describe("permission", () => {
  test("aws-facts 3.8 row 8: DryRun tells that it would have succeeded, or why not", async () => {
    const KeyId = finance.keyId;
    const { CiphertextBlob } = await world.kms().send(new EncryptCommand({ KeyId, Plaintext: SECRET }));
    const wouldSucceed = { name: "DryRunOperationException", message: "The request would have succeeded, but the DryRun option is set.", status: 400 };
    const refused = await Promise.all(
      [
        world.kms().send(new EncryptCommand({ KeyId, Plaintext: SECRET, DryRun: true })),
        world.kms().send(new DecryptCommand({ CiphertextBlob, DryRun: true })),
        world.kms().send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", DryRun: true })),
        world.kms().send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, KeySpec: "AES_256", DryRun: true })),
        world.kms().send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: KeyId, DryRun: true })),
      ].map((call) => refusal(call)),
    );
    for (const each of refused) expect(each).toEqual(wouldSucceed);
    expect(await refusal(world.kms("uploader").send(new EncryptCommand({ KeyId, Plaintext: SECRET, DryRun: true })))).toMatchObject({ name: "AccessDeniedException" });
    expect(await refusal(world.kms().send(new EncryptCommand({ KeyId: retired.keyId, Plaintext: SECRET, DryRun: true })))).toMatchObject({ name: "DisabledException" });
  });

  test("aws-facts 3.1 row 5, 3.8 row 11, 5.4 row 4: a denial on a direct call is 400 and names action and key ARN", async () => {
    expect(await refusal(world.kms("auditor").send(new GenerateDataKeyCommand({ KeyId: finance.alias, KeySpec: "AES_256" })))).toEqual({
      name: "AccessDeniedException",
      message: `User: arn:aws:iam::111122223333:user/auditor is not authorized to perform: kms:GenerateDataKey on resource: ${finance.arn} because no identity-based policy allows the kms:GenerateDataKey action`,
      status: 400,
    });
  });

  test("the uploader may generate data keys and not decrypt, the auditor the other way round", async () => {
    const { CiphertextBlob } = await world.kms("uploader").send(new GenerateDataKeyCommand({ KeyId: finance.keyId, KeySpec: "AES_256" }));
    expect(await refusal(world.kms("uploader").send(new DecryptCommand({ CiphertextBlob })))).toMatchObject({ name: "AccessDeniedException" });
    expect((await world.kms("auditor").send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toHaveLength(32);
    expect(await refusal(world.kms("uploader").send(new DescribeKeyCommand({ KeyId: finance.keyId })))).toMatchObject({ name: "AccessDeniedException" });
  });

  test("aws-facts 3.10: nobody uses aws/s3 directly, the admin included", async () => {
    await world.kms().send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect(await refusal(world.kms().send(new GenerateDataKeyCommand({ KeyId: "alias/aws/s3", KeySpec: "AES_256" })))).toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("because no resource-based policy allows the kms:GenerateDataKey action"),
      status: 400,
    });
  });
});
