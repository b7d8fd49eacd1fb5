import { beforeEach, describe, expect, test } from "vitest";
import { callerWith, type OperationWorld, startOperations } from "#local-aws/conformance/s3-operations.ts";
import { childrenOf, textOf } from "#local-aws/protocol/xml.ts";

let world: OperationWorld;
beforeEach(async () => {
  world = await startOperations();
});

const put = async (body: string) => (await world.send("PUT", "/bucket/key", { body })).headers.get("x-amz-version-id");
const read = async (query = "") => (await world.send("GET", `/bucket/key${query}`)).text();
const versions = async () => {
  const root = await world.xml("GET", "/bucket?versions");
  return [...childrenOf(root, "Version"), ...childrenOf(root, "DeleteMarker")].map((each) => `${textOf(each, "VersionId")} ${textOf(each, "IsLatest")}`);
};
const rejects = (work: Promise<unknown>, error: object) => expect(work).rejects.toThrow(expect.objectContaining(error));

describe("a bucket that never had versioning", () => {
  beforeEach(() => world.putBucket());

  test("keeps one body per key and answers no version id", async () => {
    expect(await put("first")).toBeNull();
    expect(await put("second")).toBeNull();
    expect(await read()).toBe("second");
    expect(await versions()).toEqual(["null true"]);
    expect(await world.blobCount()).toBe(1);
  });

  test("a read that has begun goes on over what it began with, and frees it at its end", async () => {
    await put("the old body");
    const reading = world.send("GET", "/bucket/key");
    await put("the new body");
    const answer = await reading;
    await world.send("DELETE", "/bucket/key");
    expect(await answer.text()).toBe("the old body");
    expect(await world.blobCount()).toBe(0);
  });

  test("loses an object when it is deleted, and deletes what is not there as gladly", async () => {
    await put("first");
    const deleted = await world.send("DELETE", "/bucket/key");
    expect([deleted.status, deleted.headers.get("x-amz-delete-marker"), deleted.headers.get("x-amz-version-id")]).toEqual([204, null, null]);
    await rejects(read(), { status: 404, code: "NoSuchKey" });
    expect((await world.send("DELETE", "/bucket/key")).status).toBe(204);
    expect(await world.blobCount()).toBe(0);
  });

  test("has no version but null", async () => {
    await put("first");
    expect(await read("?versionId=null")).toBe("first");
    await rejects(read(`?versionId=${"a".repeat(32)}`), { status: 400, code: "InvalidArgument" });
    await rejects(read("?versionId="), { status: 400, message: "Version id cannot be the empty string" });
  });
});

describe("a bucket with versioning enabled", () => {
  beforeEach(() => world.putBucket({ versioning: "Enabled" }));

  test("keeps each write under an id of its own", async () => {
    const first = await put("first");
    const second = await put("second");
    expect(first).toMatch(/^[\w.]{32}$/);
    expect(second).not.toBe(first);
    expect([await read(), await read(`?versionId=${first}`), await read(`?versionId=${second}`)]).toEqual(["second", "first", "second"]);
    expect(await versions()).toEqual([`${second} true`, `${first} false`]);
  });

  test("a delete hides the object under a marker that only DELETE may name", async () => {
    const first = await put("first");
    const deleted = await world.send("DELETE", "/bucket/key");
    const marker = deleted.headers.get("x-amz-version-id");
    expect([deleted.status, deleted.headers.get("x-amz-delete-marker")]).toEqual([204, "true"]);
    await rejects(read(), { status: 404, code: "NoSuchKey", headers: { "x-amz-delete-marker": "true", "x-amz-version-id": marker } });
    await rejects(read(`?versionId=${marker}`), {
      status: 405,
      code: "MethodNotAllowed",
      headers: expect.objectContaining({ "x-amz-delete-marker": "true", allow: "DELETE" }),
    });
    expect(await read(`?versionId=${first}`)).toBe("first");

    const undeleted = await world.send("DELETE", `/bucket/key?versionId=${marker}`);
    expect([undeleted.headers.get("x-amz-delete-marker"), undeleted.headers.get("x-amz-version-id")]).toEqual(["true", marker]);
    expect(await read()).toBe("first");
  });

  test("a marker is made for a key that never was", async () => {
    expect((await world.send("DELETE", "/bucket/key")).headers.get("x-amz-delete-marker")).toBe("true");
  });

  test("a version that is deleted by name is gone for good, with its body", async () => {
    const first = await put("first");
    await put("second");
    const deleted = await world.send("DELETE", `/bucket/key?versionId=${first}`);
    expect([deleted.headers.get("x-amz-version-id"), deleted.headers.get("x-amz-delete-marker")]).toEqual([first, null]);
    await rejects(read(`?versionId=${first}`), { status: 404, code: "NoSuchVersion" });
    expect(await world.blobCount()).toBe(1);
    expect((await world.send("DELETE", `/bucket/key?versionId=${first}`)).status).toBe(204);
  });

  test("an id taken from another key names nothing", async () => {
    const first = await put("first");
    const other = (await world.send("PUT", "/bucket/other", { body: "x" })).headers.get("x-amz-version-id");
    expect(other).not.toBe(first);
    await rejects(read(`?versionId=${other}`), { status: 404, code: "NoSuchVersion" });
  });
});

describe("a bucket with versioning suspended", () => {
  test("replaces the null version wherever it lies, and keeps the others", async () => {
    await world.putBucket();
    await put("before");
    await world.putBucket({ versioning: "Enabled" });
    const kept = await put("kept");
    await world.putBucket({ versioning: "Suspended" });
    expect(await put("null again")).toBe("null");
    expect(await versions()).toEqual(["null true", `${kept} false`]);
    expect([await read(), await read(`?versionId=${kept}`)]).toEqual(["null again", "kept"]);

    const deleted = await world.send("DELETE", "/bucket/key");
    expect([deleted.headers.get("x-amz-delete-marker"), deleted.headers.get("x-amz-version-id")]).toEqual(["true", "null"]);
    expect(await versions()).toEqual([`${kept} false`, "null true"]);
    expect(await world.blobCount()).toBe(1);
  });
});

test("an object from before versioning is the null version afterwards", async () => {
  await world.putBucket();
  await put("before");
  await world.putBucket({ versioning: "Enabled" });
  await put("after");
  expect(await read("?versionId=null")).toBe("before");
});

test("aws-facts 5.4: who may not list the bucket does not learn that a key is missing", async () => {
  await world.putBucket();
  const caller = callerWith("s3:GetObject");
  await expect(world.send("GET", "/bucket/none", { caller })).rejects.toThrow(
    expect.objectContaining({
      status: 403,
      code: "AccessDenied",
      message:
        'User: arn:aws:iam::111122223333:user/tester is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::bucket" because no identity-based policy allows the s3:ListBucket action',
    }),
  );
  await rejects(world.send("GET", "/bucket/none", { caller: callerWith("s3:GetObject", "s3:ListBucket") }), { status: 404 });
});
