import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const DAY = 86_400_000;
const { finance, hr, retired, old, signing, hmac, unnamed } = demoKeys;

/** Tests here change keys: each has a world of its own. */
let world: World;
beforeEach(async () => {
  world = await startWorld();
});

describe("aliases", () => {
  test("aws-facts 3.5 row 7: create, move and delete, with empty answers", async () => {
    const kms = world.kms();
    await kms.send(new CreateAliasCommand({ AliasName: "alias/moving", TargetKeyId: finance.keyId }));
    await kms.send(new UpdateAliasCommand({ AliasName: "alias/moving", TargetKeyId: hr.arn }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId: "alias/moving" }))).KeyMetadata?.KeyId).toBe(hr.keyId);
    await kms.send(new DeleteAliasCommand({ AliasName: "alias/moving" }));
    expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId: "alias/moving" })))).toMatchObject({ name: "NotFoundException" });
    expect((await kms.send(new DescribeKeyCommand({ KeyId: hr.keyId }))).KeyMetadata?.KeyState).toBe("Enabled");
  });

  test.each([
    ["finance", "ValidationException", 'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html'],
    ["alias/finance", "AlreadyExistsException", "An alias with the name arn:aws:kms:us-east-1:111122223333:alias/finance already exists"],
  ])("aws-facts 3.5 rows 4 and 6: CreateAlias refuses %s", async (AliasName, name, message) => {
    expect(await refusal(world.kms().send(new CreateAliasCommand({ AliasName, TargetKeyId: hr.keyId })))).toEqual({ name, message, status: 400 });
  });

  test("aws-facts 3.5: names of AWS, wrong characters, and a target of another kind are refused", async () => {
    const kms = world.kms();
    const create = (AliasName: string) => refusal(kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: hr.keyId })));
    expect(await create("alias/aws/mine")).toMatchObject({ name: "NotAuthorizedException", status: 400 });
    expect(await create("alias/a b")).toMatchObject({ name: "ValidationException", status: 400 });
    expect(await refusal(kms.send(new UpdateAliasCommand({ AliasName: finance.alias, TargetKeyId: hmac.keyId })))).toMatchObject({
      name: "ValidationException",
    });
    expect(await refusal(kms.send(new UpdateAliasCommand({ AliasName: "alias/none", TargetKeyId: hr.keyId })))).toMatchObject({
      name: "NotFoundException",
    });
  });
});

describe("states", () => {
  test("aws-facts 3.6 rows 1 and 2: disabling and enabling, each twice", async () => {
    const kms = world.kms();
    const KeyId = finance.keyId;
    for (const [command, state] of [[new DisableKeyCommand({ KeyId }), "Disabled"], [new EnableKeyCommand({ KeyId }), "Enabled"]] as const) {
      await kms.send(command);
      await kms.send(command);
      expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ KeyState: state, Enabled: state === "Enabled" });
    }
  });

  test("aws-facts 3.6 rows 3 to 6, 3.3 row 6: scheduling, then the state table of PendingDeletion, then cancelling to Disabled", async () => {
    const kms = world.kms();
    const KeyId = finance.keyId;
    expect(await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))).toMatchObject({
      KeyId: finance.arn,
      KeyState: "PendingDeletion",
      PendingWindowInDays: 7,
      DeletionDate: new Date(world.services.clock.now() + 7 * DAY),
    });
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ Enabled: false, DeletionDate: expect.any(Date) });
    const pending = { name: "KMSInvalidStateException", message: `${finance.arn} is pending deletion.`, status: 400 };
    const refused = await Promise.all(
      [
        kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) })),
        kms.send(new EnableKeyCommand({ KeyId })),
        kms.send(new DisableKeyCommand({ KeyId })),
        kms.send(new ScheduleKeyDeletionCommand({ KeyId })),
        kms.send(new CreateAliasCommand({ AliasName: "alias/late", TargetKeyId: KeyId })),
        kms.send(new EnableKeyRotationCommand({ KeyId })),
      ].map((call) => refusal(call)),
    );
    for (const each of refused) expect(each).toEqual(pending);
    expect(await kms.send(new CancelKeyDeletionCommand({ KeyId }))).toMatchObject({ KeyId: finance.arn });
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ KeyState: "Disabled", Enabled: false });
    expect(KeyMetadata?.DeletionDate).toBeUndefined();
    expect(await refusal(kms.send(new CancelKeyDeletionCommand({ KeyId })))).toEqual({
      name: "KMSInvalidStateException",
      message: `${finance.arn} is not pending deletion.`,
      status: 400,
    });
  });

  test("aws-facts 3.6 rows 3 and 7: the window is 7 to 30 days, 30 unless said otherwise", async () => {
    const kms = world.kms();
    for (const PendingWindowInDays of [6, 31]) {
      expect(await refusal(kms.send(new ScheduleKeyDeletionCommand({ KeyId: hr.keyId, PendingWindowInDays })))).toMatchObject({
        name: "ValidationException",
      });
    }
    expect((await kms.send(new ScheduleKeyDeletionCommand({ KeyId: hr.keyId }))).PendingWindowInDays).toBe(30);
  });

  test("aws-facts 3.6 row 11, 3.5 row 8: when the window is over the key, its aliases and what it encrypted are gone", async () => {
    const { CiphertextBlob } = await world.kms().send(new EncryptCommand({ KeyId: hr.keyId, Plaintext: new Uint8Array([1]) }));
    await world.kms().send(new ScheduleKeyDeletionCommand({ KeyId: hr.keyId, PendingWindowInDays: 7 }));
    world.advance(7 * DAY - 1000);
    expect((await world.kms().send(new DescribeKeyCommand({ KeyId: hr.alias }))).KeyMetadata?.KeyState).toBe("PendingDeletion");
    world.advance(1000);
    const kms = world.kms();
    expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId: hr.keyId })))).toMatchObject({ message: `Key '${hr.arn}' does not exist` });
    expect((await kms.send(new ListAliasesCommand({}))).Aliases?.map((alias) => alias.AliasName)).not.toContain(hr.alias);
    expect(await refusal(kms.send(new DecryptCommand({ CiphertextBlob })))).toMatchObject({ name: "AccessDeniedException", status: 400 });
    expect([...world.services.keyStore.range({ prefix: ["material", "us-east-1", hr.keyId] })]).toEqual([]);
  });

  test("aws-facts 3.5: an AWS managed key cannot be changed", async () => {
    const kms = world.kms();
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    const KeyId = KeyMetadata?.KeyId;
    const refused = await Promise.all(
      [
        kms.send(new DisableKeyCommand({ KeyId })),
        kms.send(new ScheduleKeyDeletionCommand({ KeyId })),
        kms.send(new DisableKeyRotationCommand({ KeyId })),
        kms.send(new CreateAliasCommand({ AliasName: "alias/mine", TargetKeyId: KeyId })),
      ].map((call) => refusal(call)),
    );
    for (const each of refused) expect(each).toMatchObject({ name: "AccessDeniedException", status: 400 });
  });
});

describe("rotation", () => {
  test("aws-facts 3.7 rows 1 and 2: off by default, on with a period and the next date, off again", async () => {
    const kms = world.kms();
    const KeyId = finance.keyId;
    const off = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    expect(off).toMatchObject({ KeyId, KeyRotationEnabled: false });
    for (const member of ["RotationPeriodInDays", "NextRotationDate"]) expect(off).not.toHaveProperty(member);
    await kms.send(new EnableKeyRotationCommand({ KeyId }));
    expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).RotationPeriodInDays).toBe(365);
    await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
      KeyId,
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
      NextRotationDate: new Date(world.services.clock.now() + 90 * DAY),
    });
    await kms.send(new DisableKeyRotationCommand({ KeyId }));
    expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(false);
    expect(await refusal(kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 89 })))).toMatchObject({ name: "ValidationException" });
  });

  test("aws-facts 3.7 row 3: the demo key hr rotates every year, an AWS managed key always does", async () => {
    const kms = world.kms();
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    for (const KeyId of [hr.keyId, KeyMetadata?.KeyId]) {
      expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
    }
  });

  test("aws-facts 3.7 row 5, 3.3 row 3: rotation changes the material, not the key, and old ciphertext still decrypts", async () => {
    const Plaintext = new TextEncoder().encode("before");
    const KeyId = unnamed.keyId;
    await world.kms().send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    const before = await world.kms().send(new DescribeKeyCommand({ KeyId }));
    const { CiphertextBlob } = await world.kms().send(new EncryptCommand({ KeyId, Plaintext }));
    world.advance(90 * DAY);
    const kms = world.kms();
    const after = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(after.KeyMetadata?.Arn).toBe(before.KeyMetadata?.Arn);
    expect(after.KeyMetadata?.CurrentKeyMaterialId).not.toBe(before.KeyMetadata?.CurrentKeyMaterialId);
    const decrypted = await kms.send(new DecryptCommand({ CiphertextBlob }));
    expect(decrypted.Plaintext).toEqual(Plaintext);
    expect(decrypted.KeyMaterialId).toBe(before.KeyMetadata?.CurrentKeyMaterialId);
  });

  test("aws-facts 3.7 row 7: asymmetric and HMAC keys do not rotate; state is checked first", async () => {
    const kms = world.kms();
    for (const KeyId of [signing.keyId, hmac.keyId]) {
      expect(await refusal(kms.send(new EnableKeyRotationCommand({ KeyId })))).toMatchObject({ name: "UnsupportedOperationException", status: 400 });
      expect(await refusal(kms.send(new GetKeyRotationStatusCommand({ KeyId })))).toMatchObject({ name: "UnsupportedOperationException" });
    }
    await kms.send(new DisableKeyCommand({ KeyId: signing.keyId }));
    expect(await refusal(kms.send(new EnableKeyRotationCommand({ KeyId: signing.keyId })))).toMatchObject({ name: "DisabledException" });
    expect(await refusal(kms.send(new EnableKeyRotationCommand({ KeyId: retired.keyId })))).toMatchObject({ name: "DisabledException" });
    expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId: old.keyId }))).KeyRotationEnabled).toBe(false);
  });
});
