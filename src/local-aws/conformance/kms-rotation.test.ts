import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  ListKeyRotationsCommand,
  paginateListKeyRotations,
  RotateKeyOnDemandCommand,
} from "@aws-sdk/client-kms";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const { signing, hmac, retired } = demoKeys;
const ABSENT = "00000000-0000-4000-8000-000000000000";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

let key: { readonly keyId: string; readonly arn: string };
beforeEach(async () => {
  const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({}));
  key = { keyId: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn ?? "" };
});

const now = () => world.services.clock.now();
const rotate = (KeyId: string = key.keyId) => world.kms().send(new RotateKeyOnDemandCommand({ KeyId }));
const status = () => world.kms().send(new GetKeyRotationStatusCommand({ KeyId: key.keyId }));
const materialId = async () => (await world.kms().send(new DescribeKeyCommand({ KeyId: key.keyId }))).KeyMetadata?.CurrentKeyMaterialId;
const rotations = async (IncludeKeyMaterial?: "ALL_KEY_MATERIAL") =>
  (await world.kms().send(new ListKeyRotationsCommand({ KeyId: key.keyId, ...(IncludeKeyMaterial && { IncludeKeyMaterial }) }))).Rotations ?? [];

/** Rotates on demand and waits until it is done. */
async function rotateAndWait(): Promise<void> {
  await rotate();
  world.advance(2 * SECOND);
}

describe("on demand", () => {
  test("aws-facts 3.7 row 4, 9 row 14: RotateKeyOnDemand answers the ARN, whatever was sent", async () => {
    expect((await rotate(key.keyId)).KeyId).toBe(key.arn);
    world.advance(2 * SECOND);
    expect((await rotate(key.arn)).KeyId).toBe(key.arn);
  });

  test("aws-facts 3.7 rows 1, 2 and 4: it is asynchronous; the status tells while it is in progress, and NextRotationDate stays", async () => {
    await world.kms().send(new EnableKeyRotationCommand({ KeyId: key.keyId, RotationPeriodInDays: 180 }));
    const before = await status();
    expect(before.OnDemandRotationStartDate).toBeUndefined();
    const first = await materialId();
    await rotate();
    const startedAt = new Date(now());
    expect(await status()).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 180, NextRotationDate: before.NextRotationDate, OnDemandRotationStartDate: startedAt });
    expect(await materialId()).toBe(first);
    expect(await refusal(rotate())).toMatchObject({ name: "ConflictException", status: 400 });
    world.advance(2 * SECOND);
    const after = await status();
    expect(after).toMatchObject({ NextRotationDate: before.NextRotationDate });
    expect(after.OnDemandRotationStartDate).toBeUndefined();
    expect(await materialId()).not.toBe(first);
  });

  test("aws-facts 3.7 row 5: old ciphertext still decrypts, S3's objects included, under the same key ARN", async () => {
    const Plaintext = new TextEncoder().encode("before");
    const { CiphertextBlob } = await world.kms().send(new EncryptCommand({ KeyId: key.keyId, Plaintext }));
    const object = { Bucket: "keyseal-plain", Key: "before-rotation" };
    await world.s3().send(new PutObjectCommand({ ...object, Body: "before", ServerSideEncryption: "aws:kms", SSEKMSKeyId: key.keyId }));
    const first = await materialId();
    await rotateAndWait();
    const decrypted = await world.kms().send(new DecryptCommand({ CiphertextBlob }));
    expect(decrypted).toMatchObject({ Plaintext, KeyId: key.arn, KeyMaterialId: first });
    const read = await world.s3().send(new GetObjectCommand(object));
    expect(await read.Body?.transformToString()).toBe("before");
    expect(read.SSEKMSKeyId).toBe(key.arn);
  });

  test("aws-facts 3.7 row 6: after 25 rotations the limit is reached", async () => {
    for (let count = 0; count < 25; count += 1) await rotateAndWait();
    expect(await refusal(rotate())).toEqual({
      name: "LimitExceededException",
      message: `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${key.arn}`,
      status: 400,
    });
  });

  test("aws-facts 3.7 row 7: asymmetric and HMAC keys do not rotate; state is checked first; nothing is nothing", async () => {
    const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }));
    for (const KeyId of [signing.keyId, hmac.keyId]) {
      const refused = await refusal(rotate(KeyId));
      expect(refused).toMatchObject({ name: "UnsupportedOperationException", status: 400 });
      // The SDK puts a word of its own where AWS sends none.
      expect(["", "UnknownError"]).toContain(refused.message);
    }
    await world.kms().send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    expect(await refusal(rotate(KeyMetadata?.KeyId))).toMatchObject({ name: "DisabledException" });
    expect(await refusal(rotate(retired.keyId))).toMatchObject({ name: "DisabledException", message: `${retired.arn} is disabled.` });
    expect(await refusal(rotate(ABSENT))).toMatchObject({ name: "NotFoundException", message: `Key 'arn:aws:kms:us-east-1:111122223333:key/${ABSENT}' does not exist` });
  });

  test("aws-facts 3.7: an imported key has nothing to rotate to", async () => {
    const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ Origin: "EXTERNAL" }));
    expect(await refusal(rotate(KeyMetadata?.KeyId))).toMatchObject({ name: "KMSInvalidStateException", message: `${KeyMetadata?.Arn} is pending import.` });
  });
});

describe("history", () => {
  test("aws-facts 3.4: ListKeyRotations tells what became current, when and how", async () => {
    expect(await rotations()).toEqual([]);
    const first = await materialId();
    await world.kms().send(new EnableKeyRotationCommand({ KeyId: key.keyId, RotationPeriodInDays: 90 }));
    const enabledAt = now();
    await rotateAndWait();
    const second = await materialId();
    world.advance(90 * DAY);
    const third = await materialId();
    const entry = (KeyMaterialId: string | undefined, KeyMaterialState: string) => ({ KeyId: key.keyId, KeyMaterialId, KeyMaterialState });
    const history = [
      { ...entry(second, "NON_CURRENT"), RotationType: "ON_DEMAND", RotationDate: new Date(enabledAt + SECOND) },
      { ...entry(third, "CURRENT"), RotationType: "AUTOMATIC", RotationDate: new Date(enabledAt + 90 * DAY) },
    ];
    expect(await rotations()).toEqual(history);
    expect(await rotations("ALL_KEY_MATERIAL")).toEqual([entry(first, "NON_CURRENT"), ...history]);
    const pages: number[] = [];
    for await (const { Rotations = [] } of paginateListKeyRotations({ client: world.kms(), pageSize: 1 }, { KeyId: key.keyId })) pages.push(Rotations.length);
    expect(pages).toEqual([1, 1]);
    expect(await refusal(world.kms().send(new ListKeyRotationsCommand({ KeyId: key.keyId, Marker: "nonsense" })))).toMatchObject({ name: "InvalidMarkerException" });
  });

  test("aws-facts 3.7: a clock that leaps leaves the rotations of every period behind, each on its date", async () => {
    await world.kms().send(new EnableKeyRotationCommand({ KeyId: key.keyId, RotationPeriodInDays: 90 }));
    const enabledAt = now();
    world.advance(300 * DAY);
    expect((await rotations()).map((each) => each.RotationDate?.getTime())).toEqual([90, 180, 270].map((days) => enabledAt + days * DAY));
    expect((await status()).NextRotationDate).toEqual(new Date(enabledAt + 360 * DAY));
  });

  test("a key that was disabled when its date came rotates when it is enabled", async () => {
    await world.kms().send(new EnableKeyRotationCommand({ KeyId: key.keyId, RotationPeriodInDays: 90 }));
    await world.kms().send(new DisableKeyCommand({ KeyId: key.keyId }));
    world.advance(100 * DAY);
    expect(await rotations()).toEqual([]);
    await world.kms().send(new EnableKeyCommand({ KeyId: key.keyId }));
    expect((await rotations()).map((each) => [each.RotationType, each.RotationDate])).toEqual([["AUTOMATIC", new Date(now())]]);
  });
});
