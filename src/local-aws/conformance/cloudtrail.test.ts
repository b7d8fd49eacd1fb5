import { LookupEventsCommand, type LookupEventsCommandInput } from "@aws-sdk/client-cloudtrail";
import { CreateKeyCommand, DecryptCommand, DescribeKeyCommand, DisableKeyCommand, EnableKeyCommand, EncryptCommand } from "@aws-sdk/client-kms";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetFederationTokenCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { told, trailEvents } from "./trail-events.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "keyseal-plain";
const UNDER_FINANCE = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.finance.arn } as const;

let world: World;
let since: Date;
beforeAll(async () => {
  world = await startWorld();
});
// Each test has seconds of its own, and looks at nothing before.
beforeEach(() => {
  world.advance(10_000);
  since = new Date(world.services.clock.now());
});

const events = (input: LookupEventsCommandInput = {}, who?: string, region?: string) => trailEvents({ world, since, who, region }, input);
const names = async (input?: LookupEventsCommandInput): Promise<unknown[]> => (await events(input)).map(({ EventName }) => EventName);
const put = (Key: string, options: Partial<ConstructorParameters<typeof PutObjectCommand>[0]> = {}) =>
  world.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "body", ...UNDER_FINANCE, ...options }));
const get = async (Key: string, Bucket = BUCKET) => (await world.s3().send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

/** What the event of a call that S3 made for the admin, under the key of finance, says in both columns of aws-facts 6.3. */
const byS3 = (eventID: string | undefined, time: Date) => ({
  eventVersion: "1.11",
  userIdentity: {
    type: "IAMUser",
    principalId: "AIDALOCALADMIN0000000",
    arn: "arn:aws:iam::111122223333:user/admin",
    accountId: "111122223333",
    accessKeyId: "AKIALOCALADMIN000000",
    userName: "admin",
    invokedBy: "fas.s3.amazonaws.com",
  },
  eventTime: time.toISOString().replace(".000", ""),
  eventSource: "kms.amazonaws.com",
  awsRegion: "us-east-1",
  sourceIPAddress: "fas.s3.amazonaws.com",
  userAgent: "fas.s3.amazonaws.com",
  responseElements: null,
  additionalEventData: { keyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) },
  requestID: expect.stringMatching(/^[0-9a-f-]{36}$/),
  eventID,
  readOnly: true,
  resources: [{ accountId: "111122223333", type: "AWS::KMS::Key", ARN: demoKeys.finance.arn }],
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: "111122223333",
  eventCategory: "Management",
});

describe("what S3 asks of KMS for its caller", () => {
  test("aws-facts 6.3 rows 1 to 10 and 12: a PUT makes one GenerateDataKey with the caller's identity, invoked by S3", async () => {
    await put("a/é b", { SSEKMSEncryptionContext: Buffer.from('{"case":"7"}').toString("base64") });
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      EventName: "GenerateDataKey",
      EventSource: "kms.amazonaws.com",
      ReadOnly: "true",
      Username: "admin",
      AccessKeyId: "AKIALOCALADMIN000000",
      EventTime: since,
      Resources: [{ ResourceType: "AWS::KMS::Key", ResourceName: demoKeys.finance.arn }],
    });
    expect(told(event)).toEqual({
      ...byS3(event?.EventId, since),
      eventName: "GenerateDataKey",
      requestParameters: {
        keyId: demoKeys.finance.arn,
        keySpec: "AES_256",
        encryptionContext: { case: "7", "aws:s3:arn": `arn:aws:s3:::${BUCKET}/a/é b` },
      },
    });
  });

  test("aws-facts 6.3 rows 1 to 10 and 12: a GET makes one Decrypt with the context and no key id", async () => {
    await put("read");
    world.advance(1000);
    await get("read");
    const [, decrypt, ...others] = await events();
    expect(others).toEqual([]);
    expect(decrypt).toMatchObject({
      EventName: "Decrypt",
      ReadOnly: "true",
      Username: "admin",
      Resources: [{ ResourceType: "AWS::KMS::Key", ResourceName: demoKeys.finance.arn }],
    });
    expect(told(decrypt)).toEqual({
      ...byS3(decrypt?.EventId, new Date(since.getTime() + 1000)),
      eventName: "Decrypt",
      requestParameters: {
        encryptionContext: { "aws:s3:arn": `arn:aws:s3:::${BUCKET}/read` },
        encryptionAlgorithm: "SYMMETRIC_DEFAULT",
      },
    });
  });

  test("aws-facts 6.3 row 4: the managed key is named by its alias", async () => {
    await put("managed", { SSEKMSKeyId: undefined });
    expect(told((await events())[0]).requestParameters).toMatchObject({ keyId: "arn:aws:kms:us-east-1:111122223333:alias/aws/s3" });
  });

  test("aws-facts 6.3 row 11: a refusal is an event with its code, without resources", async () => {
    await refusal(put("x", { SSEKMSKeyId: demoKeys.retired.arn }));
    const [event] = await events();
    expect(told(event)).toMatchObject({
      eventName: "GenerateDataKey",
      errorCode: "DisabledException",
      errorMessage: `${demoKeys.retired.arn} is disabled.`,
      requestParameters: { keyId: demoKeys.retired.arn },
      responseElements: null,
    });
    expect(told(event)["resources"]).toBeUndefined();
  });

  test("aws-facts 6.3 row 11: a denial is AccessDenied", async () => {
    await put("secret");
    world.advance(1000);
    await refusal(world.s3(await world.addUser("nokms", { policies: [policyText({ Effect: "Allow", Action: "s3:*", Resource: "*" })] })).send(new GetObjectCommand({ Bucket: BUCKET, Key: "secret" })));
    expect(told((await events()).at(-1))).toMatchObject({ eventName: "Decrypt", errorCode: "AccessDenied", userIdentity: { userName: "nokms" } });
  });
});

describe("aws-facts 6.3 row 15: counts", () => {
  test("multipart: GenerateDataKey at create, Decrypt for each part", async () => {
    const s3 = world.s3();
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: "big", ...UNDER_FINANCE }));
    expect(await names()).toEqual(["GenerateDataKey"]);
    world.advance(1000);
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket: BUCKET, Key: "big", UploadId, PartNumber: 1, Body: "part" }));
    expect(await names()).toEqual(["GenerateDataKey", "Decrypt"]);
    await s3.send(new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key: "big", UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
    expect(new Set(await names())).toEqual(new Set(["GenerateDataKey", "Decrypt"]));
  });

  test("copy: Decrypt of the source, GenerateDataKey for the target", async () => {
    await put("source");
    world.advance(1000);
    since = new Date(world.services.clock.now());
    await world.s3().send(new CopyObjectCommand({ Bucket: BUCKET, Key: "target", CopySource: `${BUCKET}/source`, ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.arn }));
    const [decrypt, generate, ...others] = await events();
    expect([decrypt?.EventName, generate?.EventName, others]).toEqual(["Decrypt", "GenerateDataKey", []]);
    expect(decrypt?.Resources?.[0]?.ResourceName).toBe(demoKeys.finance.arn);
    expect(generate?.Resources?.[0]?.ResourceName).toBe(demoKeys.hr.arn);
  });

  test("aws-facts 6.2 row 5, 6.3 row 5: under a bucket key, what the cached key serves makes no event, and the context is the bucket's", async () => {
    for (const Key of ["1", "2", "3"]) await put(`bk/${Key}`, { BucketKeyEnabled: true });
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(told(event).requestParameters).toMatchObject({ encryptionContext: { "aws:s3:arn": `arn:aws:s3:::${BUCKET}` } });
  });

  test("aws-facts 2.7 row 6: reads under a bucket key make not a tenth as many Decrypt calls", async () => {
    for (const Key of ["1", "2"]) await put(`bk-read/${Key}`, { BucketKeyEnabled: true });
    world.advance(600_000);
    since = new Date(world.services.clock.now());
    for (let count = 0; count < 26; count += 1) for (const Key of ["1", "2"]) expect(await get(`bk-read/${Key}`)).toBe("body");
    const decrypts = (await names()).filter((name) => name === "Decrypt");
    expect(decrypts.length).toBeGreaterThan(0);
    expect(decrypts.length).toBeLessThan(5);
  });

  test("a bucket key whose KMS key is disabled by now: the refusal is there", async () => {
    const { KeyMetadata } = await world.kms().send(new CreateKeyCommand({}));
    const SSEKMSKeyId = KeyMetadata?.Arn ?? "";
    await put("bk/off", { BucketKeyEnabled: true, SSEKMSKeyId });
    await world.kms().send(new DisableKeyCommand({ KeyId: SSEKMSKeyId }));
    world.advance(1000);
    await refusal(put("bk/off", { BucketKeyEnabled: true, SSEKMSKeyId }));
    expect(told((await events()).at(-1))).toMatchObject({ eventName: "GenerateDataKey", errorCode: "DisabledException", requestParameters: { encryptionContext: { "aws:s3:arn": `arn:aws:s3:::${BUCKET}` } } });
  });
});

describe("aws-facts 6.2: what is and is not there", () => {
  test("row 1: no data event of S3", async () => {
    const s3 = world.s3();
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "plain", Body: "x" }));
    await get("plain");
    await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "plain" }));
    await s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key: "copy", CopySource: `${BUCKET}/plain` }));
    await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    expect(await names()).toEqual([]);
  });

  test("row 2: S3's management operations, with what was sent", async () => {
    const s3 = world.s3();
    await s3.send(new CreateBucketCommand({ Bucket: "trail-bucket" }));
    world.advance(1000);
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: demoKeys.hr.arn }, BucketKeyEnabled: true }] as const;
    await s3.send(new PutBucketEncryptionCommand({ Bucket: "trail-bucket", ServerSideEncryptionConfiguration: { Rules: [...Rules] } }));
    world.advance(1000);
    await s3.send(new GetBucketEncryptionCommand({ Bucket: "trail-bucket" }));
    world.advance(1000);
    await s3.send(new ListBucketsCommand({}));
    world.advance(1000);
    await s3.send(new DeleteBucketCommand({ Bucket: "trail-bucket" }));
    const all = await events();
    expect(all.map(({ EventName, ReadOnly, EventSource }) => [EventName, ReadOnly, EventSource])).toEqual([
      ["CreateBucket", "false", "s3.amazonaws.com"],
      ["PutBucketEncryption", "false", "s3.amazonaws.com"],
      ["GetBucketEncryption", "true", "s3.amazonaws.com"],
      ["ListBuckets", "true", "s3.amazonaws.com"],
      ["DeleteBucket", "false", "s3.amazonaws.com"],
    ]);
    expect(all[1]?.Resources).toEqual([{ ResourceType: "AWS::S3::Bucket", ResourceName: "trail-bucket" }]);
    expect(told(all[1])).toMatchObject({
      sourceIPAddress: "127.0.0.1",
      userAgent: expect.stringMatching(/^\[aws-sdk-js/),
      requestParameters: {
        bucketName: "trail-bucket",
        encryption: "",
        ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: demoKeys.hr.arn }, BucketKeyEnabled: "true" } },
      },
    });
    expect(told(all[1])["requestID"]).toMatch(/^[0-9A-F]{16}$/);
  });

  test("row 2: a management operation that fails", async () => {
    await refusal(world.s3().send(new GetBucketEncryptionCommand({ Bucket: "no-such-bucket-here" })));
    expect(told((await events())[0])).toMatchObject({ eventName: "GetBucketEncryption", errorCode: "NoSuchBucket", errorMessage: "The specified bucket does not exist" });
  });

  test("row 3: direct KMS calls; no plaintext and no ciphertext", async () => {
    const kms = world.kms();
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: demoKeys.hr.alias, Plaintext: Buffer.from("very secret"), EncryptionContext: { a: "b" } }));
    world.advance(1000);
    await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: "b" } }));
    world.advance(1000);
    await kms.send(new DescribeKeyCommand({ KeyId: demoKeys.hr.alias }));
    const [encrypt, decrypt, describeKey] = await events();
    expect(told(encrypt)).toMatchObject({
      eventName: "Encrypt",
      readOnly: true,
      responseElements: null,
      sourceIPAddress: "127.0.0.1",
      requestParameters: { keyId: demoKeys.hr.alias, encryptionContext: { a: "b" }, encryptionAlgorithm: "SYMMETRIC_DEFAULT" },
      resources: [{ accountId: "111122223333", type: "AWS::KMS::Key", ARN: demoKeys.hr.arn }],
    });
    expect(told(encrypt).requestParameters).not.toHaveProperty("plaintext");
    expect(told(encrypt).userIdentity).not.toHaveProperty("invokedBy");
    expect(told(decrypt)).toMatchObject({ eventName: "Decrypt", requestParameters: { encryptionContext: { a: "b" } }, resources: [{ ARN: demoKeys.hr.arn }] });
    expect(told(describeKey)).toMatchObject({ eventName: "DescribeKey", requestParameters: { keyId: demoKeys.hr.alias }, responseElements: null });
    for (const event of [encrypt, decrypt]) expect(event?.CloudTrailEvent).not.toMatch(/very secret|dmVyeSBzZWNyZXQ|ciphertext/i);
  });

  test("row 3: changes of KMS tell what they answered, and name their key", async () => {
    const kms = world.kms();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "for the trail", Tags: [{ TagKey: "a", TagValue: "b" }] }));
    world.advance(1000);
    await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    world.advance(1000);
    await kms.send(new EnableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    const [create, disable] = await events();
    expect(told(create)).toMatchObject({
      readOnly: false,
      requestParameters: { description: "for the trail", tags: [{ tagKey: "a", tagValue: "b" }] },
      responseElements: { keyMetadata: { aWSAccountId: "111122223333", arn: KeyMetadata?.Arn, creationDate: expect.stringMatching(/^Mar \d+, 2026, \d+:\d\d:\d\d [AP]M$/) } },
    });
    expect(told(disable)).toMatchObject({ requestParameters: { keyId: KeyMetadata?.KeyId }, responseElements: { keyId: KeyMetadata?.Arn } });
  });

  test("row 4: STS; never a secret access key", async () => {
    await world.sts().send(new GetCallerIdentityCommand({}));
    world.advance(1000);
    const { Credentials } = await world.sts().send(new GetSessionTokenCommand({}));
    const [identity, session] = await events();
    expect(told(identity)).toMatchObject({ eventSource: "sts.amazonaws.com", eventName: "GetCallerIdentity", requestParameters: null, responseElements: null, readOnly: true });
    expect(told(session)).toMatchObject({ eventName: "GetSessionToken", responseElements: { credentials: { accessKeyId: Credentials?.AccessKeyId } } });
    expect(session?.CloudTrailEvent).not.toContain(Credentials?.SecretAccessKey ?? "nothing");
  });

  test("events are of their Region", async () => {
    await world.s3("admin", "eu-west-1").send(new PutObjectCommand({ Bucket: "keyseal-eu", Key: "here", Body: "x", ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.europe.arn }));
    expect(await events({}, "admin", "us-east-1")).toEqual([]);
    expect((await events({}, "admin", "eu-west-1")).map((event) => told(event)["awsRegion"])).toEqual(["eu-west-1"]);
  });
});

describe("aws-facts 6.3 row 2: kinds of identity", () => {
  const credentialsOf = (Credentials: { AccessKeyId?: string; SecretAccessKey?: string; SessionToken?: string } | undefined) => ({
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  });

  test("an assumed role: the session, and the role that issued it", async () => {
    const trustPolicy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }] });
    const role = await world.addRole("TrailRole", { trustPolicy, policies: [policyText({ Effect: "Allow", Action: "*", Resource: "*" })] });
    const { Credentials, AssumedRoleUser } = await world.sts().send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: "me" }));
    world.advance(1000);
    await world.kms(credentialsOf(Credentials)).send(new DescribeKeyCommand({ KeyId: demoKeys.hr.arn }));
    const [assume, use] = await events();
    expect(told(assume)).toMatchObject({
      eventName: "AssumeRole",
      requestParameters: { roleArn: role.arn, roleSessionName: "me" },
      responseElements: { assumedRoleUser: { arn: AssumedRoleUser?.Arn, assumedRoleId: AssumedRoleUser?.AssumedRoleId }, credentials: { accessKeyId: Credentials?.AccessKeyId } },
      resources: [{ type: "AWS::IAM::Role", ARN: role.arn }],
    });
    expect(use).toMatchObject({ Username: "me", AccessKeyId: Credentials?.AccessKeyId });
    expect(told(use).userIdentity).toEqual({
      type: "AssumedRole",
      principalId: `${role.roleId}:me`,
      arn: "arn:aws:sts::111122223333:assumed-role/TrailRole/me",
      accountId: "111122223333",
      accessKeyId: Credentials?.AccessKeyId,
      sessionContext: {
        sessionIssuer: { type: "Role", principalId: role.roleId, arn: role.arn, accountId: "111122223333", userName: "TrailRole" },
        webIdFederationData: {},
        attributes: { creationDate: since.toISOString().replace(".000", ""), mfaAuthenticated: "false" },
      },
    });
  });

  test("a session of a user, and the root user", async () => {
    const { Credentials } = await world.sts().send(new GetSessionTokenCommand({}));
    world.advance(1000);
    await world.sts(credentialsOf(Credentials)).send(new GetCallerIdentityCommand({}));
    world.advance(1000);
    await world.sts(await world.addUser("root")).send(new GetCallerIdentityCommand({}));
    const [, session, root] = await events();
    expect(told(session).userIdentity).toMatchObject({ type: "IAMUser", userName: "admin", sessionContext: { attributes: { mfaAuthenticated: "false" } } });
    expect(told(root).userIdentity).toMatchObject({ type: "Root", principalId: "111122223333", arn: "arn:aws:iam::111122223333:root" });
  });

  test("a federated user, and the user who asked for the session", async () => {
    const Policy = policyText({ Effect: "Allow", Action: "*", Resource: "*" });
    const { Credentials } = await world.sts().send(new GetFederationTokenCommand({ Name: "guest", Policy }));
    world.advance(1000);
    await world.sts(credentialsOf(Credentials)).send(new GetCallerIdentityCommand({}));
    const [, identity] = await events();
    expect(identity?.Username).toBe("guest");
    expect(told(identity).userIdentity).toMatchObject({
      type: "FederatedUser",
      principalId: "111122223333:guest",
      arn: "arn:aws:sts::111122223333:federated-user/guest",
      sessionContext: { sessionIssuer: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/admin", userName: "admin" } },
    });
  });

  test("aws-facts 6.3 row 10: across accounts, both have a copy with one sharedEventID; the owner is told no name", async () => {
    const stranger = await world.addUser("stranger", { accountId: "444455556666", policies: [policyText({ Effect: "Allow", Action: "*", Resource: "*" })] });
    await refusal(world.s3(stranger).send(new GetBucketEncryptionCommand({ Bucket: BUCKET })));
    const [theirs] = (await world.cloudtrail(stranger).send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "GetBucketEncryption" }] }))).Events ?? [];
    const [ours] = await events();
    expect(told(theirs)).toMatchObject({ recipientAccountId: "444455556666", userIdentity: { type: "IAMUser", userName: "stranger" }, errorCode: "AccessDenied" });
    expect(told(ours)).toMatchObject({ recipientAccountId: "111122223333", userIdentity: { type: "AWSAccount", accountId: "444455556666" } });
    expect(told(ours).userIdentity).not.toHaveProperty("arn");
    expect(told(ours)["sharedEventID"]).toBe(told(theirs)["sharedEventID"]);
    expect(ours?.EventId).not.toBe(theirs?.EventId);
  });
});
