import { PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { s3Error } from "./front-only.ts";
import { bucketWithPolicy } from "./policy-world.ts";
import { startWorld, type World } from "./world.ts";

const ROW_16 = {
  status: "400",
  Code: "InvalidArgument",
  Message: "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
  ArgumentName: "Authorization",
  ArgumentValue: "null",
};
const SIGNED = { authorization: "AWS AKIALOCALADMIN000000:frJIUN8DYpKDtOLCwo//yllqDzg=", host: "localhost:4566" };

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.s3().send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: "plain", Body: "x" }));
  await world.s3().send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: "sealed", Body: "x", ServerSideEncryption: "aws:kms" }));
});

const send = (method: string, target: string, headers: Readonly<Record<string, string>> = SIGNED): Promise<Response> =>
  world.fetch(new Request(`http://localhost:4566${target}`, { method, headers }));

test("aws-facts 1.9 row 16, 1.13 row 10: a request signed by Signature Version 2, on what is or would be under KMS", async () => {
  expect(await s3Error(await send("GET", "/keyseal-plain/sealed"))).toMatchObject(ROW_16);
  expect(await s3Error(await send("GET", "/keyseal-plain/sealed?AWSAccessKeyId=a&Signature=b&Expires=1", { host: SIGNED.host }))).toMatchObject(ROW_16);
  expect(await s3Error(await send("PUT", "/keyseal-plain/new", { ...SIGNED, "x-amz-server-side-encryption": "aws:kms" }))).toMatchObject(ROW_16);
  expect(await s3Error(await send("PUT", "/keyseal-demo/new"))).toMatchObject(ROW_16);
  expect((await send("HEAD", "/keyseal-plain/sealed")).status).toBe(400);
});

test("elsewhere Signature Version 2 is not supported at all", async () => {
  for (const [method, target] of [["GET", "/keyseal-plain/plain"], ["GET", "/keyseal-plain/none"], ["PUT", "/keyseal-plain/new"], ["GET", "/keyseal-plain"]] as const) {
    expect(await s3Error(await send(method, target))).toMatchObject({ status: "400", Code: "InvalidRequest" });
  }
});

test("aws-facts 1.9 row 16: an anonymous PUT under KMS is told of the signature before any policy", async () => {
  const anonymous = { host: SIGNED.host };
  expect(await s3Error(await send("PUT", "/keyseal-demo/new", anonymous))).toMatchObject(ROW_16);
  expect(await s3Error(await send("PUT", "/keyseal-plain/new", anonymous))).toMatchObject({ status: "403", Code: "AccessDenied", Message: "Access Denied" });
});

test("aws-facts 1.9 row 16: an anonymous GET that the bucket's policy allows, of an object under KMS", async () => {
  await bucketWithPolicy(world, "open-to-all", { Effect: "Allow", Action: "s3:GetObject" });
  await world.s3().send(new PutObjectCommand({ Bucket: "open-to-all", Key: "plain", Body: "x" }));
  await world.s3().send(new PutObjectCommand({ Bucket: "open-to-all", Key: "sealed", Body: "x", ServerSideEncryption: "aws:kms" }));
  const anonymous = { host: SIGNED.host };
  expect((await send("GET", "/open-to-all/plain", anonymous)).status).toBe(200);
  expect(await s3Error(await send("GET", "/open-to-all/sealed", anonymous))).toMatchObject(ROW_16);
});
