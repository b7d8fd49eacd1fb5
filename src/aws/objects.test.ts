import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyContext, parseEncryptionContext, type EncryptionContext } from "#domain/encryption-context.ts";
import type { EncryptionSettings } from "#domain/encryption.ts";
import { demoKeys } from "#local-aws/seed.ts";
import { startDemoAws, type DemoAws } from "#testing/demo-aws.ts";
import type { Aws, NewObject } from "./aws.ts";

let world: DemoAws;
let admin: Aws;
let auditor: Aws;
let uploader: Aws;
beforeAll(async () => {
  world = await startDemoAws();
  admin = await world.door("admin");
  auditor = await world.door("auditor");
  uploader = await world.door("uploader");
});

/** CRC32 of "test-sse" (aws-facts 1.4). */
const BODY = new Blob(["test-sse"]);
const CRC32 = { algorithm: "CRC32", value: "KHcEKQ==" } as const;

function context(pairs: Record<string, string>): EncryptionContext {
  const parsed = parseEncryptionContext(pairs);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.context;
}

function object(key: string, settings: EncryptionSettings, more: Partial<NewObject> = {}): NewObject {
  return { ref: { bucket: "keyseal-plain", key }, settings, contentType: "text/plain", metadata: {}, tags: {}, storageClass: "STANDARD", onlyIfAbsent: false, ...more };
}

const kms = (more: Partial<Extract<EncryptionSettings, { serverSideEncryption: "aws:kms" }>> = {}): EncryptionSettings => ({
  serverSideEncryption: "aws:kms",
  keyId: demoKeys.finance.arn,
  encryptionContext: emptyContext,
  ...more,
});

describe("putObject", () => {
  it("aws-facts 1.1: the answer tells algorithm, key, Bucket Key and echoed context", async () => {
    const answer = await admin.putObject(object("kms.txt", kms({ encryptionContext: context({ dept: "hr" }), bucketKeyEnabled: true })), BODY, CRC32);
    expect(answer).toMatchObject({
      encryption: { algorithm: "aws:kms", keyArn: demoKeys.finance.arn, bucketKey: "on", context: { dept: "hr" } },
      checksum: { ...CRC32, type: "FULL_OBJECT" },
      requestId: expect.any(String),
    });
    expect(answer.etag).toMatch(/^[0-9a-f]{32}$/);
  });

  it("aws-facts 1.4: the body goes unsigned, because its signed checksum protects it", async () => {
    await admin.putObject(object("unsigned.txt", { serverSideEncryption: "bucket-default" }), BODY, CRC32);
    const request = world.requests.findLast(({ operation }) => operation === "PutObject");
    expect(request?.headers).toMatchObject({ "x-amz-content-sha256": "UNSIGNED-PAYLOAD", "x-amz-checksum-crc32": "KHcEKQ==" });
    expect(request?.headers["authorization"]).toContain("x-amz-checksum-crc32");
    expect(Object.keys(request?.headers ?? {}).filter((name) => name.startsWith("x-amz-server-side"))).toEqual([]);
  });

  it.each([
    ["disabled", demoKeys.retired.arn, "disabled"],
    ["pending deletion", demoKeys.old.arn, "pending-deletion"],
    ["asymmetric", demoKeys.signing.arn, "wrong-usage"],
    ["of another Region", "arn:aws:kms:eu-west-1:111122223333:key/1a7f3c52-8d0e-4b6a-9c41-5e2f7b90d313", "other-region"],
    ["missing", "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000000", "not-found"],
  ])("aws-facts 1.9: a key that is %s stops the write", async (_, keyId, reason) => {
    await expect(admin.putObject(object("x", kms({ keyId })), BODY, CRC32)).rejects.toMatchObject({ failure: { kind: "key-unusable", reason, operation: "PutObject", requestId: expect.any(String) } });
  });

  it("aws-facts 1.4: If-None-Match finds an object that exists", async () => {
    await admin.putObject(object("once.txt", kms(), { onlyIfAbsent: true }), BODY, CRC32);
    await expect(admin.putObject(object("once.txt", kms(), { onlyIfAbsent: true }), BODY, CRC32)).rejects.toMatchObject({ failure: { kind: "precondition" } });
  });

  it("aws-facts 1.4: S3 refuses bytes that are not those of the checksum", async () => {
    await expect(admin.putObject(object("x", kms()), new Blob(["other"]), CRC32)).rejects.toMatchObject({ failure: { kind: "invalid-request", code: "BadDigest" } });
  });

  it("refuses metadata that no header can carry, and names it", async () => {
    const metadata = { note: "grüße" };
    await expect(admin.putObject(object("x", kms(), { metadata }), BODY, CRC32)).rejects.toMatchObject({ failure: { kind: "invalid-request", argument: "x-amz-meta-note" } });
  });

  it("keeps metadata, tags, content type and storage class", async () => {
    await admin.putObject(object("all.txt", kms(), { metadata: { owner: "ops" }, tags: { a: "1 + 2", b: "ü" }, storageClass: "STANDARD_IA" }), BODY, CRC32);
    await expect(admin.headObject({ bucket: "keyseal-plain", key: "all.txt" })).resolves.toMatchObject({ metadata: { owner: "ops" }, contentType: "text/plain", storageClass: "STANDARD_IA" });
    expect(world.requests.findLast(({ operation }) => operation === "PutObject")?.headers["x-amz-tagging"]).toBe("a=1+%2B+2&b=%C3%BC");
  });

  it("carries every key a browser can send, and lists it as it is", async () => {
    const keys = fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).filter((key) => key.split("/").every((segment) => segment !== "." && segment !== ".."));
    await fc.assert(
      fc.asyncProperty(keys, async (name) => {
        const key = `names/${name}`;
        await admin.putObject(object(key, { serverSideEncryption: "AES256" }), BODY, CRC32);
        await expect(admin.headObject({ bucket: "keyseal-plain", key })).resolves.toMatchObject({ size: 8 });
        const page = await admin.listObjects({ bucket: "keyseal-plain", prefix: key });
        expect([...page.objects.map((row) => row.key), ...page.folders]).toContain(key);
        await admin.deleteObject({ bucket: "keyseal-plain", key });
      }),
      { numRuns: 40, examples: [["#?%2F.. +&=~'()*!"], ["emoji 🔑"], ["a+b c%20d"], ["trailing/"]] },
    );
  });
});

describe("headObject", () => {
  it("aws-facts 1.8: tells encryption and checksums, and every header that was readable", async () => {
    await admin.putObject(object("head.txt", kms({ encryptionContext: context({ dept: "hr" }) })), BODY, CRC32);
    const detail = await admin.headObject({ bucket: "keyseal-plain", key: "head.txt" });
    expect(detail).toMatchObject({ size: 8, encryption: { algorithm: "aws:kms", keyArn: demoKeys.finance.arn }, checksums: [{ ...CRC32, type: "FULL_OBJECT" }] });
    expect(detail.encryption).not.toHaveProperty("context");
    const names = detail.rawHeaders.map(([name]) => name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining(["x-amz-server-side-encryption", "etag", "last-modified"]));
  });

  it("aws-facts 1.8: HEAD of an object under a disabled key works", async () => {
    const detail = await auditor.headObject({ bucket: "keyseal-demo", key: "archive/2019-ledger.csv" });
    expect(detail).toMatchObject({ encryption: { algorithm: "aws:kms", keyArn: demoKeys.retired.arn } });
  });

  it("aws-facts 1.8: where checksum mode is refused for want of kms:Decrypt, shows the rest and says what it withholds", async () => {
    world.disturb({ answer: ({ headers }) => (headers["x-amz-checksum-mode"] === "ENABLED" ? { statusCode: 403 } : undefined) });
    const detail = await auditor.headObject({ bucket: "keyseal-demo", key: "README.md" });
    world.disturb(undefined);
    expect(detail).toMatchObject({ encryption: { algorithm: "AES256" }, checksums: [], checksumsWithheld: true });
    await expect(auditor.headObject({ bucket: "keyseal-demo", key: "README.md" })).resolves.not.toHaveProperty("checksumsWithheld");
  });

  it("puts the question by GET when HEAD is refused without a word", async () => {
    await expect(uploader.headObject({ bucket: "keyseal-demo", key: "README.md" })).rejects.toMatchObject({
      failure: { kind: "access-denied", operation: "GetObject", action: "s3:GetObject", resource: "arn:aws:s3:::keyseal-demo/README.md" },
    });
  });

  it("says that an object is not there", async () => {
    await expect(admin.headObject({ bucket: "keyseal-demo", key: "nothing" })).rejects.toMatchObject({ failure: { kind: "not-found", what: "object" } });
  });
});

describe("reading", () => {
  it("proves that an object can be read, an empty one included", async () => {
    await expect(admin.probeRead({ bucket: "keyseal-demo", key: "README.md" })).resolves.toBeUndefined();
    await admin.putObject(object("empty", kms()), new Blob([]), { algorithm: "CRC32", value: "AAAAAA==" });
    await expect(admin.probeRead({ bucket: "keyseal-plain", key: "empty" })).resolves.toBeUndefined();
  });

  it("aws-facts 1.9 row 5: finds out that the key is disabled", async () => {
    await expect(auditor.probeRead({ bucket: "keyseal-demo", key: "archive/2019-ledger.csv" })).rejects.toMatchObject({
      failure: { kind: "key-unusable", reason: "disabled", keyArn: demoKeys.retired.arn },
    });
  });

  it("presigns a download under a name that cannot break out of its header", async () => {
    const url = await admin.presignDownload({ bucket: "keyseal-demo", key: "README.md" }, { fileName: 'a"; b=’.md', expiresInSeconds: 60 });
    expect(new URL(url).searchParams.get("response-content-disposition")).toBe("attachment; filename*=UTF-8''a%22%3B%20b%3D%E2%80%99.md");
    expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe("60");
    const { pathname, search } = new URL(url);
    const response = await fetchFromWorld(url, `${pathname}${search}`);
    expect(response.status).toBe(200);
    await expect(response.text()).resolves.toContain("# keyseal-demo");
  });
});

describe("listing", () => {
  it("shows folders and objects of a prefix, page by page", async () => {
    const top = await admin.listObjects({ bucket: "keyseal-demo", prefix: "" });
    expect(top.folders).toEqual(expect.arrayContaining(["archive/", "budgets/"]));
    expect(top.objects.map(({ key }) => key)).toContain("README.md");
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const page = await admin.listObjects({ bucket: "keyseal-demo", prefix: "", token, pageSize: 2 });
      seen.push(...page.folders, ...page.objects.map(({ key }) => key));
      token = page.nextToken;
    } while (token !== undefined);
    expect(seen.toSorted()).toEqual([...top.folders, ...top.objects.map(({ key }) => key)].toSorted());
  });

  it("lists the versions of exactly one key, newest first, over pages", async () => {
    const request = { bucket: "keyseal-demo", prefix: "budgets/budget-2026.csv", exactKey: true } as const;
    const all = await admin.listObjectVersions(request);
    expect(all.versions).toHaveLength(4);
    expect(all.versions[0]?.isLatest).toBe(true);
    expect(all.versions.map((row) => row.lastModified)).toEqual(all.versions.map((row) => row.lastModified).toSorted((a, b) => b - a));
    const first = await admin.listObjectVersions({ ...request, pageSize: 3 });
    const rest = await admin.listObjectVersions({ ...request, pageSize: 3, keyMarker: first.nextKeyMarker, versionIdMarker: first.nextVersionIdMarker });
    expect([...first.versions, ...rest.versions]).toEqual(all.versions);
    expect(rest.nextKeyMarker).toBeUndefined();
  });

  it("shows delete markers among the versions", async () => {
    const { versions } = await admin.listObjectVersions({ bucket: "keyseal-demo", prefix: "budgets/draft.txt", exactKey: true });
    expect(versions.map((row) => row.isDeleteMarker)).toEqual([true, false]);
  });
});

async function fetchFromWorld(url: string, rawTarget: string): Promise<Response> {
  const { createLocalAws } = await import("#local-aws/handler.ts");
  return createLocalAws(world.services).fetch(new Request(url, { headers: { host: new URL(url).host } }), { rawTarget });
}
