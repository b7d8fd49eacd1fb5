import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  ListBucketAnalyticsConfigurationsCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  type S3Client,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let s3: S3Client;
beforeEach(async () => {
  world = await startWorld();
  s3 = world.s3();
});

const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const fresh = () => s3.send(new CreateBucketCommand({ Bucket: "fresh-bucket" }));

describe("CreateBucket", () => {
  test("in us-east-1, twice; the second time nothing changes", async () => {
    expect((await fresh()).Location).toBe("/fresh-bucket");
    await s3.send(new PutBucketVersioningCommand({ Bucket: "fresh-bucket", VersioningConfiguration: { Status: "Enabled" } }));
    await fresh();
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: "fresh-bucket" }))).Status).toBe("Enabled");
  });

  test("elsewhere: LocationConstraint has to name the Region that is asked, and only once", async () => {
    const eu = world.s3("admin", "eu-west-1");
    const create = (LocationConstraint?: "eu-west-1" | "us-west-2") =>
      eu.send(new CreateBucketCommand({ Bucket: "fresh-eu", ...(LocationConstraint && { CreateBucketConfiguration: { LocationConstraint } }) }));
    expect((await create("eu-west-1")).Location).toBe("http://fresh-eu.s3.amazonaws.com/");
    expect(await refusal(create("eu-west-1"))).toMatchObject({ name: "BucketAlreadyOwnedByYou", status: 409 });
    expect(await refusal(create("us-west-2"))).toMatchObject({ name: "InvalidLocationConstraint", status: 400 });
    expect(await refusal(s3.send(new CreateBucketCommand({ Bucket: "x-y-z", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } })))).toMatchObject({
      name: "IllegalLocationConstraintException",
    });
  });

  test.each(["ab", "Upper-case", "under_score", "192.168.0.1", "a..b", "-a-b", "xn--abc"])("the name %s is refused", async (Bucket) => {
    expect(await refusal(s3.send(new CreateBucketCommand({ Bucket })))).toMatchObject({ name: "InvalidBucketName", status: 400 });
  });

  test("needs s3:CreateBucket", async () => {
    expect(await refusal(world.s3("auditor").send(new CreateBucketCommand({ Bucket: "fresh-bucket" })))).toMatchObject({ name: "AccessDenied", status: 403 });
  });
});

describe("DeleteBucket", () => {
  test("takes an empty bucket away", async () => {
    await fresh();
    expect((await s3.send(new DeleteBucketCommand({ Bucket: "fresh-bucket" }))).$metadata.httpStatusCode).toBe(204);
    expect(await refusal(s3.send(new ListObjectsV2Command({ Bucket: "fresh-bucket" })))).toEqual({
      name: "NoSuchBucket",
      message: "The specified bucket does not exist",
      status: 404,
    });
  });

  test("keeps one that holds anything, a hidden version too", async () => {
    expect(await refusal(s3.send(new DeleteBucketCommand({ Bucket: "keyseal-demo" })))).toMatchObject({ name: "BucketNotEmpty", status: 409 });
  });
});

describe("HeadBucket and GetBucketLocation", () => {
  test("tell the Region", async () => {
    expect((await s3.send(new HeadBucketCommand({ Bucket: "keyseal-demo" }))).BucketRegion).toBe("us-east-1");
    expect((await s3.send(new GetBucketLocationCommand({ Bucket: "keyseal-demo" }))).LocationConstraint).toBeUndefined();
    expect((await s3.send(new GetBucketLocationCommand({ Bucket: "keyseal-eu" }))).LocationConstraint).toBe("eu-west-1");
  });

  test("aws-facts 1.8 row 5: HEAD errors have no body, so the SDK knows a status and the Region only", async () => {
    expect(await refusal(s3.send(new HeadBucketCommand({ Bucket: "no-such-bucket" })))).toMatchObject({ name: "NotFound", status: 404 });
    const denied = await world
      .s3("uploader")
      .send(new HeadBucketCommand({ Bucket: "keyseal-demo" }))
      .catch((error: unknown) => error);
    expect(denied).toMatchObject({ $metadata: { httpStatusCode: 403 }, $response: { headers: { "x-amz-bucket-region": "us-east-1" } } });
  });

  test("aws-facts 1.9 row 34: a bucket of another Region is a redirect that names it", async () => {
    const thrown = await s3.send(new ListObjectsV2Command({ Bucket: "keyseal-eu" })).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      name: "PermanentRedirect",
      Endpoint: "keyseal-eu.s3.eu-west-1.amazonaws.com",
      $response: { statusCode: 301, headers: { "x-amz-bucket-region": "eu-west-1" } },
    });
  });

  test("aws-facts 1.9 rows 32 and 33: x-amz-expected-bucket-owner", async () => {
    const list = (ExpectedBucketOwner: string) => s3.send(new ListObjectsV2Command({ Bucket: "keyseal-demo", ExpectedBucketOwner }));
    expect((await list("111122223333")).KeyCount).toBeGreaterThan(0);
    expect(await refusal(list("999999999999"))).toEqual({ name: "AccessDenied", message: "Access Denied", status: 403 });
    expect(await refusal(list("abcd"))).toEqual({
      name: "InvalidBucketOwnerAWSAccountID",
      message: "The value of the expected bucket owner parameter must be an AWS Account ID... [abcd]",
      status: 400,
    });
  });
});

describe("ListBuckets", () => {
  test("aws-facts 1.8 row 13: Region and ARN only when it is paginated", async () => {
    const plain = await s3.send(new ListBucketsCommand({}));
    expect(plain.Buckets?.[0]).toEqual({ Name: "keyseal-demo", CreationDate: expect.any(Date) });
    expect(plain.Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
    const page = await s3.send(new ListBucketsCommand({ MaxBuckets: 2 }));
    expect(page.Buckets?.[1]).toMatchObject({ Name: "keyseal-eu", BucketRegion: "eu-west-1", BucketArn: "arn:aws:s3:::keyseal-eu" });
    const rest = await s3.send(new ListBucketsCommand({ MaxBuckets: 100, ContinuationToken: page.ContinuationToken }));
    expect(rest.Buckets?.map(({ Name }) => Name)).toEqual(["keyseal-locked", "keyseal-nocors", "keyseal-plain"]);
    expect(rest.ContinuationToken).toBeUndefined();
  });

  test("aws-facts 1.8 row 13: by Region, which has to be one", async () => {
    const { Buckets } = await s3.send(new ListBucketsCommand({ BucketRegion: "eu-west-1" }));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(["keyseal-eu"]);
    expect(await refusal(s3.send(new ListBucketsCommand({ BucketRegion: "eu-east-1" })))).toMatchObject({
      name: "InvalidArgument",
      message: "Argument value eu-east-1 is not a valid AWS Region",
    });
  });
});

describe("default encryption", () => {
  const put = (Rules: ServerSideEncryptionRule[], Bucket = "keyseal-plain") =>
    s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  const rules = async () =>
    (await s3.send(new GetBucketEncryptionCommand({ Bucket: "keyseal-plain" }))).ServerSideEncryptionConfiguration?.Rules;
  const SSE_S3 = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }];

  test("aws-facts 1.10 row 1, 1.1 row 14: an untouched bucket has one rule, AES256 without Bucket Key", async () => {
    expect(await rules()).toEqual(SSE_S3);
  });

  test("aws-facts 1.3 row 8, 1.10 row 7: the key is echoed as it was put, and looked up by nobody", async () => {
    await put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY_ID }, BucketKeyEnabled: true }]);
    expect(await rules()).toEqual([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY_ID }, BucketKeyEnabled: true }]);
    await put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }]);
    expect(await rules()).toEqual([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: false }]);
  });

  test("aws-facts 1.10 row 2, 1.1 row 15: deleting it goes back to SSE-S3, as often as one likes", async () => {
    await put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms:dsse" } }]);
    for (const _ of [1, 2]) {
      const { $metadata } = await s3.send(new DeleteBucketEncryptionCommand({ Bucket: "keyseal-plain" }));
      expect($metadata.httpStatusCode).toBe(204);
    }
    expect(await rules()).toEqual(SSE_S3);
  });

  test("aws-facts 1.10 rows 4 to 6 and 11: exactly one rule, a known algorithm, no key with AES256", async () => {
    const rule: ServerSideEncryptionRule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } };
    const malformed = { name: "MalformedXML", message: "The XML you provided was not well-formed or did not validate against our published schema", status: 400 };
    expect(await refusal(put([]))).toEqual(malformed);
    expect(await refusal(put([rule, rule]))).toEqual(malformed);
    expect(await refusal(put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:fsx" } }]))).toEqual(malformed);
    expect(await refusal(put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256", KMSMasterKeyID: KEY_ID } }]))).toMatchObject({
      name: "InvalidArgument",
      message: "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
    });
    expect(await refusal(put([], "no-such-bucket"))).toMatchObject({ name: "NoSuchBucket" });
  });

  test("aws-facts 1.12 row 3: blocked types stay when a put leaves them out", async () => {
    await put([{ BlockedEncryptionTypes: { EncryptionType: ["SSE-C"] } }]);
    await put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }]);
    expect(await rules()).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: false, BlockedEncryptionTypes: { EncryptionType: ["SSE-C"] } },
    ]);
  });

  test("aws-facts 1.12 rows 1 and 3: a rule may hold the blocked types alone, which leaves the default; NONE reads back as NONE", async () => {
    await put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "alias/finance" }, BucketKeyEnabled: true }]);
    await put([{ BlockedEncryptionTypes: { EncryptionType: ["NONE"] } }]);
    expect(await rules()).toEqual([
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "alias/finance" },
        BucketKeyEnabled: true,
        BlockedEncryptionTypes: { EncryptionType: ["NONE"] },
      },
    ]);
    expect(await refusal(put([{ BlockedEncryptionTypes: { EncryptionType: ["SSE-X" as "NONE"] } }]))).toMatchObject({ name: "MalformedXML", status: 400 });
    expect(await refusal(put([{ BlockedEncryptionTypes: { EncryptionType: [] } }]))).toMatchObject({ name: "MalformedXML", status: 400 });
  });

  test("aws-facts 1.10: the auditor may read it and not put it", async () => {
    const auditor = world.s3("auditor");
    expect((await auditor.send(new GetBucketEncryptionCommand({ Bucket: "keyseal-plain" }))).$metadata.httpStatusCode).toBe(200);
    const denied = await refusal(auditor.send(new DeleteBucketEncryptionCommand({ Bucket: "keyseal-plain" })));
    expect(denied.message).toContain('s3:PutEncryptionConfiguration on resource: "arn:aws:s3:::keyseal-plain"');
  });
});

describe("CORS configuration", () => {
  const put = (...CORSRules: NonNullable<ConstructorParameters<typeof PutBucketCorsCommand>[0]["CORSConfiguration"]>["CORSRules"] & object) =>
    s3.send(new PutBucketCorsCommand({ Bucket: "keyseal-nocors", CORSConfiguration: { CORSRules } }));

  test("aws-facts 8.1 rows 15 and 16: is read back as it was put, and gone when it was deleted", async () => {
    const rule = {
      ID: "one & only",
      AllowedOrigins: ["http://*.example.com"],
      AllowedMethods: ["GET", "PUT"],
      AllowedHeaders: ["*"],
      ExposeHeaders: ["ETag"],
      MaxAgeSeconds: 3000,
    };
    const bare = { AllowedOrigins: ["*"], AllowedMethods: ["HEAD"] };
    await put(rule, bare);
    expect((await s3.send(new GetBucketCorsCommand({ Bucket: "keyseal-nocors" }))).CORSRules).toEqual([rule, bare]);
    for (const _ of [1, 2]) {
      expect((await s3.send(new DeleteBucketCorsCommand({ Bucket: "keyseal-nocors" }))).$metadata.httpStatusCode).toBe(204);
    }
    expect(await refusal(s3.send(new GetBucketCorsCommand({ Bucket: "keyseal-nocors" })))).toEqual({
      name: "NoSuchCORSConfiguration",
      message: "The CORS configuration does not exist",
      status: 404,
    });
  });

  test("aws-facts 8.1 rows 13 and 14: five methods, at least one rule, and what else S3 does not take", async () => {
    expect(await refusal(put())).toMatchObject({ name: "MalformedXML", status: 400 });
    await put({ AllowedOrigins: ["*"], AllowedMethods: ["GET", "PUT", "POST", "DELETE", "HEAD"] });
    expect(await refusal(put({ AllowedOrigins: ["*"], AllowedMethods: ["MYMETHOD"] }))).toEqual({
      name: "InvalidRequest",
      message: "Found unsupported HTTP method in CORS config. Unsupported method is MYMETHOD",
      status: 400,
    });
    expect(await refusal(put({ AllowedOrigins: ["http://*.*"], AllowedMethods: ["GET"] }))).toMatchObject({ name: "InvalidRequest" });
    expect(await refusal(put({ AllowedOrigins: ["*"], AllowedMethods: ["GET"], ExposeHeaders: ["x-amz-*"] }))).toMatchObject({ name: "InvalidRequest" });
    for (const name of ["ETag\r\nset-cookie: a=b", "é", "two words"]) {
      expect(await refusal(put({ AllowedOrigins: ["*"], AllowedMethods: ["GET"], ExposeHeaders: [name] }))).toMatchObject({ name: "InvalidRequest" });
    }
  });
});

describe("versioning and policy", () => {
  test("a bucket without versioning has no status; then Enabled, then Suspended", async () => {
    const status = async () => (await s3.send(new GetBucketVersioningCommand({ Bucket: "keyseal-plain" }))).Status;
    expect(await status()).toBeUndefined();
    for (const Status of ["Enabled", "Suspended"] as const) {
      await s3.send(new PutBucketVersioningCommand({ Bucket: "keyseal-plain", VersioningConfiguration: { Status } }));
      expect(await status()).toBe(Status);
    }
    expect(await refusal(s3.send(new PutBucketVersioningCommand({ Bucket: "keyseal-plain", VersioningConfiguration: {} })))).toMatchObject({
      name: "IllegalVersioningConfigurationException",
    });
  });

  test("aws-facts 5.5: no policy → 404 NoSuchBucketPolicy", async () => {
    expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket: "keyseal-plain" })))).toEqual({
      name: "NoSuchBucketPolicy",
      message: "The bucket policy does not exist",
      status: 404,
    });
  });
});

test("what is not there answers 501 and touches nothing", async () => {
  expect(await refusal(s3.send(new ListBucketAnalyticsConfigurationsCommand({ Bucket: "keyseal-plain" })))).toEqual({
    name: "NotImplemented",
    message: "Keyseal's local AWS does not implement GET bucket ?analytics.",
    status: 501,
  });
  expect(await refusal(s3.send(new RestoreObjectCommand({ Bucket: "keyseal-plain", Key: "k", RestoreRequest: { Days: 1 } })))).toMatchObject({ name: "NotImplemented" });
});

test("virtual-host style addresses the same bucket", async () => {
  const virtual = world.s3("admin", "us-east-1", { forcePathStyle: false });
  await virtual.send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: "by/host", Body: "x" }));
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: "keyseal-plain", Prefix: "by/" }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["by/host"]);
});
