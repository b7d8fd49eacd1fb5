import { beforeEach, describe, expect, test } from "vitest";
import { callerWith, type OperationWorld, startOperations } from "#local-aws/conformance/s3-operations.ts";

let world: OperationWorld;
beforeEach(async () => {
  world = await startOperations();
  await world.putBucket();
});

describe("what is not there is refused, and never taken for something else", () => {
  test.each([
    ["DELETE", "/bucket?replication"],
    ["DELETE", "/bucket?somethingNew"],
    ["PUT", "/bucket?logging"],
    ["POST", "/bucket/key?restore"],
    ["GET", "/bucket/key?torrent"],
    ["GET", "/bucket?encryption&cors"],
    ["GET", "/?brandNew"],
  ])("%s %s is 501", async (method, target) => {
    await expect(world.send(method, target)).rejects.toThrow(expect.objectContaining({ status: 501, code: "NotImplemented", message: expect.stringContaining(method) }));
    expect((await world.send("HEAD", "/bucket")).status).toBe(200);
  });

  test.each([
    ["POST", "/bucket/key", "OBJECT"],
    ["DELETE", "/", "SERVICE"],
    ["PATCH", "/bucket", "BUCKET"],
  ])("%s %s is 405", async (method, target, ResourceType) => {
    await expect(world.send(method, target)).rejects.toThrow(expect.objectContaining({ status: 405, code: "MethodNotAllowed", details: { Method: method, ResourceType } }));
  });

  test("half of a part upload is no PutObject", async () => {
    await expect(world.send("PUT", "/bucket/key?partNumber=1", { body: "x" })).rejects.toThrow(expect.objectContaining({ status: 400, code: "InvalidArgument" }));
    await expect(world.send("PUT", "/bucket/key?uploadId=u", { body: "x" })).rejects.toThrow(expect.objectContaining({ status: 400, code: "InvalidArgument" }));
    await expect(world.send("GET", "/bucket/key")).rejects.toThrow(expect.objectContaining({ code: "NoSuchKey" }));
  });
});

describe("before any operation", () => {
  test("a missing bucket is told, to a caller without rights too", async () => {
    await expect(world.send("GET", "/none/key", { caller: callerWith() })).rejects.toThrow(
      expect.objectContaining({ status: 404, code: "NoSuchBucket", details: { BucketName: "none" } }),
    );
  });

  test("another Region's endpoint redirects, except for GetBucketLocation", async () => {
    await expect(world.send("GET", "/bucket/key", { region: "eu-west-1" })).rejects.toThrow(
      expect.objectContaining({ status: 301, code: "PermanentRedirect", headers: { "x-amz-bucket-region": "us-east-1" } }),
    );
    expect((await world.send("GET", "/bucket?location", { region: "eu-west-1" })).status).toBe(200);
  });

  test("aws-facts 7: a key has up to 1024 bytes of UTF-8", async () => {
    const longest = encodeURIComponent("ö".repeat(512));
    expect((await world.send("PUT", `/bucket/${longest}`, { body: "x" })).status).toBe(200);
    for (const method of ["GET", "DELETE", "PUT"]) {
      await expect(world.send(method, `/bucket/${longest}a`)).rejects.toThrow(expect.objectContaining({ status: 400, code: "KeyTooLongError" }));
    }
    await expect(world.send("GET", `/bucket?list-type=2&prefix=${longest}a`)).rejects.toThrow(expect.objectContaining({ code: "KeyTooLongError" }));
  });
});

test("a list-type other than 2 is no listing at all", async () => {
  await expect(world.send("GET", "/bucket?list-type=3")).rejects.toThrow(
    expect.objectContaining({ status: 400, code: "InvalidArgument", message: "Invalid List Type specified in Request", details: { ArgumentName: "list-type", ArgumentValue: "3" } }),
  );
});

test("DeleteObjects and PutBucketCors want to know that their body is whole", async () => {
  for (const [method, target, body] of [
    ["POST", "/bucket?delete", "<Delete><Object><Key>k</Key></Object></Delete>"],
    ["PUT", "/bucket?cors", "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>"],
  ] as const) {
    await expect(world.send(method, target, { body })).rejects.toThrow(
      expect.objectContaining({ code: "InvalidRequest", message: "Missing required header for this request: Content-MD5" }),
    );
    expect((await world.send(method, target, { body, headers: { "content-md5": "checked by the front" } })).status).toBe(200);
  }
});

test("DeleteBucket takes unfinished uploads along, and leaves nothing of them", async () => {
  const create = await (await world.send("POST", "/bucket/key?uploads")).text();
  const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(create)?.[1] ?? "";
  await world.send("PUT", `/bucket/key?partNumber=1&uploadId=${uploadId}`, { body: "part" });
  expect(await world.blobCount()).toBe(1);
  expect((await world.send("DELETE", "/bucket")).status).toBe(204);
  expect(await world.blobCount()).toBe(0);
  expect([...world.services.metadata.range({ prefix: [] })]).toEqual([]);
});

test("a document of another kind, or with members of no schema, is MalformedXML", async () => {
  const malformed = expect.objectContaining({ status: 400, code: "MalformedXML" });
  for (const body of [
    "",
    "no xml",
    "<Other/>",
    "<VersioningConfiguration><Status>Off</Status></VersioningConfiguration>",
    "<VersioningConfiguration><Status>Enabled</Status><Status>Enabled</Status></VersioningConfiguration>",
    "<VersioningConfiguration><Status>Enabled</Status><Extra/></VersioningConfiguration>",
    '<!DOCTYPE x [<!ENTITY e "Enabled">]><VersioningConfiguration><Status>&e;</Status></VersioningConfiguration>',
  ]) {
    await expect(world.send("PUT", "/bucket?versioning", { body })).rejects.toThrow(malformed);
  }
});
