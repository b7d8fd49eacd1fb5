import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { ACCOUNT_ID, type ObjectVersion } from "#local-aws/world.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";
import { policyText } from "./test-callers.ts";

const BUCKET = "copy-plain";
const VERSIONED = "copy-versioned";
const MD5_OF_TEST = '"098f6bcd4621d373cade4e832627b4f6"';
const { finance, hr, retired } = demoKeys;
const underFinance = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: finance.arn } as const;
const ILLEGAL =
  "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";

let world: World;
let s3: S3Client;

beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  for (const Bucket of [BUCKET, VERSIONED]) await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: VERSIONED, VersioningConfiguration: { Status: "Enabled" } }));
});

const put = (Key: string, input: Partial<PutObjectCommandInput> = {}) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "test", ...input }));
const copy = (source: string, Key: string, input: Partial<CopyObjectCommandInput> = {}) =>
  s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key, CopySource: `${BUCKET}/${encodeURIComponent(source)}`, ...input }));
const head = (Key: string) => s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
const read = async (Key: string) => (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString();

describe("CopyObject: the copy's encryption (aws-facts 1.6)", () => {
  it("aws-facts 1.6 rows 2 and 10: takes the destination's default, not the source's encryption", async () => {
    await put("kms source", { ...underFinance, SSEKMSEncryptionContext: btoa('{"dept":"hr"}') });
    const answer = await copy("kms source", "plain copy");
    expect(answer).toMatchObject({ ServerSideEncryption: "AES256", CopyObjectResult: { ETag: MD5_OF_TEST } });
    expect(answer.SSEKMSEncryptionContext).toBeUndefined();
    expect(await read("plain copy")).toBe("test");
  });

  it("aws-facts 1.6 row 3: encrypts a plain source under a key, a Bucket Key and a context of the copy's own", async () => {
    await put("plain", { ChecksumAlgorithm: "CRC32" });
    const context = btoa('{"dept":"finance"}');
    const answer = await copy("plain", "sealed", { ...underFinance, BucketKeyEnabled: true, SSEKMSEncryptionContext: context });
    expect(answer).toMatchObject({ ...underFinance, BucketKeyEnabled: true, SSEKMSEncryptionContext: context });
    expect(answer.CopyObjectResult).toMatchObject({ ChecksumCRC32: expect.stringMatching(/=$/), ChecksumType: "FULL_OBJECT", LastModified: expect.any(Date) });
    expect(answer.CopyObjectResult?.ETag).not.toBe(MD5_OF_TEST);
    expect(await read("sealed")).toBe("test");
  });

  it("aws-facts 1.6 row 4: re-encrypts a KMS object onto itself: aws:kms without a key is aws/s3, and the Bucket Key is gone", async () => {
    await put("self kms", { ...underFinance, BucketKeyEnabled: true });
    const answer = await copy("self kms", "self kms", { ServerSideEncryption: "aws:kms" });
    const managed = await world.kms().send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect(answer.SSEKMSKeyId).toBe(managed.KeyMetadata?.Arn);
    expect(answer.BucketKeyEnabled).toBeUndefined();
    expect(await read("self kms")).toBe("test");
  });

  it("aws-facts 1.9 rows 1 and 5: reports the copy's key as PutObject would", async () => {
    await put("source", {});
    expect(await refusal(copy("source", "never", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: "fake-key-id" }))).toMatchObject({ name: "KMS.NotFoundException" });
    expect(await refusal(copy("source", "never", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: retired.arn }))).toMatchObject({ name: "KMS.DisabledException" });
  });
});

describe("CopyObject onto itself, aws-facts 1.6 rows 6 and 8", () => {
  it("aws-facts 1.6 rows 7 and 8: refuses a copy that changes nothing, a new ACL included", async () => {
    await put("self");
    expect(await refusal(copy("self", "self"))).toEqual({ name: "InvalidRequest", status: 400, message: ILLEGAL });
    expect(await refusal(copy("self", "self", { ACL: "bucket-owner-full-control" }))).toMatchObject({ message: ILLEGAL });
  });

  it.each<Partial<CopyObjectCommandInput>>([
    { ServerSideEncryption: "AES256" },
    { StorageClass: "STANDARD" },
    { WebsiteRedirectLocation: "/elsewhere" },
    { MetadataDirective: "REPLACE", Metadata: { a: "b" } },
  ])("allows %j", async (input) => {
    await put("self");
    await expect(copy("self", "self", input)).resolves.toMatchObject({ CopyObjectResult: { ETag: MD5_OF_TEST } });
  });

  it("aws-facts 1.6 row 9: allows the bare copy once PutBucketEncryption was called on the bucket", async () => {
    const Bucket = "copy-encryption-put";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } } as const;
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "self", Body: "test" }));
    await expect(s3.send(new CopyObjectCommand({ Bucket, Key: "self", CopySource: `${Bucket}/self` }))).resolves.toBeDefined();
  });
});

describe("CopyObject onto itself out of another encryption (aws-facts 1.6)", () => {
  it("aws-facts 1.6 row 5: a KMS object with no headers on an untouched bucket becomes AES256, with an MD5", async () => {
    await put("self to plain", underFinance);
    const answer = await copy("self to plain", "self to plain");
    expect(answer).toMatchObject({ ServerSideEncryption: "AES256", CopyObjectResult: { ETag: MD5_OF_TEST } });
    expect(await read("self to plain")).toBe("test");
  });
});

describe("a copy that takes long (aws-facts 1.6 row 14)", () => {
  /** Lets the clock pass by more than S3's patience while the copy is made, and does something meanwhile. */
  function slowly(meanwhile: () => Promise<unknown> = async () => undefined) {
    const { blobs } = world.services;
    const create = blobs.create.bind(blobs);
    const spy = vi.spyOn(blobs, "create").mockImplementationOnce(async () => {
      world.advance(60_000);
      await meanwhile();
      return create();
    });
    return () => spy.mockRestore();
  }

  it("answers 200 at once and the result behind white space", async () => {
    await put("long", { Body: "x".repeat(3_000_000) });
    const restore = slowly();
    const answer = await copy("long", "long copy", underFinance);
    restore();
    expect(answer).toMatchObject({ ...underFinance, CopyObjectResult: { ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) } });
    expect((await head("long copy")).ETag).toBe(answer.CopyObjectResult?.ETag);
    s3 = world.s3();
  });

  it("tells an error inside the 200, which the SDK takes for one", async () => {
    const Bucket = "copy-vanishing";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await put("long", { Body: "x".repeat(3_000_000) });
    const restore = slowly(async () => s3.send(new DeleteBucketCommand({ Bucket })));
    const source = `${BUCKET}/long`;
    expect(await refusal(s3.send(new CopyObjectCommand({ Bucket, Key: "never", CopySource: source })))).toMatchObject({
      name: "NoSuchBucket",
      // The SDK's own: on the wire it was 200.
      status: 503,
    });
    restore();
    s3 = world.s3();
  });
});

describe("CopyObject: archived objects", () => {
  it("cannot be read or copied, and are looked at all the same", async () => {
    for (const StorageClass of ["GLACIER", "DEEP_ARCHIVE"] as const) {
      await put("archived", { StorageClass });
      expect((await head("archived")).StorageClass).toBe(StorageClass);
      const refused = { name: "InvalidObjectState", status: 403 };
      expect(await refusal(s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "archived" })))).toMatchObject({
        ...refused,
        message: "The operation is not valid for the object's storage class",
      });
      expect(await refusal(copy("archived", "never"))).toMatchObject({ ...refused, message: "Operation is not valid for the source object's storage class" });
    }
  });

  it.each(["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"] as const)("%s is a label", async (StorageClass) => {
    await put("labelled", { StorageClass });
    expect((await head("labelled")).StorageClass).toBe(StorageClass === "STANDARD" ? undefined : StorageClass);
    expect(await read("labelled")).toBe("test");
  });

  it("EXPRESS_ONEZONE and unknown classes are refused", async () => {
    for (const StorageClass of ["EXPRESS_ONEZONE", "COLD"]) {
      expect(await refusal(put("never", { StorageClass: StorageClass as "STANDARD" }))).toEqual({
        name: "InvalidStorageClass",
        status: 400,
        message: "The storage class you specified is not valid",
      });
    }
  });
});

describe("CopyObject: what carries over", () => {
  const described = { ContentType: "text/plain", Metadata: { dept: "hr" }, StorageClass: "STANDARD_IA", Tagging: "a=1" } as const;

  it("COPY keeps content headers, metadata and tags, but not the storage class", async () => {
    await put("described", described);
    await copy("described", "kept", { ContentType: "ignored/type", Metadata: { ignored: "1" } });
    const kept = await head("kept");
    expect(kept).toMatchObject({ ContentType: "text/plain", Metadata: { dept: "hr" } });
    expect(kept.StorageClass).toBeUndefined();
    expect((await tags("kept")).TagSet).toEqual([{ Key: "a", Value: "1" }]);
  });

  it("a website redirect is kept as a label, and does not carry over", async () => {
    await put("redirected", { WebsiteRedirectLocation: "/elsewhere" });
    expect((await head("redirected")).WebsiteRedirectLocation).toBe("/elsewhere");
    await copy("redirected", "not redirected");
    expect((await head("not redirected")).WebsiteRedirectLocation).toBeUndefined();
    expect(await refusal(put("never", { WebsiteRedirectLocation: "elsewhere" }))).toMatchObject({ name: "InvalidRedirectLocation", status: 400 });
  });

  it("REPLACE takes the request's", async () => {
    await put("described", described);
    await copy("described", "replaced", { MetadataDirective: "REPLACE", Metadata: { team: "x" }, TaggingDirective: "REPLACE", Tagging: "b=2" });
    expect(await head("replaced")).toMatchObject({ ContentType: "binary/octet-stream", Metadata: { team: "x" } });
    expect((await tags("replaced")).TagSet).toEqual([{ Key: "b", Value: "2" }]);
  });

  const tags = (Key: string) => s3.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key }));
});

describe("CopyObject: its source", () => {
  it("is found by names with anything in them", async () => {
    const key = "dir/a?b#c%2F d+é😀.txt";
    await put(key);
    await copy(key, "from odd name");
    expect(await read("from odd name")).toBe("test");
  });

  it("may be an older version, which restores it", async () => {
    const write = (Body: string) => s3.send(new PutObjectCommand({ Bucket: VERSIONED, Key: "v", Body }));
    const first = await write("first");
    await write("second");
    const answer = await s3.send(new CopyObjectCommand({ Bucket: VERSIONED, Key: "v", CopySource: `${VERSIONED}/v?versionId=${first.VersionId}` }));
    expect(answer.CopySourceVersionId).toBe(first.VersionId);
    expect(answer.VersionId).not.toBe(first.VersionId);
    const current = await s3.send(new GetObjectCommand({ Bucket: VERSIONED, Key: "v" }));
    expect(await current.Body?.transformToString()).toBe("first");
  });

  it("may not be a delete marker", async () => {
    await s3.send(new PutObjectCommand({ Bucket: VERSIONED, Key: "gone", Body: "x" }));
    const marker = await s3.send(new DeleteObjectCommand({ Bucket: VERSIONED, Key: "gone" }));
    expect(await refusal(copy("x", "never", { CopySource: `${VERSIONED}/gone?versionId=${marker.VersionId}` }))).toMatchObject({ name: "InvalidRequest" });
    expect(await refusal(copy("x", "never", { CopySource: `${VERSIONED}/gone` }))).toMatchObject({ name: "NoSuchKey", status: 404 });
  });

  it("is missing: 404 for who may list, 403 for who may not (aws-facts 5.4)", async () => {
    expect(await refusal(copy("absent", "never"))).toMatchObject({ name: "NoSuchKey", status: 404 });
    expect(await refusal(copy("absent", "never", { CopySource: "no-such-bucket-here/k" }))).toMatchObject({ name: "NoSuchBucket", status: 404 });
    const uploader = world.s3("uploader").send(new CopyObjectCommand({ Bucket: BUCKET, Key: "never", CopySource: `${BUCKET}/absent` }));
    expect(await refusal(uploader)).toMatchObject({ name: "AccessDenied", status: 403 });
  });

  it("is held against the four conditions", async () => {
    await put("conditional");
    const past = new Date(Date.UTC(2000, 0, 1));
    await expect(copy("conditional", "c", { CopySourceIfMatch: MD5_OF_TEST })).resolves.toBeDefined();
    for (const condition of [
      { CopySourceIfMatch: '"other"' },
      { CopySourceIfNoneMatch: MD5_OF_TEST },
      { CopySourceIfUnmodifiedSince: past },
      { CopySourceIfModifiedSince: new Date(world.services.clock.now()) },
    ]) {
      expect(await refusal(copy("conditional", "never", condition))).toMatchObject({ name: "PreconditionFailed", status: 412 });
    }
    const future = new Date(world.services.clock.now() + 60_000);
    await expect(copy("conditional", "c", { CopySourceIfModifiedSince: future }), "S3 ignores a time to come").resolves.toBeDefined();
  });

  it("needs kms:Decrypt under the source's key", async () => {
    await put("secret", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: hr.arn });
    await world.services.metadata.transact((transaction) => {
      const row = ["principal", ACCOUNT_ID, "uploader"];
      const uploader = transaction.get<{ policies: string[] }>(row);
      const policy = policyText({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
      transaction.put(row, { ...uploader, policies: [...(uploader?.policies ?? []), policy] });
    });
    const denied = world.s3("uploader").send(new CopyObjectCommand({ Bucket: BUCKET, Key: "never", CopySource: `${BUCKET}/secret` }));
    expect(await refusal(denied)).toEqual({
      name: "AccessDenied",
      status: 403,
      message: `User: arn:aws:iam::111122223333:user/uploader is not authorized to perform: kms:Decrypt on resource: ${hr.arn} because no identity-based policy allows the kms:Decrypt action`,
    });
  });

  it("aws-facts 1.6 row 12: has at most 5 GiB", async () => {
    await put("huge");
    await world.services.metadata.transact((transaction) => {
      for (const { key, value } of transaction.range<ObjectVersion>({ prefix: ["version", BUCKET, "huge"] })) transaction.put(key, { ...value, size: 5 * 1024 ** 3 + 1 });
    });
    expect(await refusal(copy("huge", "never"))).toEqual({
      name: "InvalidRequest",
      status: 400,
      message: "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120",
    });
  });
});
