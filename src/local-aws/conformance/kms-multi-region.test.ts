import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  ListResourceTagsCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  UpdatePrimaryRegionCommand,
} from "@aws-sdk/client-kms";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const DAY = 86_400_000;
const EUROPE = "eu-west-1";
const Plaintext = new TextEncoder().encode("a secret");

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** Each test has a primary key in us-east-1. */
let KeyId: string;
let arn: string;
let replicaArn: string;
beforeEach(async () => {
  const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({ MultiRegion: true, Description: "primary" }));
  KeyId = KeyMetadata?.KeyId ?? "";
  arn = KeyMetadata?.Arn ?? "";
  replicaArn = arn.replace("us-east-1", EUROPE);
});

const replicate = () => world.kms().send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: EUROPE, Description: "replica", Tags: [{ TagKey: "a", TagValue: "b" }] }));
const metadata = async (region = "us-east-1") => (await world.kms("admin", region).send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;

test("aws-facts 3.3 row 5: primary and replica share id and material, and tell of each other", async () => {
  const { ReplicaKeyMetadata, ReplicaPolicy, ReplicaTags } = await replicate();
  const configuration = { PrimaryKey: { Arn: arn, Region: "us-east-1" }, ReplicaKeys: [{ Arn: replicaArn, Region: EUROPE }] };
  expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
  expect(ReplicaKeyMetadata).toMatchObject({
    KeyId,
    Arn: replicaArn,
    Description: "replica",
    MultiRegion: true,
    KeyState: "Enabled",
    MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA", ...configuration },
  });
  expect(ReplicaTags).toEqual([{ TagKey: "a", TagValue: "b" }]);
  expect(JSON.parse(ReplicaPolicy ?? "")).toMatchObject({ Id: "key-default-1" });
  const primary = await metadata();
  expect(primary).toMatchObject({ Description: "primary", MultiRegionConfiguration: { MultiRegionKeyType: "PRIMARY", ...configuration } });
  expect(primary?.CurrentKeyMaterialId).toBe(ReplicaKeyMetadata?.CurrentKeyMaterialId);
  expect((await world.kms().send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([]);
});

test("what the primary encrypts the replica decrypts, and the other way round", async () => {
  await replicate();
  const [here, there] = [world.kms(), world.kms("admin", EUROPE)];
  const fromPrimary = await here.send(new EncryptCommand({ KeyId, Plaintext }));
  expect(await there.send(new DecryptCommand({ CiphertextBlob: fromPrimary.CiphertextBlob }))).toMatchObject({ Plaintext, KeyId: replicaArn });
  const fromReplica = await there.send(new EncryptCommand({ KeyId, Plaintext }));
  expect(await here.send(new DecryptCommand({ CiphertextBlob: fromReplica.CiphertextBlob, KeyId: arn }))).toMatchObject({ Plaintext, KeyId: arn });
});

test("aws-facts 1.3: S3 uses the replica of the bucket's Region by its own ARN", async () => {
  await replicate();
  const s3 = world.s3("admin", EUROPE);
  const put = (SSEKMSKeyId: string) => s3.send(new PutObjectCommand({ Bucket: "keyseal-eu", Key: "replica", Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId }));
  expect((await put(replicaArn)).SSEKMSKeyId).toBe(replicaArn);
  expect((await s3.send(new GetObjectCommand({ Bucket: "keyseal-eu", Key: "replica" }))).SSEKMSKeyId).toBe(replicaArn);
  expect(await refusal(put(arn))).toMatchObject({ name: "KMS.NotFoundException", message: "Invalid arn us-east-1" });
});

test("rotation is the primary's, and reaches the replica", async () => {
  await replicate();
  const there = () => world.kms("admin", EUROPE);
  expect(await refusal(there().send(new EnableKeyRotationCommand({ KeyId })))).toMatchObject({ name: "UnsupportedOperationException" });
  expect(await refusal(there().send(new RotateKeyOnDemandCommand({ KeyId })))).toMatchObject({ name: "UnsupportedOperationException" });
  await world.kms().send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
  expect(await there().send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 });
  const before = (await metadata())?.CurrentKeyMaterialId;
  world.advance(90 * DAY);
  const after = (await metadata())?.CurrentKeyMaterialId;
  expect(after).not.toBe(before);
  expect((await metadata(EUROPE))?.CurrentKeyMaterialId).toBe(after);
});

test("UpdatePrimaryRegion: primary and replica change places", async () => {
  await replicate();
  await world.kms().send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
  await world.kms().send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: EUROPE }));
  const configuration = { PrimaryKey: { Arn: replicaArn, Region: EUROPE }, ReplicaKeys: [{ Arn: arn, Region: "us-east-1" }] };
  expect((await metadata())?.MultiRegionConfiguration).toEqual({ MultiRegionKeyType: "REPLICA", ...configuration });
  expect((await metadata(EUROPE))?.MultiRegionConfiguration).toEqual({ MultiRegionKeyType: "PRIMARY", ...configuration });
  const before = (await metadata())?.CurrentKeyMaterialId;
  world.advance(90 * DAY);
  expect((await metadata())?.CurrentKeyMaterialId).not.toBe(before);
  expect(await refusal(world.kms().send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: EUROPE })))).toMatchObject({ name: "UnsupportedOperationException" });
});

test("aws-facts 3.3 row 7: the primary's waiting period begins when its last replica is gone", async () => {
  await replicate();
  const scheduled = await world.kms().send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 10 }));
  expect(scheduled).toMatchObject({ KeyId: arn, KeyState: "PendingReplicaDeletion", PendingWindowInDays: 10 });
  expect(scheduled.DeletionDate).toBeUndefined();
  expect(await metadata()).toMatchObject({ KeyState: "PendingReplicaDeletion", PendingDeletionWindowInDays: 10, Enabled: false });
  expect(await refusal(world.kms().send(new EncryptCommand({ KeyId, Plaintext })))).toMatchObject({ name: "KMSInvalidStateException" });
  await world.kms("admin", EUROPE).send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  const start = world.services.clock.now();
  world.advance(7 * DAY);
  expect(await refusal(metadata(EUROPE))).toMatchObject({ name: "NotFoundException" });
  expect(await metadata()).toMatchObject({ KeyState: "PendingDeletion", DeletionDate: new Date(start + 17 * DAY) });
  world.advance(10 * DAY);
  expect(await refusal(metadata())).toMatchObject({ name: "NotFoundException" });
});

test("aws-facts 3.6: a deletion that waits for replicas can be cancelled", async () => {
  await replicate();
  await world.kms().send(new ScheduleKeyDeletionCommand({ KeyId }));
  await world.kms().send(new CancelKeyDeletionCommand({ KeyId }));
  const cancelled = await metadata();
  expect(cancelled).toMatchObject({ KeyState: "Disabled" });
  expect(cancelled?.PendingDeletionWindowInDays).toBeUndefined();
});

test("ReplicateKey is for primary keys, into another Region, once, and needs kms:CreateKey too", async () => {
  const policies = [policyText({ Effect: "Allow", Action: "kms:ReplicateKey", Resource: "*" })];
  const replicator = world.kms(await world.addUser("replicator", { policies }));
  expect(await refusal(replicator.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: EUROPE })))).toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining("kms:CreateKey"),
  });
  await replicate();
  expect(await refusal(replicate())).toMatchObject({ name: "AlreadyExistsException" });
  const kms = world.kms();
  expect(await refusal(kms.send(new ReplicateKeyCommand({ KeyId: demoKeys.hr.keyId, ReplicaRegion: EUROPE })))).toMatchObject({ name: "UnsupportedOperationException" });
  expect(await refusal(world.kms("admin", EUROPE).send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "us-east-1" })))).toMatchObject({ name: "UnsupportedOperationException" });
  expect(await refusal(kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "ap-south-1" })))).toMatchObject({ name: "ValidationException" });
});
