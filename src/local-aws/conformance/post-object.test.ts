import { createHmac } from "node:crypto";
import { GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand, PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { beforeAll, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { s3Error } from "./front-only.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "keyseal-plain";
const ENDPOINT = "http://localhost:4566";
const HOST = { host: "localhost:4566" };
const SSE = "x-amz-server-side-encryption";

type Presigned = Awaited<ReturnType<typeof createPresignedPost>>;
type PostOptions = Parameters<typeof createPresignedPost>[1];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** A form that AWS's own presigner signed, for `key` and the fields given. */
function presign(options: Partial<PostOptions> = {}, who?: string): Promise<Presigned> {
  return createPresignedPost(world.s3(who), { Bucket: BUCKET, Key: "posted", Expires: 600, ...options });
}

/** Posts fields in order, then the file, then what a careless page puts behind it. */
async function post(fields: Readonly<Record<string, string>>, file: string | Blob | undefined, bucket = BUCKET): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file !== undefined) form.append("file", typeof file === "string" ? new Blob([file]) : file, "C:\\My Documents\\report 1.txt");
  form.append("after-the-file", "ignored");
  return world.fetch(new Request(`${ENDPOINT}/${bucket}`, { method: "POST", body: form, headers: HOST }));
}

async function posted(options: Partial<PostOptions>, change: Readonly<Record<string, string | undefined>> = {}, file = "hello") {
  const { fields } = await presign(options);
  const changed = Object.entries({ ...fields, ...change }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return post(Object.fromEntries(changed), file);
}

/** Signs a policy as it stands, whatever is wrong with it. */
function signedFields(policy: object | string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const date = new Date(world.services.clock.now()).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = date.slice(0, 8);
  const text = Buffer.from(typeof policy === "string" ? policy : JSON.stringify(policy)).toString("base64");
  const key = [day, "us-east-1", "s3", "aws4_request"].reduce<Buffer | string>(
    (secret, step) => createHmac("sha256", secret).update(step).digest(),
    "AWS4local-admin-secret-for-the-demo-only-000",
  );
  return {
    key: "posted",
    ...extra,
    policy: text,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `AKIALOCALADMIN000000/${day}/us-east-1/s3/aws4_request`,
    "X-Amz-Date": date,
    "X-Amz-Signature": createHmac("sha256", key).update(text).digest("hex"),
  };
}

const inTenMinutes = (): string => new Date(world.services.clock.now() + 600_000).toISOString();
const ANY_SIGNATURE = [
  ["starts-with", "$x-amz-algorithm", ""],
  ["starts-with", "$x-amz-credential", ""],
  ["starts-with", "$x-amz-date", ""],
];

describe("POST Object: success", () => {
  test("aws-facts 1.5 row 2: 204 and an empty body by default, 200 and 201 on request", async () => {
    const plain = await posted({});
    expect([plain.status, await plain.text(), plain.headers.get("etag")]).toEqual([204, "", '"5d41402abc4b2a76b9719d911017c592"']);
    expect((await posted({ Fields: { success_action_status: "200" } })).status).toBe(200);
    const created = await posted({ Key: "folder/posted", Fields: { success_action_status: "201" } });
    expect(created.status).toBe(201);
    const location = `https://${BUCKET}.s3.us-east-1.amazonaws.com/folder%2Fposted`;
    expect([created.headers.get("location"), created.headers.get("etag")]).toEqual([location, '"5d41402abc4b2a76b9719d911017c592"']);
    expect(await s3Error(created)).toEqual({ status: "201", Location: location, Bucket: BUCKET, Key: "folder/posted", ETag: '"5d41402abc4b2a76b9719d911017c592"' });
    expect((await posted({ Fields: { success_action_status: "404" } })).status).toBe(204);
  });

  test("aws-facts 1.5 row 2: an absolute redirect is 303 with bucket, key and etag; a relative one is ignored", async () => {
    const redirected = await posted({ Fields: { success_action_redirect: "https://app.example/done?x=1" } });
    expect([redirected.status, await redirected.text()]).toEqual([303, ""]);
    const target = new URL(redirected.headers.get("location") ?? "");
    expect(Object.fromEntries(target.searchParams)).toEqual({ x: "1", bucket: BUCKET, key: "posted", etag: '"5d41402abc4b2a76b9719d911017c592"' });
    expect((await posted({ Fields: { success_action_redirect: "/done" } })).status).toBe(204);
  });

  test("aws-facts 1.5 row 3: its checksum is CRC64NVME", async () => {
    await posted({});
    const head = await world.s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key: "posted", ChecksumMode: "ENABLED" }));
    expect([head.ChecksumCRC64NVME, head.ChecksumType]).toEqual(["M3eFcAZSQlc=", "FULL_OBJECT"]);
  });

  test("aws-facts 1.5 row 1: the four fields of server-side encryption", async () => {
    const context = Buffer.from('{"dept":"hr"}').toString("base64");
    const response = await posted({
      Key: "sealed",
      Fields: {
        [SSE]: "aws:kms",
        [`${SSE}-aws-kms-key-id`]: demoKeys.hr.keyId,
        [`${SSE}-context`]: context,
        [`${SSE}-bucket-key-enabled`]: "true",
      },
    });
    expect(response.status).toBe(204);
    const told = [SSE, `${SSE}-aws-kms-key-id`, `${SSE}-bucket-key-enabled`].map((name) => response.headers.get(name));
    expect(told).toEqual(["aws:kms", demoKeys.hr.arn, "true"]);
    const read = await world.s3().send(new GetObjectCommand({ Bucket: BUCKET, Key: "sealed" }));
    expect([await read.Body?.transformToString(), read.SSEKMSKeyId, read.BucketKeyEnabled]).toEqual(["hello", demoKeys.hr.arn, true]);
  });

  test("the key's ${filename} is the file's own name; content headers, metadata and tags are kept", async () => {
    const tagging = "<Tagging><TagSet><Tag><Key>team</Key><Value>a + b</Value></Tag></TagSet></Tagging>";
    const Fields = { "Content-Type": "text/plain; charset=utf-8", "x-amz-meta-Grüße": "x", "x-amz-meta-note": "héllo", tagging };
    const { "x-amz-meta-Grüße": _unsendable, ...sendable } = Fields;
    expect((await posted({ Key: "in/${filename}", Fields: sendable })).status).toBe(204);
    const head = await world.s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key: "in/report 1.txt" }));
    expect([head.ContentType, head.Metadata]).toEqual(["text/plain; charset=utf-8", { note: "=?UTF-8?B?aMOpbGxv?=" }]);
    const tags = await world.s3().send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key: "in/report 1.txt" }));
    expect(tags.TagSet).toEqual([{ Key: "team", Value: "a + b" }]);
    expect(await s3Error(await posted({ Fields }))).toMatchObject({ Code: "InvalidArgument" });
  });

  test("a file of several chunks arrives byte for byte, and the form's own end is not part of it", async () => {
    const bytes = new Uint8Array(3_000_000).map((_, index) => (index * 7) % 251);
    const { fields } = await presign({ Key: "large" });
    expect((await post(fields, new Blob([bytes, "\r\n--not-the-boundary\r\n"]))).status).toBe(204);
    const read = await world.s3().send(new GetObjectCommand({ Bucket: BUCKET, Key: "large" }));
    const stored = (await read.Body?.transformToByteArray()) ?? new Uint8Array();
    expect(stored.length).toBe(3_000_022);
    expect(Buffer.compare(stored.subarray(0, bytes.length), bytes)).toBe(0);
  });

  test("a session's form needs its token, and dies with it", async () => {
    const { fields } = await presign();
    expect(await s3Error(await post({ ...fields, "X-Amz-Security-Token": "token" }, "x"))).toMatchObject({ Code: "InvalidToken" });
  });
});

describe("POST Object: refusals", () => {
  test("aws-facts 1.5 row 4: an expired policy", async () => {
    const other = await startWorld();
    const { fields } = await createPresignedPost(other.s3(), { Bucket: BUCKET, Key: "k", Expires: 60 });
    other.advance(61_000);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob(["x"]));
    const response = await other.fetch(new Request(`${ENDPOINT}/${BUCKET}`, { method: "POST", body: form }));
    expect(await s3Error(response)).toMatchObject({ status: "403", Code: "AccessDenied", Message: "Invalid according to Policy: Policy expired." });
  });

  test("aws-facts 1.5 row 5: a condition that fails", async () => {
    const options = { Conditions: [["eq" as const, "$success_action_redirect", "http://localhost.test/random"] as ["eq", string, string]] };
    expect(await s3Error(await posted(options, { success_action_redirect: "http://localhost.test/other" }))).toMatchObject({
      status: "403",
      Code: "AccessDenied",
      Message: 'Invalid according to Policy: Policy Condition failed: ["eq", "$success_action_redirect", "http://localhost.test/random"]',
    });
  });

  test("aws-facts 1.5 row 13: an encryption that the policy pins must be in the form, and be the one", async () => {
    const options = { Fields: { [SSE]: "aws:kms" } };
    const message = `Invalid according to Policy: Policy Condition failed: ["eq", "$${SSE}", "aws:kms"]`;
    expect(await s3Error(await posted(options, { [SSE]: undefined }))).toMatchObject({ status: "403", Message: message });
    expect(await s3Error(await posted(options, { [SSE]: "AES256" }))).toMatchObject({ status: "403", Message: message });
  });

  test("aws-facts 1.5 row 6: a field that no condition covers, but x-ignore- ones", async () => {
    expect(await s3Error(await posted({}, { "x-amz-meta-extra": "1" }))).toMatchObject({
      status: "403",
      Message: "Invalid according to Policy: Extra input fields: x-amz-meta-extra",
    });
    expect((await posted({}, { "x-ignore-me": "1" })).status).toBe(204);
  });

  test.each(["X-Amz-Signature", "X-Amz-Algorithm"])("aws-facts 1.5 rows 7 and 8: without %s", async (name) => {
    expect(await s3Error(await posted({}, { [name]: undefined }))).toMatchObject({
      status: "400",
      Code: "InvalidArgument",
      ArgumentName: name,
      Message: `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    });
  });

  test("aws-facts 1.5 row 8: a policy without any field of a signature, and no policy at all", async () => {
    const unsigned = { "X-Amz-Signature": undefined, "X-Amz-Algorithm": undefined, "X-Amz-Credential": undefined, "X-Amz-Date": undefined };
    expect(await s3Error(await posted({}, unsigned))).toMatchObject({ status: "403", Code: "AccessDenied", Message: "Access Denied" });
    expect(await s3Error(await post({ key: "anonymous" }, "x"))).toMatchObject({ status: "403", Code: "AccessDenied", Message: "Access Denied" });
  });

  test("aws-facts 1.5 row 9: documents that are no policy", async () => {
    const broken: readonly (readonly [object | string, string])[] = [
      [{ expiration: inTenMinutes(), conditions: [{ bucket: BUCKET, key: "k" }] }, "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."],
      ["not json", "Invalid JSON."],
      [{ conditions: [] }, "Policy missing expiration."],
      [{ expiration: inTenMinutes() }, "Policy missing conditions."],
      [{ expiration: "tomorrow", conditions: [] }, "Invalid 'expiration' value: 'tomorrow'"],
    ];
    for (const [policy, problem] of broken) {
      const error = await s3Error(await post(signedFields(policy), "x"));
      expect(error).toMatchObject({ status: "400", Code: "InvalidPolicyDocument", Message: `Invalid Policy: ${problem}` });
    }
  });

  test("aws-facts 1.5 row 10: content-length-range, both ends included; nothing of a refused file is stored", async () => {
    const options = { Key: "ranged", Conditions: [["content-length-range" as const, 3, 5] as ["content-length-range", number, number]] };
    expect(await s3Error(await posted(options, {}, "123456"))).toMatchObject({
      status: "400",
      Code: "EntityTooLarge",
      Message: "Your proposed upload exceeds the maximum allowed size",
      ProposedSize: "6",
      MaxSizeAllowed: "5",
    });
    expect(await s3Error(await posted(options, {}, "12"))).toMatchObject({
      status: "400",
      Code: "EntityTooSmall",
      Message: "Your proposed upload is smaller than the minimum allowed size",
      ProposedSize: "2",
      MinSizeAllowed: "3",
    });
    await expect(world.s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key: "ranged" }))).rejects.toMatchObject({ name: "NotFound" });
    expect((await posted(options, {}, "123")).status).toBe(204);
    expect((await posted(options, {}, "12345")).status).toBe(204);
  });

  test("aws-facts 1.5 row 11: a body that is no form", async () => {
    const body = new URLSearchParams({ key: "k" });
    for (const headers of [{ "content-type": "application/octet-stream" }, { "content-type": "text/plain" }]) {
      const response = await world.fetch(new Request(`${ENDPOINT}/${BUCKET}`, { method: "POST", body: body.toString(), headers }));
      expect(await s3Error(response)).toMatchObject({
        status: "412",
        Code: "PreconditionFailed",
        Condition: "Bucket POST must be of the enclosure-type multipart/form-data",
      });
    }
  });

  test("aws-facts 1.5 row 12, 1.9 row 16: a form signed by Signature Version 2, or by nobody, is none for KMS", async () => {
    const v2 = { key: "k", AWSAccessKeyId: "AKIALOCALADMIN000000", policy: "e30=", signature: "c2ln" };
    const refusal = {
      status: "400",
      Code: "InvalidArgument",
      Message: "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
      ArgumentName: "Authorization",
      ArgumentValue: "null",
    };
    expect(await s3Error(await post({ ...v2, [SSE]: "aws:kms" }, "x"))).toMatchObject(refusal);
    expect(await s3Error(await post(v2, "x", "keyseal-demo"))).toMatchObject(refusal);
    expect(await s3Error(await post(v2, "x"))).toMatchObject({ status: "400", Code: "InvalidRequest" });
    expect(await s3Error(await post({ key: "k", [SSE]: "aws:kms" }, "x"))).toMatchObject(refusal);
  });

  test("a wrong signature, an unknown key, a form for another bucket, and one without key or file", async () => {
    const { fields } = await presign();
    expect(await s3Error(await post({ ...fields, "X-Amz-Signature": "0".repeat(64) }, "x"))).toMatchObject({
      status: "403",
      Code: "SignatureDoesNotMatch",
      StringToSign: fields["Policy"] ?? fields["policy"],
    });
    const nobody = (fields["X-Amz-Credential"] ?? "").replace("AKIALOCALADMIN000000", "AKIANOBODY0000000000");
    expect(await s3Error(await post({ ...fields, "X-Amz-Credential": nobody }, "x"))).toMatchObject({ status: "403", Code: "InvalidAccessKeyId" });
    expect(await s3Error(await post(fields, "x", "keyseal-nocors"))).toMatchObject({
      status: "403",
      Message: `Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "${BUCKET}"]`,
    });
    const { key: _key, ...withoutKey } = fields;
    expect(await s3Error(await post(withoutKey, "x"))).toMatchObject({ status: "400", Code: "InvalidArgument", ArgumentName: "key" });
    expect(await s3Error(await post(fields, undefined))).toMatchObject({ Message: "POST requires exactly one file upload per request." });
  });

  test("a caller without s3:PutObject, and a checksum that is not the file's", async () => {
    const auditor = await presign({}, "auditor");
    expect(await s3Error(await post(auditor.fields, "x"))).toMatchObject({ status: "403", Code: "AccessDenied" });
    expect(await s3Error(await posted({ Fields: { "x-amz-checksum-crc32": "AAAAAA==" } }))).toMatchObject({ status: "400", Code: "BadDigest" });
  });

  test("a form that is cut short, and fields above 20 KB", async () => {
    const head = '--b\r\ncontent-disposition: form-data; name="key"\r\n\r\n';
    const send = (body: string) =>
      world.fetch(new Request(`${ENDPOINT}/${BUCKET}`, { method: "POST", body, headers: { "content-type": "multipart/form-data; boundary=b" } }));
    expect(await s3Error(await send(`${head}posted`))).toMatchObject({ status: "400", Code: "MalformedPOSTRequest" });
    expect(await s3Error(await send(`${head}${"x".repeat(21_000)}\r\n--b--\r\n`))).toMatchObject({ Code: "MaxPostPreDataLengthExceeded" });
    const fields = signedFields({ expiration: inTenMinutes(), conditions: [{ bucket: BUCKET }, ["starts-with", "$key", ""], ...ANY_SIGNATURE] }, { key: "cut" });
    const parts = Object.entries(fields).map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
    const file = '--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\nhalf';
    expect(await s3Error(await send(`${parts.join("")}${file}`))).toMatchObject({ status: "400", Code: "MalformedPOSTRequest" });
    await expect(world.s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key: "cut" }))).rejects.toMatchObject({ name: "NotFound" });
  });

  test("a form without SSE fields gets the bucket's default", async () => {
    const other = "keyseal-nocors";
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: demoKeys.finance.arn } }];
    await world.s3().send(new PutBucketEncryptionCommand({ Bucket: other, ServerSideEncryptionConfiguration: { Rules } }));
    const { fields } = await createPresignedPost(world.s3(), { Bucket: other, Key: "k" });
    expect((await post(fields, "x", other)).headers.get(`${SSE}-aws-kms-key-id`)).toBe(demoKeys.finance.arn);
  });
});
