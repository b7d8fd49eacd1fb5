import { beforeAll, describe, expect, it } from "vitest";
import { emptyContext } from "#domain/encryption-context.ts";
import { demoKeys } from "#local-aws/seed.ts";
import { startDemoAws, type DemoAws } from "#testing/demo-aws.ts";
import type { Aws, NewObject } from "./aws.ts";

let world: DemoAws;
let admin: Aws;
beforeAll(async () => {
  world = await startDemoAws();
  admin = await world.door("admin");
});

const ref = { bucket: "keyseal-plain", key: "parts.bin" };
const object: NewObject = {
  ref,
  settings: { serverSideEncryption: "aws:kms", keyId: demoKeys.finance.arn, encryptionContext: emptyContext, bucketKeyEnabled: true },
  contentType: "application/octet-stream",
  metadata: {},
  tags: {},
  storageClass: "STANDARD",
  onlyIfAbsent: false,
};
/** CRC64NVME of "123456789". */
const PART = { body: new Blob(["123456789"]), checksum: { algorithm: "CRC64NVME", value: "rosUhgp5mIg=" } } as const;

describe("multipart upload", () => {
  it("aws-facts 1.7: Create tells the encryption, parts carry none of it, Complete repeats it", async () => {
    const { uploadId, encryption } = await admin.createMultipartUpload(object, "CRC64NVME");
    expect(encryption).toMatchObject({ algorithm: "aws:kms", keyArn: demoKeys.finance.arn, bucketKey: "on" });
    const progress: number[] = [];
    const part = await admin.uploadPart({ ref, uploadId, partNumber: 1 }, PART.body, PART.checksum, { onProgress: (bytes) => progress.push(bytes) });
    expect(progress.at(-1)).toBe(9);
    const sent = world.requests.findLast(({ operation }) => operation === "UploadPart");
    expect(Object.keys(sent?.headers ?? {}).filter((name) => name.startsWith("x-amz-server-side"))).toEqual([]);
    const checksum = { ...PART.checksum, type: "FULL_OBJECT" } as const;
    const answer = await admin.completeMultipartUpload({ ref, uploadId, parts: [part], checksum, size: 9, onlyIfAbsent: true });
    expect(answer).toMatchObject({ encryption: { algorithm: "aws:kms", keyArn: demoKeys.finance.arn, bucketKey: "on" } });
    expect(answer.etag).toMatch(/^[0-9a-f]{32}-1$/);
    await expect(admin.headObject(ref)).resolves.toMatchObject({ size: 9, checksums: [checksum] });
  });

  it("aws-facts 1.9 row 5: a disabled key is reported at Create already", async () => {
    const settings = { serverSideEncryption: "aws:kms", keyId: demoKeys.retired.arn, encryptionContext: emptyContext } as const;
    await expect(admin.createMultipartUpload({ ...object, settings }, "CRC32")).rejects.toMatchObject({
      failure: { kind: "key-unusable", reason: "disabled", operation: "CreateMultipartUpload" },
    });
  });

  it("aws-facts 1.7: a wrong full-object checksum or size makes no object", async () => {
    const { uploadId } = await admin.createMultipartUpload(object, "CRC64NVME");
    const part = await admin.uploadPart({ ref, uploadId, partNumber: 1 }, PART.body, PART.checksum);
    const upload = { ref, uploadId, parts: [part], onlyIfAbsent: false };
    const wrong = { algorithm: "CRC64NVME", value: "AAAAAAAAAAA=", type: "FULL_OBJECT" } as const;
    await expect(admin.completeMultipartUpload({ ...upload, checksum: wrong, size: 9 })).rejects.toMatchObject({ failure: { kind: "invalid-request" } });
    await expect(admin.completeMultipartUpload({ ...upload, size: 8 })).rejects.toMatchObject({ failure: { kind: "invalid-request" } });
    await admin.abortMultipartUpload({ ref, uploadId });
  });

  it("aws-facts 1.7: an upload that was given up is gone", async () => {
    const { uploadId } = await admin.createMultipartUpload(object, "CRC64NVME");
    await admin.abortMultipartUpload({ ref, uploadId });
    await expect(admin.uploadPart({ ref, uploadId, partNumber: 1 }, PART.body, PART.checksum)).rejects.toMatchObject({ failure: { kind: "not-found", what: "upload" } });
  });

  it("aws-facts 8.2: says what to do when CORS hides the ETag that Complete needs", async () => {
    const { uploadId } = await admin.createMultipartUpload(object, "CRC64NVME");
    world.disturb({ answer: ({ operation }) => (operation === "UploadPart" ? { statusCode: 200 } : undefined) });
    await expect(admin.uploadPart({ ref, uploadId, partNumber: 1 }, PART.body, PART.checksum)).rejects.toThrow("must list ETag in ExposeHeaders");
    world.disturb(undefined);
    await admin.abortMultipartUpload({ ref, uploadId });
  });

  it("takes an error in a 200 answer to Complete for the failure it is", async () => {
    const { uploadId } = await admin.createMultipartUpload(object, "CRC64NVME");
    const part = await admin.uploadPart({ ref, uploadId, partNumber: 1 }, PART.body, PART.checksum);
    const body = "<Error><Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message></Error>";
    world.disturb({ answer: ({ method }) => (method === "POST" ? { statusCode: 200, headers: { "content-type": "application/xml" }, body } : undefined) });
    await expect(admin.completeMultipartUpload({ ref, uploadId, parts: [part], size: 9, onlyIfAbsent: false })).rejects.toMatchObject({
      failure: { code: "InternalError", kind: "server-error" },
    });
    world.disturb(undefined);
    await admin.abortMultipartUpload({ ref, uploadId });
  });
});
