import {
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";
import { DescribeKeyCommand, GetKeyRotationStatusCommand, paginateListAliases } from "@aws-sdk/client-kms";
import { beforeAll, expect, test } from "vitest";
import { demoBuckets, demoKeys, demoObjects, demoPrincipals, seedDemoWorld } from "#local-aws/seed.ts";
import type { DemoKey } from "#local-aws/seed/demo-keys.ts";
import type { DemoObject } from "#local-aws/seed/demo-objects.ts";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const regionOf = (bucket: string) => demoBuckets.find(({ name }) => name === bucket)?.region;

test("issue 2: the principals are those of the README", () => {
  expect(demoPrincipals.map(({ name, accessKeyId, secretAccessKey }) => [name, accessKeyId, secretAccessKey])).toEqual([
    ["admin", "AKIALOCALADMIN000000", "local-admin-secret-for-the-demo-only-000"],
    ["uploader", "AKIALOCALUPLOADER000", "local-uploader-secret-for-demo-only-0000"],
    ["auditor", "AKIALOCALAUDITOR0000", "local-auditor-secret-for-the-demo-only-0"],
  ]);
});

test("issue 2: the keys, with their states, kinds and rotation", async () => {
  const states: Record<string, string | undefined> = {};
  for (const key of Object.values(demoKeys)) {
    const { KeyMetadata } = await world.kms("admin", key.region).send(new DescribeKeyCommand({ KeyId: key.keyId }));
    expect(KeyMetadata).toMatchObject({ Arn: key.arn, Description: key.description });
    states[key.name] = KeyMetadata?.KeyState;
  }
  expect(states).toEqual({
    finance: "Enabled",
    hr: "Enabled",
    retired: "Disabled",
    old: "PendingDeletion",
    signing: "Enabled",
    hmac: "Enabled",
    unnamed: "Enabled",
    europe: "Enabled",
  });
  const rotation = await world.kms().send(new GetKeyRotationStatusCommand({ KeyId: demoKeys.hr.keyId }));
  expect(rotation).toMatchObject({ KeyRotationEnabled: true, NextRotationDate: expect.any(Date) });
  expect(rotation.NextRotationDate?.getTime()).toBeGreaterThan(world.services.clock.now());
  for await (const page of paginateListAliases({ client: world.kms("auditor") }, {})) {
    expect(page.Aliases?.map((alias) => alias.TargetKeyId)).not.toContain(demoKeys.unnamed.keyId);
  }
});

test("issue 2: the buckets, with their Regions, defaults, CORS, versioning and policy", async () => {
  const s3 = world.s3();
  const { Buckets } = await s3.send(new ListBucketsCommand({ MaxBuckets: 100 }));
  expect(Buckets?.map(({ Name, BucketRegion }) => [Name, BucketRegion])).toEqual([
    ["keyseal-demo", "us-east-1"],
    ["keyseal-eu", "eu-west-1"],
    ["keyseal-locked", "us-east-1"],
    ["keyseal-nocors", "us-east-1"],
    ["keyseal-plain", "us-east-1"],
  ]);
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket: "keyseal-demo" }));
  expect(ServerSideEncryptionConfiguration?.Rules).toMatchObject([
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: demoKeys.finance.arn }, BucketKeyEnabled: true },
  ]);
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket: "keyseal-demo" }))).Status).toBe("Enabled");
  const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: "keyseal-locked" }));
  expect(JSON.parse(Policy ?? "")).toMatchObject({ Statement: [{ Sid: "DenyUnEncryptedObjectUploads", Effect: "Deny", Action: "s3:PutObject" }] });
  expect(await refusal(s3.send(new GetBucketCorsCommand({ Bucket: "keyseal-nocors" })))).toMatchObject({ name: "NoSuchCORSConfiguration" });
});

test("aws-facts 8.2: a demo bucket's CORS lets the console in and exposes what it reads", async () => {
  const { CORSRules } = await world.s3().send(new GetBucketCorsCommand({ Bucket: "keyseal-demo" }));
  expect(CORSRules).toMatchObject([{ AllowedMethods: ["GET", "PUT", "POST", "DELETE", "HEAD"], AllowedHeaders: ["*"], MaxAgeSeconds: 3000 }]);
  expect(CORSRules?.[0]?.ExposeHeaders).toEqual(
    expect.arrayContaining(["ETag", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id", "x-amz-version-id"]),
  );
});

const DEFAULT_KEYS: Readonly<Record<string, string>> = { "keyseal-demo": "finance", "keyseal-eu": "europe" };

/** What should be seen of an object, keys by their names in the demo world. */
function expected({ encryption, bucket, body }: DemoObject) {
  const isDefault = encryption.algorithm === undefined;
  const defaultKey = DEFAULT_KEYS[bucket] ?? "none";
  const algorithm = encryption.algorithm ?? (defaultKey === "none" ? "AES256" : "aws:kms");
  return {
    algorithm,
    bucketKey: (encryption.bucketKey ?? (isDefault && bucket === "keyseal-demo")) || undefined,
    key: encryption.key?.name ?? (isDefault ? defaultKey : algorithm === "AES256" ? "none" : "aws/s3"),
    read: readOutcome(encryption.key?.fate, body === "delete" ? 0 : "text" in body ? new TextEncoder().encode(body.text).length : body.bytes),
  };
}

function keyName(arn: string | undefined): string {
  if (arn === undefined) return "none";
  return Object.values(demoKeys).find((key) => key.arn === arn)?.name ?? "aws/s3";
}

function readOutcome(fate: DemoKey["fate"], length: number): string {
  if (fate === undefined) return `${length} bytes`;
  return fate === "disabled" ? "KMS.DisabledException" : "KMS.KMSInvalidStateException";
}

async function read(s3: S3Client, Bucket: string, Key: string): Promise<string> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return `${(await Body?.transformToByteArray())?.length} bytes`;
  } catch (error) {
    return error instanceof Error ? error.name : "no error";
  }
}

const newest = [...new Map(demoObjects.map((object) => [`${object.bucket}/${object.key}`, object])).values()];

test.each(newest.filter(({ body }) => body !== "delete"))("issue 2: $bucket/$key is encrypted as it was asked", async (object) => {
  // The auditor may read everything: what fails, fails by the key.
  const s3 = world.s3("auditor", regionOf(object.bucket));
  const head = await s3.send(new HeadObjectCommand({ Bucket: object.bucket, Key: object.key }));
  expect({
    algorithm: head.ServerSideEncryption,
    bucketKey: head.BucketKeyEnabled,
    key: keyName(head.SSEKMSKeyId),
    read: await read(s3, object.bucket, object.key),
  }).toEqual(expected(object));
});

test("issue 2: one object is made of two parts, one has versions under different keys, one is deleted", async () => {
  const s3 = world.s3();
  const multipart = await s3.send(new HeadObjectCommand({ Bucket: "keyseal-demo", Key: "exports/ledger-entries.csv", PartNumber: 1 }));
  expect(multipart).toMatchObject({ PartsCount: 2, ETag: expect.stringMatching(/-2"$/) });
  const { Versions, DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket: "keyseal-demo", Prefix: "budgets/" }));
  const seen: (string | undefined)[] = [];
  for (const { Key, VersionId } of Versions ?? []) {
    if (Key !== "budgets/budget-2026.csv") continue;
    const head = await s3.send(new HeadObjectCommand({ Bucket: "keyseal-demo", Key, VersionId }));
    seen.push(head.SSEKMSKeyId ?? head.ServerSideEncryption);
  }
  expect(seen).toEqual([demoKeys.finance.arn, demoKeys.hr.arn, expect.stringContaining(":key/"), "AES256"]);
  expect(DeleteMarkers?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([["budgets/draft.txt", true]]);
});

test("a complete world is left alone; its buckets follow the console, but not where somebody changed the rule", async () => {
  const own = await startWorld();
  const s3 = own.s3();
  await s3.send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: "hello.txt", Body: "mine" }));
  await s3.send(
    new PutBucketCorsCommand({ Bucket: "keyseal-plain", CORSConfiguration: { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["http://mine"] }] } }),
  );
  await seedDemoWorld(own.services, { consoleOrigins: ["http://localhost:9999"] });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "keyseal-plain", Key: "hello.txt" }));
  expect(await Body?.transformToString()).toBe("mine");
  const origins = async (Bucket: string) => (await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules?.[0]?.AllowedOrigins;
  expect(await origins("keyseal-demo")).toEqual(["http://localhost:9999"]);
  expect(await origins("keyseal-plain")).toEqual(["http://mine"]);
});

test("a start that was cut short is completed", async () => {
  const own = await startWorld();
  const versions = () => [...own.services.metadata.range({ prefix: ["version"] })].length;
  const whole = versions();
  await own.services.metadata.transact((transaction) => {
    transaction.remove(["seed", "demo-world"]);
    for (const { key } of transaction.range({ prefix: ["version", "keyseal-demo", "reports/2026-q1.csv"] })) transaction.remove(key);
  });
  await seedDemoWorld(own.services, { consoleOrigins: ["http://localhost:4173"] });
  expect(versions()).toBe(whole);
});
