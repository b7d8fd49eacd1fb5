import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emptyContext } from "#domain/encryption-context.ts";
import { demoKeys } from "#local-aws/seed.ts";
import { startDemoAws, type DemoAws } from "#testing/demo-aws.ts";
import type { Aws, NewObject } from "./aws.ts";
import { createAws } from "./create-aws.ts";
import { sealCredentials } from "./sealed-credentials.ts";

/** An S3 endpoint that is not AWS's, and nothing else: as Ceph's radosgw is signed in to. */
const ALONE = { s3: "http://localhost:4566", forcePathStyle: true };

let world: DemoAws;
let door: Aws;
beforeAll(async () => {
  world = await startDemoAws();
});
beforeEach(async () => {
  world.disturb(undefined);
  door = createAws({ credentials: await sealCredentials(world.credentials("admin")), region: "us-east-1", endpoints: ALONE, requestHandler: world.requestHandler });
});

const object = (key: string, onlyIfAbsent: boolean): NewObject => ({
  ref: { bucket: "keyseal-plain", key },
  settings: { serverSideEncryption: "aws:kms", keyId: demoKeys.finance.arn, encryptionContext: emptyContext },
  contentType: "text/plain",
  metadata: {},
  tags: {},
  storageClass: "STANDARD",
  onlyIfAbsent,
});
/** CRC64NVME of "123456789". */
const BODY = { body: new Blob(["123456789"]), checksum: { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" } } as const;

describe("an S3-compatible server without KMS and STS", () => {
  it("is asked for neither, and AWS is not asked in its place", async () => {
    const before = world.requests.length;
    await expect(door.getCallerIdentity()).rejects.toMatchObject({ failure: { kind: "not-offered", service: "STS", message: "This server has no STS API." } });
    await expect(door.listKeys("us-east-1")).rejects.toMatchObject({ failure: { kind: "not-offered", service: "KMS" } });
    await expect(door.describeKey("us-east-1", "alias/finance")).rejects.toMatchObject({ failure: { kind: "not-offered" } });
    expect(world.requests.length).toBe(before);
  });

  it("has no default encryption that could be told when it answers the question with a listing", async () => {
    const body = '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>keyseal-plain</Name><IsTruncated>false</IsTruncated></ListBucketResult>';
    world.disturb({ answer: () => ({ statusCode: 200, headers: { "content-type": "application/xml" }, body }) });
    await expect(door.getBucketDefaultEncryption("keyseal-plain")).rejects.toMatchObject({ failure: { kind: "not-offered", operation: "GetBucketEncryption" } });
  });

  it("is asked for an object before parts are sent that must not replace it, because it may pass over If-None-Match on Complete", async () => {
    await door.putObject(object("stranger/there", false), BODY.body, BODY.checksum);
    await expect(door.createMultipartUpload(object("stranger/there", true), "CRC64NVME")).rejects.toMatchObject({ failure: { kind: "precondition" } });
    await expect(door.createMultipartUpload(object("stranger/there", false), "CRC64NVME")).resolves.toMatchObject({ uploadId: expect.any(String) });
    await expect(door.createMultipartUpload(object("stranger/absent", true), "CRC64NVME")).resolves.toMatchObject({ uploadId: expect.any(String) });
  });

  it("is uploaded to by those who may not look whether the object is there", async () => {
    world.disturb({ answer: ({ method }) => (method === "HEAD" ? { statusCode: 403 } : undefined) });
    await expect(door.createMultipartUpload(object("stranger/unseen", true), "CRC64NVME")).resolves.toMatchObject({ uploadId: expect.any(String) });
  });

  it("may answer Complete without an ETag to speak of", async () => {
    const body = "<CompleteMultipartUploadResult><Bucket>keyseal-plain</Bucket><Key>k</Key><ETag></ETag></CompleteMultipartUploadResult>";
    world.disturb({ answer: () => ({ statusCode: 200, headers: { "content-type": "application/xml" }, body }) });
    const upload = { ref: { bucket: "keyseal-plain", key: "k" }, uploadId: "u", parts: [], size: 9, onlyIfAbsent: false };
    await expect(door.completeMultipartUpload(upload)).resolves.toMatchObject({ etag: undefined });
  });
});

describe("AWS", () => {
  it("is not asked for the object beforehand: it keeps the promise of If-None-Match itself", async () => {
    const admin = await world.door("admin");
    const before = world.requests.length;
    await admin.createMultipartUpload(object("stranger/aws", true), "CRC64NVME");
    expect(world.requests.slice(before).map(({ method }) => method)).not.toContain("HEAD");
  });
});
