import {
  CreateBucketCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  type Tag,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "./refusal.ts";
import { policyText } from "./test-callers.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "tagging";
const VERSIONED = "tagging-versions";

let world: World;
let s3: S3Client;

beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
  for (const Bucket of [BUCKET, VERSIONED]) await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: VERSIONED, VersioningConfiguration: { Status: "Enabled" } }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "test" }));
});

const tag = (Key: string, Value = ""): Tag => ({ Key, Value });
const putTags = (TagSet: Tag[], Key = "k", client = s3) => client.send(new PutObjectTaggingCommand({ Bucket: BUCKET, Key, Tagging: { TagSet } }));
const tagsOf = async (Key = "k") => (await s3.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key }))).TagSet;
const putBucketTags = (TagSet: Tag[]) => s3.send(new PutBucketTaggingCommand({ Bucket: BUCKET, Tagging: { TagSet } }));
const many = (count: number) => Array.from({ length: count }, (_, index) => tag(`key${index}`));

describe("object tags", () => {
  it("are put, read, counted on GET, replaced and deleted; nothing else of the object changes", async () => {
    const before = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "k" }));
    world.advance(2000);
    expect((await putTags([tag("dept", "hr/it: a+b=c @1"), tag("empty")])).$metadata.httpStatusCode).toBe(200);
    expect(await tagsOf()).toEqual([tag("dept", "hr/it: a+b=c @1"), tag("empty")]);
    const read = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "k" }));
    expect(read).toMatchObject({ TagCount: 2, ETag: before.ETag, LastModified: before.LastModified });
    await putTags([tag("only")]);
    expect(await tagsOf()).toEqual([tag("only")]);
    expect((await s3.send(new DeleteObjectTaggingCommand({ Bucket: BUCKET, Key: "k" }))).$metadata.httpStatusCode).toBe(204);
    expect(await tagsOf()).toEqual([]);
    expect((await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "k" }))).TagCount).toBeUndefined();
  });

  it("aws-facts 7: 10 tags, 128 characters of key, 256 of value", async () => {
    await putTags([...many(9), tag("k".repeat(128), "v".repeat(256))]);
    expect(await tagsOf()).toHaveLength(10);
    expect(await refusal(putTags(many(11)))).toEqual({ name: "BadRequest", status: 400, message: "Object tags cannot be greater than 10" });
    expect(await refusal(putTags([tag("k".repeat(129))]))).toMatchObject({ name: "InvalidTag", message: "The TagKey you have provided is invalid" });
    expect(await refusal(putTags([tag("k", "v".repeat(257))]))).toMatchObject({ name: "InvalidTag", message: "The TagValue you have provided is invalid" });
    expect(await tagsOf()).toHaveLength(10);
  });

  it.each([
    [[tag("a"), tag("a")], "Cannot provide multiple Tags with the same key"],
    [[tag("a,b")], "The TagKey you have provided is invalid"],
    [[tag("a", "b,c")], "The TagValue you have provided is invalid"],
    [[tag("aws:a")], "Your TagKey cannot be prefixed with aws:"],
  ])("are refused: %j", async (tags, message) => {
    expect(await refusal(putTags(tags))).toEqual({ name: "InvalidTag", status: 400, message });
  });

  it.each(["a=1&a=2", "a=1,b=2"])("in x-amz-tagging are refused: %s", async (Tagging) => {
    expect(await refusal(s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "never", Body: "x", Tagging })))).toEqual({
      name: "InvalidArgument",
      status: 400,
      message: "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    });
  });

  it("belong to one version; a delete marker has none", async () => {
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: VERSIONED, Key: "v", Body: "1", Tagging: "first=1" }));
    const second = await s3.send(new PutObjectCommand({ Bucket: VERSIONED, Key: "v", Body: "2" }));
    const put = await s3.send(new PutObjectTaggingCommand({ Bucket: VERSIONED, Key: "v", Tagging: { TagSet: [tag("current")] } }));
    expect(put.VersionId).toBe(second.VersionId);
    const old = await s3.send(new PutObjectTaggingCommand({ Bucket: VERSIONED, Key: "v", VersionId, Tagging: { TagSet: [tag("old")] } }));
    expect(old.VersionId).toBe(VersionId);
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket: VERSIONED, Key: "v", VersionId }))).TagSet).toEqual([tag("old")]);
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket: VERSIONED, Key: "v" }))).TagSet).toEqual([tag("current")]);
    const marker = await s3.send(new DeleteObjectCommand({ Bucket: VERSIONED, Key: "v" }));
    for (const id of [undefined, marker.VersionId]) {
      const at = { Bucket: VERSIONED, Key: "v", VersionId: id };
      for (const call of [
        s3.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } })),
        s3.send(new GetObjectTaggingCommand(at)),
        s3.send(new DeleteObjectTaggingCommand(at)),
      ]) {
        expect(await refusal(call)).toEqual({ name: "MethodNotAllowed", status: 405, message: "The specified method is not allowed against this resource." });
      }
    }
  });

  it("are counted only to who may read them", async () => {
    await putTags([tag("a")]);
    const reader = world.s3(await world.addUser("plainreader", { policies: [policyText({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" })] }));
    expect((await reader.send(new GetObjectCommand({ Bucket: BUCKET, Key: "k" }))).TagCount).toBeUndefined();
    expect((await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "k" }))).TagCount).toBe(1);
  });

  it("of a missing object are 404, and need permissions of their own", async () => {
    expect(await refusal(putTags([], "absent"))).toMatchObject({ name: "NoSuchKey", status: 404 });
    const reader = world.s3(await world.addUser("tagreader", { policies: [policyText({ Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" })] }));
    expect(await refusal(putTags([], "k", reader))).toMatchObject({ status: 403, message: expect.stringContaining("s3:PutObjectTagging") });
    const call = reader.send(new DeleteObjectTaggingCommand({ Bucket: BUCKET, Key: "k" }));
    expect(await refusal(call)).toMatchObject({ status: 403, message: expect.stringContaining("s3:DeleteObjectTagging") });
  });

  it("decide what policies allow: the tags that are there, and the tags that are asked for", async () => {
    await putTags([tag("team", "red")]);
    const condition = { StringEquals: { "s3:ExistingObjectTag/team": "red", "s3:RequestObjectTag/team": "blue" } };
    const policies = [policyText({ Effect: "Allow", Action: "s3:PutObjectTagging", Resource: "*", Condition: condition })];
    const painter = world.s3(await world.addUser("painter", { policies }));
    expect(await refusal(putTags([tag("team", "green")], "k", painter))).toMatchObject({ status: 403 });
    await putTags([tag("team", "blue")], "k", painter);
    expect(await refusal(putTags([tag("team", "blue")], "k", painter))).toMatchObject({ status: 403 });
  });
});

describe("bucket tags", () => {
  it("are put, read and deleted; without any, 404 NoSuchTagSet", async () => {
    const none = { name: "NoSuchTagSet", status: 404, message: "The TagSet does not exist" };
    const get = () => s3.send(new GetBucketTaggingCommand({ Bucket: BUCKET }));
    expect(await refusal(get())).toEqual(none);
    expect((await putBucketTags([tag("tag1", "tag1"), tag("tag2")])).$metadata.httpStatusCode).toBe(204);
    expect((await get()).TagSet).toEqual([tag("tag1", "tag1"), tag("tag2")]);
    expect((await s3.send(new DeleteBucketTaggingCommand({ Bucket: BUCKET }))).$metadata.httpStatusCode).toBe(204);
    expect((await s3.send(new DeleteBucketTaggingCommand({ Bucket: BUCKET }))).$metadata.httpStatusCode).toBe(204);
    expect(await refusal(get())).toEqual(none);
    await putBucketTags([]);
    expect(await refusal(get())).toEqual(none);
  });

  it.each([
    [[tag("a"), tag("a")], "Cannot provide multiple Tags with the same key"],
    [[tag("a,b")], "The TagKey you have provided is invalid"],
    [[tag("a", "b,c")], "The TagValue you have provided is invalid"],
    [[tag("aws:a")], "System tags cannot be added/updated by requester"],
  ])("are refused: %j", async (tags, message) => {
    expect(await refusal(putBucketTags(tags))).toEqual({ name: "InvalidTag", status: 400, message });
  });

  it("may come with the bucket", async () => {
    const Bucket = "tagging-from-birth";
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { Tags: [tag("team", "red")] } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([tag("team", "red")]);
    const refused = s3.send(new CreateBucketCommand({ Bucket: "tagging-never", CreateBucketConfiguration: { Tags: [tag("aws:a")] } }));
    expect(await refusal(refused)).toMatchObject({ name: "InvalidTag", status: 400 });
  });

  it("are 50 at most", async () => {
    await putBucketTags(many(50));
    expect(await refusal(putBucketTags(many(51)))).toMatchObject({ name: "BadRequest", status: 400 });
  });
});
