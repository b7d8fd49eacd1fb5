import { constants, createPublicKey, publicEncrypt, randomBytes } from "node:crypto";
import {
  type AlgorithmSpec,
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateMacCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
  ListKeyRotationsCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const DAY = 86_400_000;
const Plaintext = new TextEncoder().encode("a secret");
const FOR_EVER = { ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" } as const;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** Each test has a key of its own that waits for its material, and material for it. */
let KeyId: string;
let arn: string;
let material: Uint8Array;
beforeEach(async () => {
  const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ Origin: "EXTERNAL" }));
  KeyId = KeyMetadata?.KeyId ?? "";
  arn = KeyMetadata?.Arn ?? "";
  material = randomBytes(32);
});

const metadata = async () => (await world.kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
const parameters = (WrappingAlgorithm: AlgorithmSpec = "RSAES_OAEP_SHA_256", id = KeyId) =>
  world.kms().send(new GetParametersForImportCommand({ KeyId: id, WrappingAlgorithm, WrappingKeySpec: "RSA_2048" }));

/** Wraps as a client does: RSAES_OAEP to the public key that KMS gave. */
function wrap(secret: Uint8Array, publicKey: Uint8Array | undefined, oaepHash = "sha256"): Uint8Array {
  const key = createPublicKey({ key: Buffer.from(publicKey ?? []), format: "der", type: "spki" });
  return publicEncrypt({ key, oaepHash, padding: constants.RSA_PKCS1_OAEP_PADDING }, secret);
}

async function importMaterial(input: Partial<ImportKeyMaterialCommandInput> = FOR_EVER, secret = material) {
  const { ImportToken, PublicKey } = await parameters();
  return world.kms().send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial: wrap(secret, PublicKey), ...input }));
}

describe("importing", () => {
  test("aws-facts 3.3 row 8: a key of origin EXTERNAL waits in PendingImport, and is Enabled with its material", async () => {
    const before = await metadata();
    expect(before).toMatchObject({ KeyState: "PendingImport", Enabled: false, Origin: "EXTERNAL" });
    for (const member of ["CurrentKeyMaterialId", "ExpirationModel", "ValidTo"] as const) expect(before?.[member]).toBeUndefined();
    const imported = await importMaterial();
    expect(imported).toMatchObject({ KeyId: arn, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await metadata()).toMatchObject({ KeyState: "Enabled", ExpirationModel: FOR_EVER.ExpirationModel, CurrentKeyMaterialId: imported.KeyMaterialId });
    const { CiphertextBlob } = await world.kms().send(new EncryptCommand({ KeyId, Plaintext }));
    expect((await world.kms().send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(Plaintext);
  });

  test("GetParametersForImport gives a wrapping key and a token for 24 hours; SHA-1 wraps as well", async () => {
    const { ParametersValidTo, ImportToken, PublicKey, KeyId: answered } = await parameters("RSAES_OAEP_SHA_1");
    expect(answered).toBe(arn);
    expect(ParametersValidTo).toEqual(new Date(world.services.clock.now() + DAY));
    await world.kms().send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial: wrap(material, PublicKey, "sha1"), ...FOR_EVER }));
    expect(await metadata()).toMatchObject({ KeyState: "Enabled" });
  });

  test("an HMAC key takes material of its own length", async () => {
    const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ Origin: "EXTERNAL", KeySpec: "HMAC_512", KeyUsage: "GENERATE_VERIFY_MAC" }));
    KeyId = KeyMetadata?.KeyId ?? "";
    expect(await refusal(importMaterial())).toMatchObject({ name: "IncorrectKeyMaterialException" });
    await importMaterial(FOR_EVER, randomBytes(64));
    expect((await world.kms().send(new GenerateMacCommand({ KeyId, Message: Plaintext, MacAlgorithm: "HMAC_SHA_512" }))).Mac).toHaveLength(64);
  });

  test.each([
    ["no expiry without a date", {}],
    ["a date with material that does not expire", { ...FOR_EVER, ValidTo: new Date(Date.UTC(2026, 6, 1)) }],
    ["a date in the past", { ValidTo: new Date(0) }],
    ["a date more than a year ahead", { ValidTo: new Date(Date.UTC(2030, 0, 1)) }],
  ])("%s is refused", async (_name, input) => {
    expect(await refusal(importMaterial(input))).toMatchObject({ name: "ValidationException", status: 400 });
  });

  test("tokens and wrapped material are checked", async () => {
    const { ImportToken, PublicKey } = await parameters();
    const send = (input: Partial<ImportKeyMaterialCommandInput>) =>
      refusal(world.kms().send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial: wrap(material, PublicKey), ...FOR_EVER, ...input })));
    expect(await send({ ImportToken: new Uint8Array(8) })).toMatchObject({ name: "InvalidImportTokenException" });
    expect(await send({ EncryptedKeyMaterial: new Uint8Array(256) })).toMatchObject({ name: "InvalidCiphertextException" });
    expect(await send({ EncryptedKeyMaterial: wrap(randomBytes(16), PublicKey) })).toMatchObject({ name: "IncorrectKeyMaterialException" });
    world.advance(DAY);
    expect(await send({})).toMatchObject({ name: "ExpiredImportTokenException" });
  });

  test("keys whose material AWS made take none, and wrapping that WebCrypto has not is refused loudly", async () => {
    expect(await refusal(parameters("RSAES_OAEP_SHA_256", demoKeys.hr.keyId))).toMatchObject({ name: "UnsupportedOperationException" });
    expect(await refusal(parameters("RSA_AES_KEY_WRAP_SHA_256"))).toMatchObject({ name: "UnsupportedOperationException", message: expect.stringContaining("RSA_AES_KEY_WRAP_SHA_256") });
  });
});

describe("deleting and expiring", () => {
  test("aws-facts 3.6 row 10: without its material the key is pending import; the same material brings all back", async () => {
    await importMaterial();
    const { CiphertextBlob } = await world.kms().send(new EncryptCommand({ KeyId, Plaintext }));
    await world.kms().send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    expect(await metadata()).toMatchObject({ KeyState: "PendingImport", Enabled: false });
    expect(await refusal(world.kms().send(new DecryptCommand({ CiphertextBlob })))).toMatchObject({ name: "KMSInvalidStateException", message: `${arn} is pending import.` });
    expect(await refusal(importMaterial(FOR_EVER, randomBytes(32)))).toMatchObject({ name: "IncorrectKeyMaterialException" });
    await importMaterial();
    expect((await world.kms().send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(Plaintext);
  });

  test("aws-facts 3.3 row 8: material with ValidTo expires on its date", async () => {
    const ValidTo = new Date(world.services.clock.now() + 10 * DAY);
    await importMaterial({ ValidTo });
    expect(await metadata()).toMatchObject({ KeyState: "Enabled", ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo });
    world.advance(10 * DAY - 1000);
    expect(await metadata()).toMatchObject({ KeyState: "Enabled" });
    world.advance(1000);
    expect(await metadata()).toMatchObject({ KeyState: "PendingImport" });
    await importMaterial();
    world.advance(400 * DAY);
    expect(await metadata()).toMatchObject({ KeyState: "Enabled" });
  });

  test("a key whose material went while it was pending deletion comes back waiting for it", async () => {
    await importMaterial();
    await world.kms().send(new ScheduleKeyDeletionCommand({ KeyId }));
    await world.kms().send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    expect(await metadata()).toMatchObject({ KeyState: "PendingDeletion" });
    await world.kms().send(new CancelKeyDeletionCommand({ KeyId }));
    expect(await metadata()).toMatchObject({ KeyState: "PendingImport" });
  });
});

describe("rotation on demand", () => {
  test("aws-facts 3.7 row 8: it needs material that waits for it, and makes that the current one", async () => {
    const first = await importMaterial();
    const { CiphertextBlob } = await world.kms().send(new EncryptCommand({ KeyId, Plaintext }));
    expect(await refusal(world.kms().send(new RotateKeyOnDemandCommand({ KeyId })))).toEqual({
      name: "KMSInvalidStateException",
      message: `No available key material pending rotation for the key: ${arn}.`,
      status: 400,
    });
    const second = await importMaterial({ ...FOR_EVER, ImportType: "NEW_KEY_MATERIAL", KeyMaterialDescription: "2026" }, randomBytes(32));
    const states = async () =>
      ((await world.kms().send(new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: "ALL_KEY_MATERIAL" }))).Rotations ?? []).map((each) => [
        each.KeyMaterialId,
        each.KeyMaterialState,
        each.ImportState,
        each.KeyMaterialDescription,
      ]);
    expect(await states()).toEqual([[first.KeyMaterialId, "CURRENT", "IMPORTED", undefined], [second.KeyMaterialId, "PENDING_ROTATION", "IMPORTED", "2026"]]);
    expect(await refusal(importMaterial({ ...FOR_EVER, ImportType: "NEW_KEY_MATERIAL" }, randomBytes(32)))).toMatchObject({ name: "KMSInvalidStateException" });
    expect((await world.kms().send(new RotateKeyOnDemandCommand({ KeyId }))).KeyId).toBe(arn);
    world.advance(2000);
    expect(await metadata()).toMatchObject({ CurrentKeyMaterialId: second.KeyMaterialId });
    expect(await states()).toEqual([[first.KeyMaterialId, "NON_CURRENT", "IMPORTED", undefined], [second.KeyMaterialId, "CURRENT", "IMPORTED", "2026"]]);
    expect((await world.kms().send(new DecryptCommand({ CiphertextBlob }))).KeyMaterialId).toBe(first.KeyMaterialId);
    await world.kms().send(new DeleteImportedKeyMaterialCommand({ KeyId, KeyMaterialId: first.KeyMaterialId }));
    expect(await metadata()).toMatchObject({ KeyState: "PendingImport" });
    expect((await states())[0]).toEqual([first.KeyMaterialId, "NON_CURRENT", "PENDING_IMPORT", undefined]);
  });

  test("aws-facts 3.3: the replica of an imported key takes the same material, and new material waits until both have it", async () => {
    const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ Origin: "EXTERNAL", MultiRegion: true }));
    KeyId = KeyMetadata?.KeyId ?? "";
    await importMaterial();
    const { ReplicaKeyMetadata } = await world.kms().send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "eu-west-1" }));
    expect(ReplicaKeyMetadata?.KeyState).toBe("PendingImport");
    const importThere = async (secret: Uint8Array) => {
      const kms = world.kms("admin", "eu-west-1");
      const { ImportToken, PublicKey } = await kms.send(new GetParametersForImportCommand({ KeyId, WrappingAlgorithm: "RSAES_OAEP_SHA_256", WrappingKeySpec: "RSA_2048" }));
      return kms.send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial: wrap(secret, PublicKey), ...FOR_EVER }));
    };
    expect(await refusal(importThere(randomBytes(32)))).toMatchObject({ name: "IncorrectKeyMaterialException" });
    await importThere(material);
    const { CiphertextBlob } = await world.kms().send(new EncryptCommand({ KeyId, Plaintext }));
    expect((await world.kms("admin", "eu-west-1").send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(Plaintext);
    const next = randomBytes(32);
    const { KeyMaterialId } = await importMaterial({ ...FOR_EVER, ImportType: "NEW_KEY_MATERIAL" }, next);
    const states = async () =>
      ((await world.kms().send(new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: "ALL_KEY_MATERIAL" }))).Rotations ?? []).map((each) => each.KeyMaterialState);
    expect(await states()).toEqual(["CURRENT", "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"]);
    expect(await refusal(world.kms().send(new RotateKeyOnDemandCommand({ KeyId })))).toMatchObject({ name: "KMSInvalidStateException" });
    await importThere(next);
    expect(await states()).toEqual(["CURRENT", "PENDING_ROTATION"]);
    await world.kms().send(new RotateKeyOnDemandCommand({ KeyId }));
    world.advance(2000);
    for (const region of ["us-east-1", "eu-west-1"]) {
      const described = await world.kms("admin", region).send(new DescribeKeyCommand({ KeyId }));
      expect(described.KeyMetadata).toMatchObject({ KeyState: "Enabled", CurrentKeyMaterialId: KeyMaterialId });
    }
  });
});
