import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketInventoryConfigurationCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketWebsiteCommand,
  GetObjectAclCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  type InventoryConfiguration,
  ListBucketInventoryConfigurationsCommand,
  PutBucketAclCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { startWorld, type World } from "./world.ts";

const Bucket = "configurations";

let world: World;
let s3: S3Client;
/** May list the bucket, and nothing else. */
let lister: S3Client;

beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  lister = world.s3(await world.addUser("lister", { policies: [policyText({ Effect: "Allow", Action: "s3:ListBucket", Resource: "*" })] }));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
});

describe("an untouched bucket answers as AWS's does", () => {
  it("with a document", async () => {
    expect((await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] });
    expect((await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe("BucketOwner");
    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBeUndefined();
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
    expect((await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).TopicConfigurations).toBeUndefined();
  });

  it.each([
    ["NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", new GetBucketLifecycleConfigurationCommand({ Bucket })],
    ["NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration", new GetBucketWebsiteCommand({ Bucket })],
    ["ReplicationConfigurationNotFoundError", "The replication configuration was not found", new GetBucketReplicationCommand({ Bucket })],
    ["ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", new GetObjectLockConfigurationCommand({ Bucket })],
  ])("with 404 %s", async (name, message, command) => {
    // The commands have nothing in common that the type of `send` could see.
    expect(await refusal(s3.send(command as GetBucketWebsiteCommand))).toEqual({ name, message, status: 404 });
    expect(await refusal(lister.send(command as GetBucketWebsiteCommand))).toMatchObject({ name: "AccessDenied", status: 403 });
  });
});

describe("ACLs are off (aws-facts 5.5)", () => {
  it("aws-facts 1.8 row 12: are read as the owner's full control, by id only", async () => {
    for (const acl of [await s3.send(new GetBucketAclCommand({ Bucket })), await s3.send(new GetObjectAclCommand({ Bucket, Key: "k" }))]) {
      const ID = acl.Owner?.ID;
      expect(ID).toMatch(/^[0-9a-f]{64}$/);
      expect(acl.Owner).toEqual({ ID });
      expect(acl.Grants).toEqual([{ Grantee: { ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }]);
    }
    expect(await refusal(s3.send(new GetObjectAclCommand({ Bucket, Key: "absent" })))).toMatchObject({ name: "NoSuchKey", status: 404 });
    expect(await refusal(lister.send(new GetObjectAclCommand({ Bucket, Key: "k" })))).toMatchObject({ status: 403, message: expect.stringContaining("s3:GetObjectAcl") });
  });

  it("take no other", async () => {
    const refused = { name: "AccessControlListNotSupported", status: 400, message: "The bucket does not allow ACLs" };
    expect(await refusal(s3.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" })))).toEqual(refused);
    expect(await refusal(s3.send(new PutObjectAclCommand({ Bucket, Key: "k", ACL: "public-read" })))).toEqual(refused);
    expect(await refusal(s3.send(new PutObjectAclCommand({ Bucket, Key: "k", GrantRead: 'id="1"' })))).toEqual(refused);
    const Owner = (await s3.send(new GetBucketAclCommand({ Bucket }))).Owner;
    const own = { Owner, Grants: [{ Grantee: { Type: "CanonicalUser", ID: Owner?.ID }, Permission: "FULL_CONTROL" }] } as const;
    const everybody = { Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" }, Permission: "READ" } as const;
    expect(await refusal(s3.send(new PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner, Grants: [...own.Grants, everybody] } })))).toEqual(refused);
    await s3.send(new PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner, Grants: [...own.Grants] } }));
    await s3.send(new PutObjectAclCommand({ Bucket, Key: "k", ACL: "bucket-owner-full-control" }));
    expect(await refusal(s3.send(new PutObjectAclCommand({ Bucket, Key: "k" })))).toMatchObject({ name: "MissingSecurityHeader", status: 400 });
  });

  it("ownership may be put as it is; the others, which bring ACLs, are 501", async () => {
    const put = (ObjectOwnership: "BucketOwnerEnforced" | "ObjectWriter") =>
      s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }));
    await put("BucketOwnerEnforced");
    const create = (ObjectOwnership: string) => s3.send(new CreateBucketCommand({ Bucket: "configurations-owned", ObjectOwnership: ObjectOwnership as "ObjectWriter" }));
    expect(await refusal(create("RandomValue"))).toEqual({ name: "InvalidArgument", status: 400, message: "Invalid x-amz-object-ownership header: RandomValue" });
    expect(await refusal(create("ObjectWriter"))).toMatchObject({ name: "NotImplemented", status: 501 });
    await create("BucketOwnerEnforced");
    expect(await refusal(put("ObjectWriter"))).toMatchObject({ name: "NotImplemented", status: 501 });
  });
});

describe("Object Lock, which no bucket has", () => {
  it("is refused on objects, read or set", async () => {
    const refused = { name: "InvalidRequest", status: 400, message: "Bucket is missing Object Lock Configuration" };
    expect(await refusal(s3.send(new GetObjectRetentionCommand({ Bucket, Key: "k" })))).toEqual(refused);
    expect(await refusal(s3.send(new PutObjectLegalHoldCommand({ Bucket, Key: "k", LegalHold: { Status: "ON" } })))).toEqual(refused);
    expect(await refusal(s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ObjectLockLegalHoldStatus: "ON" })))).toEqual(refused);
    expect(await refusal(lister.send(new GetObjectRetentionCommand({ Bucket, Key: "k" })))).toMatchObject({ status: 403 });
    const bypass = { name: "InvalidArgument", status: 400, message: "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets." };
    expect(await refusal(s3.send(new DeleteObjectCommand({ Bucket, Key: "k", BypassGovernanceRetention: true })))).toEqual(bypass);
    expect(await refusal(s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "k" }] }, BypassGovernanceRetention: true })))).toEqual(bypass);
  });
});

describe("bucket inventory", () => {
  const configuration = (Id: string, fields: Partial<InventoryConfiguration> = {}): InventoryConfiguration => ({
    Id,
    IsEnabled: true,
    IncludedObjectVersions: "Current",
    Schedule: { Frequency: "Daily" },
    Destination: { S3BucketDestination: { Bucket: "arn:aws:s3:::keyseal-demo", Format: "CSV", Prefix: "inventory", Encryption: { SSEKMS: { KeyId: "arn:aws:kms:us-east-1:111122223333:key/1" } } } },
    OptionalFields: ["Size", "EncryptionStatus", "BucketKeyStatus", "ObjectAccessControlList"],
    ...fields,
  });
  const put = (Id: string, fields: Partial<InventoryConfiguration> = {}, client = s3) =>
    client.send(new PutBucketInventoryConfigurationCommand({ Bucket, Id, InventoryConfiguration: configuration(Id, fields) }));
  const get = (Id: string) => s3.send(new GetBucketInventoryConfigurationCommand({ Bucket, Id }));
  const missing = { name: "NoSuchConfiguration", status: 404, message: "The specified configuration does not exist." };

  it("is put, read, listed and deleted", async () => {
    expect(await refusal(get("daily"))).toEqual(missing);
    await put("daily");
    await put("all", { IncludedObjectVersions: "All", Filter: { Prefix: "a/ & b" }, Schedule: { Frequency: "Weekly" } });
    expect((await get("daily")).InventoryConfiguration).toEqual(configuration("daily"));
    await put("daily", { IsEnabled: false });
    const list = await s3.send(new ListBucketInventoryConfigurationsCommand({ Bucket }));
    expect(list.IsTruncated).toBe(false);
    expect(list.InventoryConfigurationList).toEqual([
      configuration("all", { IncludedObjectVersions: "All", Filter: { Prefix: "a/ & b" }, Schedule: { Frequency: "Weekly" } }),
      configuration("daily", { IsEnabled: false }),
    ]);
    await s3.send(new DeleteBucketInventoryConfigurationCommand({ Bucket, Id: "daily" }));
    expect(await refusal(get("daily"))).toEqual(missing);
    expect(await refusal(s3.send(new DeleteBucketInventoryConfigurationCommand({ Bucket, Id: "daily" })))).toEqual(missing);
  });

  it("lists 100 a page", async () => {
    for (let index = 0; index < 103; index += 1) await put(`page-${String(index).padStart(3, "0")}`);
    const first = await s3.send(new ListBucketInventoryConfigurationsCommand({ Bucket }));
    expect(first.InventoryConfigurationList).toHaveLength(100);
    expect(first.IsTruncated).toBe(true);
    const second = await s3.send(new ListBucketInventoryConfigurationsCommand({ Bucket, ContinuationToken: first.NextContinuationToken }));
    expect(second.InventoryConfigurationList?.at(-1)?.Id).toBe("page-102");
    expect(second.IsTruncated).toBe(false);
  });

  it.each<[string, Partial<InventoryConfiguration>]>([
    ["MalformedXML", { IncludedObjectVersions: "Some" as "All" }],
    ["MalformedXML", { Schedule: { Frequency: "Hourly" as "Daily" } }],
    ["MalformedXML", { OptionalFields: ["Colour" as "Size"] }],
    ["MalformedXML", { Destination: { S3BucketDestination: { Bucket: "arn:aws:s3:::keyseal-demo", Format: "XML" as "CSV" } } }],
    ["IdMismatch", { Id: "other" }],
    ["InvalidS3DestinationBucket", { Destination: { S3BucketDestination: { Bucket: "keyseal-demo", Format: "CSV" } } }],
  ])("is refused with %s: %j", async (name, fields) => {
    expect(await refusal(put("never", fields))).toMatchObject({ name, status: 400 });
    expect(await refusal(get("never"))).toEqual(missing);
  });

  it("needs s3:PutInventoryConfiguration and s3:GetInventoryConfiguration", async () => {
    expect(await refusal(put("never", {}, lister))).toMatchObject({ status: 403, message: expect.stringContaining("s3:PutInventoryConfiguration") });
    const list = lister.send(new ListBucketInventoryConfigurationsCommand({ Bucket }));
    expect(await refusal(list)).toMatchObject({ status: 403, message: expect.stringContaining("s3:GetInventoryConfiguration") });
  });
});

describe("lifecycle", () => {
  it("is kept and read back, with ids where none were given", async () => {
    const Rules = [
      { ID: "old", Status: "Enabled", Filter: { Prefix: "logs/" }, Expiration: { Days: 30 } },
      { Status: "Disabled", Filter: { And: { Prefix: "a", Tags: [{ Key: "k", Value: "v" }] } }, Transitions: [{ Days: 1, StorageClass: "GLACIER" }, { Days: 9, StorageClass: "DEEP_ARCHIVE" }] },
    ] as const;
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: Rules.map((rule) => structuredClone(rule) as never) } }));
    const read = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(read.TransitionDefaultMinimumObjectSize).toBe("all_storage_classes_128K");
    expect(read.Rules).toMatchObject([Rules[0], { ...Rules[1], ID: expect.stringMatching(/./) }]);
    expect((await s3.send(new DeleteBucketLifecycleCommand({ Bucket }))).$metadata.httpStatusCode).toBe(204);
    expect(await refusal(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })))).toMatchObject({ name: "NoSuchLifecycleConfiguration" });
  });

  it("is refused without an action, or with an id twice", async () => {
    const put = (Rules: object[]) => s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: Rules as never } }));
    const rule = { ID: "r", Status: "Enabled", Filter: { Prefix: "" } };
    expect(await refusal(put([rule]))).toMatchObject({ name: "InvalidRequest", status: 400 });
    expect(await refusal(put([{ ...rule, Expiration: { Days: 1 } }, { ...rule, Expiration: { Days: 2 } }]))).toMatchObject({ name: "InvalidArgument", status: 400 });
    expect(await refusal(put([]))).toMatchObject({ name: "MalformedXML", status: 400 });
  });
});

it("goes with its bucket", async () => {
  const gone = "configurations-gone";
  await s3.send(new CreateBucketCommand({ Bucket: gone }));
  const Rules = [{ ID: "old", Status: "Enabled" as const, Filter: { Prefix: "" }, Expiration: { Days: 30 } }];
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket: gone, LifecycleConfiguration: { Rules } }));
  await s3.send(new DeleteBucketCommand({ Bucket: gone }));
  await s3.send(new CreateBucketCommand({ Bucket: gone }));
  expect(await refusal(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: gone })))).toMatchObject({ name: "NoSuchLifecycleConfiguration" });
});
