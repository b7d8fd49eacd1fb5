import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const Bucket = "listed-bucket";
const KEYS = ["a b+c.txt", "folder/1", "folder/2", "folder/deep/3", "plain", "weird/\u0001&<>\"'\r\n", "weird/..", "weird/../x", "öl", "\u{1f512}"];

let world: World;
let s3: S3Client;
beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of KEYS) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});

const list = (input: Partial<ListObjectsV2CommandInput> = {}) => s3.send(new ListObjectsV2Command({ Bucket, ...input }));

describe("ListObjectsV2", () => {
  test("aws-facts 1.8 row 9: an entry's members, and nothing of encryption", async () => {
    const { Contents, KeyCount, MaxKeys, IsTruncated } = await list({ Prefix: "plain" });
    expect({ KeyCount, MaxKeys, IsTruncated }).toEqual({ KeyCount: 1, MaxKeys: 1000, IsTruncated: false });
    expect(Contents).toEqual([
      {
        Key: "plain",
        LastModified: expect.any(Date),
        ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
        ChecksumAlgorithm: ["CRC32"],
        ChecksumType: "FULL_OBJECT",
        Size: 5,
        StorageClass: "STANDARD",
      },
    ]);
  });

  test("keys come back as they were named, in UTF-8 order, with control characters too", async () => {
    const { Contents } = await list();
    expect(Contents?.map(({ Key }) => Key)).toEqual(KEYS);
  });

  test("encoding-type=url writes names in form encoding and leaves slashes", async () => {
    const { Contents, EncodingType } = await list({ EncodingType: "url" });
    expect(EncodingType).toBe("url");
    expect(Contents?.map(({ Key }) => Key)).toEqual([
      "a+b%2Bc.txt",
      "folder/1",
      "folder/2",
      "folder/deep/3",
      "plain",
      "weird/%01%26%3C%3E%22%27%0D%0A",
      "weird/..",
      "weird/../x",
      "%C3%B6l",
      "%F0%9F%94%92",
    ]);
  });

  test("aws-facts 1.8 row 9: KeyCount counts keys and common prefixes", async () => {
    const { CommonPrefixes, Contents, KeyCount } = await list({ Delimiter: "/" });
    expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["folder/", "weird/"]);
    expect(Contents?.map(({ Key }) => Key)).toEqual(["a b+c.txt", "plain", "öl", "\u{1f512}"]);
    expect(KeyCount).toBe(6);
  });

  test("pages join to the whole, folders counted once", async () => {
    const found: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket, Delimiter: "/" })) {
      found.push(...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    }
    expect(found).toEqual(["a b+c.txt", "folder/", "plain", "weird/", "öl", "\u{1f512}"]);
  });

  test("start-after begins behind a key that need not exist", async () => {
    const { Contents, StartAfter } = await list({ StartAfter: "folder/2zzz", MaxKeys: 2 });
    expect(StartAfter).toBe("folder/2zzz");
    expect(Contents?.map(({ Key }) => Key)).toEqual(["folder/deep/3", "plain"]);
  });

  test("the owner comes when it is asked for", async () => {
    expect((await list({ MaxKeys: 1 })).Contents?.[0]?.Owner).toBeUndefined();
    expect((await list({ MaxKeys: 1, FetchOwner: true })).Contents?.[0]?.Owner).toEqual({ ID: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test("aws-facts 1.8 row 10: a bad continuation token", async () => {
    expect(await refusal(list({ ContinuationToken: "not a token" }))).toEqual({
      name: "InvalidArgument",
      message: "The continuation token provided is incorrect",
      status: 400,
    });
  });

  test("aws-facts 7: a page holds 1000; none and negative numbers", async () => {
    expect((await list({ MaxKeys: 5000 })).MaxKeys).toBe(1000);
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false, MaxKeys: 0 });
    expect(await refusal(list({ MaxKeys: -1 }))).toMatchObject({ name: "InvalidArgument", status: 400 });
  });

  test("needs s3:ListBucket", async () => {
    const denied = await refusal(world.s3("uploader").send(new ListObjectsV2Command({ Bucket })));
    expect(denied).toMatchObject({ name: "AccessDenied", status: 403 });
    expect(denied.message).toContain(`s3:ListBucket on resource: "arn:aws:s3:::${Bucket}"`);
  });
});

describe("ListObjects, version 1", () => {
  test("names the next marker only with a delimiter, and always the owner", async () => {
    const plain = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 2 }));
    expect(plain).toMatchObject({ IsTruncated: true, Contents: [{ Owner: { ID: expect.any(String) } }, { Key: "folder/1" }] });
    expect(plain.NextMarker).toBeUndefined();
    const folders = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 2, Delimiter: "/" }));
    expect(folders.NextMarker).toBe("folder/");
    const rest = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: "/", Marker: folders.NextMarker }));
    expect(rest.CommonPrefixes).toEqual([{ Prefix: "weird/" }]);
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(["plain", "öl", "\u{1f512}"]);
  });
});

describe("ListObjectVersions", () => {
  const versioned = "versioned-bucket";
  beforeAll(async () => {
    await s3.send(new CreateBucketCommand({ Bucket: versioned }));
    await s3.send(new PutObjectCommand({ Bucket: versioned, Key: "k", Body: "null version" }));
    await s3.send(new PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration: { Status: "Enabled" } }));
    for (const Body of ["2", "33"]) await s3.send(new PutObjectCommand({ Bucket: versioned, Key: "k", Body }));
    await s3.send(new DeleteObjectCommand({ Bucket: versioned, Key: "k" }));
    await s3.send(new PutObjectCommand({ Bucket: versioned, Key: "z/1", Body: "4444" }));
  });

  test("tells versions from delete markers, and the latest of each key", async () => {
    const { Versions, DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket: versioned }));
    expect(Versions?.map(({ Key, Size, IsLatest, VersionId }) => [Key, Size, IsLatest, VersionId === "null"])).toEqual([
      ["k", 2, false, false],
      ["k", 1, false, false],
      ["k", 12, false, true],
      ["z/1", 4, true, false],
    ]);
    expect(DeleteMarkers).toEqual([{ Key: "k", VersionId: expect.any(String), IsLatest: true, LastModified: expect.any(Date), Owner: { ID: expect.any(String) } }]);
  });

  test("pages of one join to the whole", async () => {
    const ids: (string | undefined)[] = [];
    let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (let more = true; more; ) {
      const page = await s3.send(new ListObjectVersionsCommand({ Bucket: versioned, MaxKeys: 1, ...markers }));
      ids.push(...[...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ VersionId }) => VersionId));
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      more = page.IsTruncated === true;
    }
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
    expect(ids[3]).toBe("null");
  });

  test("rolls up folders", async () => {
    const { CommonPrefixes } = await s3.send(new ListObjectVersionsCommand({ Bucket: versioned, Delimiter: "/" }));
    expect(CommonPrefixes).toEqual([{ Prefix: "z/" }]);
  });

  test("aws-facts 1.8 row 11: version-id-marker without key-marker", async () => {
    expect(await refusal(s3.send(new ListObjectVersionsCommand({ Bucket: versioned, VersionIdMarker: "null" })))).toEqual({
      name: "InvalidArgument",
      message: "A version-id marker cannot be specified without a key marker.",
      status: 400,
    });
  });
});
