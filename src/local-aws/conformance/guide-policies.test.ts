import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UpdateObjectEncryptionCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { s3Error } from "./front-only.ts";
import { bucketPolicy, bucketWithPolicy, BY_BUCKET_POLICY, denial } from "./policy-world.ts";
import { refusal } from "./refusal.ts";
import { startWorld, type World } from "./world.ts";

const SSE = "s3:x-amz-server-side-encryption";
const KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const FINANCE = demoKeys.finance;

let world: World;
let s3: S3Client;
beforeAll(async () => {
  world = await startWorld();
  s3 = world.s3();
});

const deny = (condition: object): object => ({ Effect: "Deny", Action: "s3:PutObject", Condition: condition });
const denied = (bucket: string, key = "k") => denial("admin", "s3:PutObject", `arn:aws:s3:::${bucket}/${key}`, BY_BUCKET_POLICY);
const put = (Bucket: string, input: Partial<PutObjectCommandInput> = {}) => s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ...input }));
const putPolicy = (Bucket: string, ...statements: readonly object[]) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: bucketPolicy(Bucket, ...statements) }));
const setDefault = (Bucket: string, rule: { readonly SSEAlgorithm: "AES256" | "aws:kms"; readonly KMSMasterKeyID?: string }) =>
  s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: rule }] } }));

describe("the guide's first policy, on keyseal-locked", () => {
  const BUCKET = "keyseal-locked";
  beforeEach(() => setDefault(BUCKET, { SSEAlgorithm: "AES256" }));

  test("aws-facts 5.2 row 1, 5.4 row 1: no header, bucket default AES256", async () => {
    expect(await refusal(put(BUCKET))).toEqual(denied(BUCKET));
  });

  test("aws-facts 5.2 row 2, 5.1 rows 1 and 3, 9 row 10: no header, bucket default aws:kms: denied, the default comes after", async () => {
    await setDefault(BUCKET, { SSEAlgorithm: "aws:kms", KMSMasterKeyID: FINANCE.arn });
    expect(await refusal(put(BUCKET))).toEqual(denied(BUCKET));
  });

  test.each([
    ["any key", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: FINANCE.arn }],
    ["no key", { ServerSideEncryption: "aws:kms" }],
  ] as const)("aws-facts 5.2 row 3: aws:kms with %s is not denied", async (_what, input) => {
    expect((await put(BUCKET, input)).ServerSideEncryption).toBe("aws:kms");
  });

  test("aws-facts 5.2 row 3: an Allow is still needed", async () => {
    const input = { Bucket: BUCKET, Key: "k", Body: "x", ServerSideEncryption: "aws:kms" } as const;
    expect(await refusal(world.s3("auditor").send(new PutObjectCommand(input)))).toMatchObject({
      message: expect.stringMatching(/because no identity-based policy allows the s3:PutObject action$/),
    });
  });

  test.each([
    ["row 4", { ServerSideEncryption: "AES256" }],
    ["row 5", { ServerSideEncryption: "aws:kms:dsse" }],
    ["row 6", { SSECustomerAlgorithm: "AES256", SSECustomerKey: Buffer.alloc(32, 1).toString("base64") }],
  ] as const)("aws-facts 5.2 %s: denied", async (_row, input) => {
    expect(await refusal(put(BUCKET, input))).toEqual(denied(BUCKET));
  });

  test("aws-facts 5.2 row 7: another letter case is no value that S3 knows", async () => {
    const input: Partial<PutObjectCommandInput> = Object.fromEntries([["ServerSideEncryption", "AWS:KMS"]]);
    expect(await refusal(put(BUCKET, input))).toMatchObject({ name: "InvalidArgument", message: "The encryption method specified is not supported" });
  });

  test("aws-facts 5.2 row 8, 5.1 row 10: CopyObject is denied by its target, and allowed with the header", async () => {
    await s3.send(new PutObjectCommand({ Bucket: "keyseal-plain", Key: "source", Body: "x" }));
    const copy = { Bucket: BUCKET, Key: "copy", CopySource: "keyseal-plain/source" };
    expect(await refusal(s3.send(new CopyObjectCommand(copy)))).toEqual(denied(BUCKET, "copy"));
    expect(await s3.send(new CopyObjectCommand({ ...copy, ServerSideEncryption: "aws:kms" }))).toMatchObject({ ServerSideEncryption: "aws:kms" });
  });

  test("aws-facts 5.2 row 9: UpdateObjectEncryption is another action, not touched", async () => {
    await put(BUCKET, { Key: "updated", ServerSideEncryption: "aws:kms" });
    await s3.send(new UpdateObjectEncryptionCommand({ Bucket: BUCKET, Key: "updated", ObjectEncryption: { SSEKMS: { KMSKeyArn: FINANCE.arn } } }));
    expect((await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "updated" }))).SSEKMSKeyId).toBe(FINANCE.arn);
  });

  test("aws-facts 5.2 row 10, 5.1 row 12: reading, listing and deleting are not touched", async () => {
    await put(BUCKET, { ServerSideEncryption: "aws:kms" });
    expect((await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "k" }))).ContentLength).toBe(1);
    expect(await (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "k" }))).Body?.transformToString()).toBe("x");
    expect((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "k" }))).KeyCount).toBe(1);
    expect((await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "k" }))).$metadata.httpStatusCode).toBe(204);
  });

  test("aws-facts 5.2 row 11: the guide's text on another bucket", async () => {
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET }));
    expect(await refusal(s3.send(new PutBucketPolicyCommand({ Bucket: "keyseal-plain", Policy })))).toEqual({
      name: "MalformedPolicy",
      status: 400,
      message: "Policy has invalid resource",
    });
  });

  test("aws-facts 5.1 row 10: CreateMultipartUpload is denied like a PUT", async () => {
    expect(await refusal(s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: "big" })))).toEqual(denied(BUCKET, "big"));
  });

  test("aws-facts 5.1 row 11 [open]: parts and Complete go with what Create was sent", async () => {
    const upload = { Bucket: BUCKET, Key: "big" };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...upload, ServerSideEncryption: "aws:kms" }));
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: "x" }));
    const { ServerSideEncryption } = await s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
    expect(ServerSideEncryption).toBe("aws:kms");
  });

  test("aws-facts 5.1 row 11 [open]: an upload that was begun before the policy, without the header, gets no further", async () => {
    const target = { Bucket: "keyseal-plain", Key: "big" };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
    const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: "x" }));
    await putPolicy("keyseal-plain", deny({ StringNotEquals: { [SSE]: "aws:kms" } }));
    expect(await refusal(s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: "x" })))).toEqual(denied("keyseal-plain", "big"));
    const complete = new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } });
    expect(await refusal(s3.send(complete))).toEqual(denied("keyseal-plain", "big"));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: "keyseal-plain" }));
  });

  test("aws-facts 5.1 rows 1 and 10: a browser form's field counts as the header", async () => {
    const post = async (Fields: Record<string, string>): Promise<Response> => {
      const { url, fields } = await createPresignedPost(s3, { Bucket: BUCKET, Key: "posted", Fields, Expires: 600 });
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", new Blob(["x"]));
      return world.fetch(new Request(url, { method: "POST", body: form, headers: { host: "localhost:4566" } }));
    };
    expect(await s3Error(await post({}))).toMatchObject({ status: "403", Code: "AccessDenied", Message: denied(BUCKET, "posted").message });
    expect((await post({ "x-amz-server-side-encryption": "aws:kms" })).status).toBe(204);
  });

  test("aws-facts 5.1 row 2, 1.13 row 4: a presigned URL with the header only in its query is denied; as a signed header it is not", async () => {
    const command = () => new PutObjectCommand({ Bucket: BUCKET, Key: "signed", ServerSideEncryption: "aws:kms" });
    const header = { "x-amz-server-side-encryption": "aws:kms" };
    const send = async (url: string, headers: Record<string, string>): Promise<Response> =>
      world.fetch(new Request(url, { method: "PUT", body: new TextEncoder().encode("x"), headers: { host: "localhost:4566", "content-length": "1", ...headers } }));
    const signingDate = new Date(world.services.clock.now());
    const hoisted = await getSignedUrl(s3, command(), { signingDate, hoistableHeaders: new Set(Object.keys(header)) });
    expect(new URL(hoisted).searchParams.get("x-amz-server-side-encryption")).toBe("aws:kms");
    expect(await s3Error(await send(hoisted, {}))).toMatchObject({ status: "403", Code: "AccessDenied", Message: denied(BUCKET, "signed").message });
    const signed = await getSignedUrl(s3, command(), { signingDate });
    expect(new URL(signed).searchParams.get("X-Amz-SignedHeaders")).toContain("x-amz-server-side-encryption");
    expect((await send(signed, header)).status).toBe(200);
  });
});

describe("a rule for one key", () => {
  const BUCKET = "one-key";
  beforeAll(async () => {
    await bucketWithPolicy(world, BUCKET, deny({ StringNotEquals: { [KEY_ID]: FINANCE.arn } }));
  });

  test("aws-facts 5.3 row 1: that ARN", async () => {
    expect((await put(BUCKET, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: FINANCE.arn })).SSEKMSKeyId).toBe(FINANCE.arn);
  });

  test.each([
    ["row 2: another ARN", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.arn }],
    ["row 3: no key id", { ServerSideEncryption: "aws:kms" }],
    ["row 5 [open]: the bare id, which the condition sees as it was sent", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: FINANCE.keyId }],
  ] as const)("aws-facts 5.3 %s: denied", async (_row, input) => {
    expect(await refusal(put(BUCKET, input))).toEqual(denied(BUCKET));
  });

  // Row 4 also advises StringNotEqualsIfExists to let defaults through; 5.1 row 5, and IAM's documentation, say that it does not.
  test.each(["StringNotEquals", "ArnNotEquals", "StringNotEqualsIfExists"])(
    "aws-facts 5.3 row 4, 5.1 row 5: no headers where exactly that key is the default: denied by %s",
    async (operator) => {
      await setDefault(BUCKET, { SSEAlgorithm: "aws:kms", KMSMasterKeyID: FINANCE.arn });
      await putPolicy(BUCKET, deny({ [operator]: { [KEY_ID]: FINANCE.arn } }));
      expect(await refusal(put(BUCKET))).toEqual(denied(BUCKET));
      expect((await put(BUCKET, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: FINANCE.arn })).SSEKMSKeyId).toBe(FINANCE.arn);
    },
  );

  test("aws-facts 5.3 row 4: a Null guard lets the default through", async () => {
    await setDefault(BUCKET, { SSEAlgorithm: "aws:kms", KMSMasterKeyID: FINANCE.arn });
    await putPolicy(BUCKET, deny({ StringNotEquals: { [KEY_ID]: FINANCE.arn }, Null: { [KEY_ID]: "false" } }));
    expect((await put(BUCKET)).SSEKMSKeyId).toBe(FINANCE.arn);
  });

  test("aws-facts 5.3 below the table: the pair of statements that lets defaults through, each of them Null-guarded", async () => {
    await setDefault(BUCKET, { SSEAlgorithm: "aws:kms", KMSMasterKeyID: FINANCE.arn });
    const present = (key: string) => ({ Null: { [key]: "false" } });
    await putPolicy(
      BUCKET,
      { Sid: "A", ...deny({ StringNotEquals: { [SSE]: "aws:kms" }, ...present(SSE) }) },
      { Sid: "B", ...deny({ StringNotEquals: { [KEY_ID]: FINANCE.arn }, ...present(KEY_ID) }) },
    );
    expect((await put(BUCKET)).SSEKMSKeyId).toBe(FINANCE.arn);
    expect((await put(BUCKET, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: FINANCE.arn })).SSEKMSKeyId).toBe(FINANCE.arn);
    expect(await refusal(put(BUCKET, { ServerSideEncryption: "AES256" }))).toEqual(denied(BUCKET));
    expect(await refusal(put(BUCKET, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.arn }))).toEqual(denied(BUCKET));
  });

  test("aws-facts 5.1 rows 6 and 7: StringNotEquals with Null true in one statement denies requests without the header only", async () => {
    await putPolicy(BUCKET, deny({ StringNotEquals: { [SSE]: "aws:kms" }, Null: { [SSE]: "true" } }));
    expect(await refusal(put(BUCKET))).toEqual(denied(BUCKET));
    expect((await put(BUCKET, { ServerSideEncryption: "AES256" })).ServerSideEncryption).toBe("AES256");
  });

  test("aws-facts 5.1 row 4: a positive operator on a missing key is false", async () => {
    await putPolicy(BUCKET, deny({ StringEquals: { [SSE]: "AES256" } }));
    expect((await put(BUCKET)).ServerSideEncryption).toBe("aws:kms");
    expect(await refusal(put(BUCKET, { ServerSideEncryption: "AES256" }))).toEqual(denied(BUCKET));
  });

  test("aws-facts 5.1 row 5: with IfExists a missing key counts as a match", async () => {
    await putPolicy(BUCKET, deny({ StringEqualsIfExists: { [SSE]: "AES256" } }));
    expect(await refusal(put(BUCKET))).toEqual(denied(BUCKET));
    expect((await put(BUCKET, { ServerSideEncryption: "aws:kms" })).ServerSideEncryption).toBe("aws:kms");
  });
});
