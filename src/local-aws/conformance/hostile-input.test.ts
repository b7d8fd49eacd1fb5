import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { demoPrincipals } from "#local-aws/seed.ts";
import { SUBRESOURCE_NAMES } from "#local-aws/s3/subresources.ts";
import { presign, type RequestToSign, signHeader } from "./signed-request.ts";
import { startWorld, type World } from "./world.ts";

/**
 * Whatever comes in, signed or not, the stand-in answers in AWS's forms: it never fails by itself (500), never rejects and logs
 * nothing, because a defect of its own is all that it logs.
 */
let world: World;
const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
const rejected: unknown[] = [];
const onRejection = (reason: unknown): void => void rejected.push(reason);

beforeAll(async () => {
  world = await startWorld();
  process.on("unhandledRejection", onRejection);
});
afterAll(() => {
  process.off("unhandledRejection", onRejection);
});

const SIGNED_AT = Date.UTC(2026, 2, 4, 5, 6, 7);
const RUNS = 400;

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: "binary-ascii", maxLength: 20 }),
  fc.constantFrom("", "null", "0", "-1", "1", "1e9", "99999999999999999999", "true", "*", "..", "__proto__", "constructor", "\u0000", "\ud83d\ude00", "a".repeat(3000)),
  fc.constantFrom("aws:kms", "AES256", "alias/finance", "keyseal-demo/welcome.txt", "bytes=0-0", "CRC32", "COMPOSITE", "e30=", "url", "Enabled"),
);
/** What HTTP can carry in a header: Latin-1 without control characters. */
const headerValue = text.map((value) => value.replace(/[^\x20-\x7e\x80-\xff]/g, "~").trim());

const method = fc.oneof({ weight: 6, arbitrary: fc.constantFrom("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS") }, { weight: 1, arbitrary: fc.constantFrom("PATCH", "PROPFIND", "X") });
const pathPiece = fc.oneof(text, fc.constantFrom("keyseal-demo", "keyseal-plain", "keyseal-nocors", "keyseal-eu", "welcome.txt"));
const anyPath = fc.array(pathPiece, { maxLength: 3 }).map((pieces) => `/${pieces.map(encodeURIComponent).join("/")}`);
const path = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("/keyseal-plain", "/keyseal-plain/notes.txt", "/keyseal-demo/k", "/keyseal-nocors/k") },
  { weight: 1, arbitrary: anyPath },
);
const parameterName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("versionId", "partNumber", "prefix", "delimiter", "marker", "key-marker", "version-id-marker", "upload-id-marker") },
  { weight: 4, arbitrary: fc.constantFrom("continuation-token", "list-type", "max-keys", "max-uploads", "max-parts", "max-buckets", "start-after", "encoding-type") },
  { weight: 2, arbitrary: fc.constantFrom("response-content-type", "response-expires", "x-amz-meta-a", "x-amz-meta-ä b", "x-amz-tagging", "uploadId", "uploads", "versions") },
  { weight: 1, arbitrary: fc.constantFrom(...SUBRESOURCE_NAMES) },
  { weight: 1, arbitrary: text },
);
const query = fc.dictionary(parameterName, text, { maxKeys: 3 });
const headerName = fc.constantFrom(
  ...wordsOf(
    "x-amz-server-side-encryption x-amz-server-side-encryption-aws-kms-key-id x-amz-server-side-encryption-context " +
      "x-amz-server-side-encryption-bucket-key-enabled x-amz-server-side-encryption-customer-algorithm x-amz-server-side-encryption-customer-key " +
      "x-amz-server-side-encryption-customer-key-md5 x-amz-copy-source-server-side-encryption-customer-algorithm " +
      "x-amz-copy-source x-amz-copy-source-range x-amz-copy-source-if-match x-amz-metadata-directive x-amz-tagging x-amz-tagging-directive " +
      "x-amz-storage-class x-amz-acl x-amz-checksum-crc32 x-amz-checksum-type x-amz-checksum-algorithm x-amz-sdk-checksum-algorithm x-amz-trailer " +
      "x-amz-decoded-content-length x-amz-mp-object-size x-amz-expected-bucket-owner x-amz-object-attributes x-amz-max-parts x-amz-meta-__proto__ " +
      "x-amz-security-token x-amz-target x-amz-content-sha256 range if-match if-none-match if-modified-since content-md5 content-type " +
      "content-encoding origin date cache-control access-control-request-method access-control-request-headers",
  ),
);
const headers = fc.dictionary(headerName, headerValue, { maxKeys: 4 });

const elementName = fc.constantFrom(
  ...wordsOf(
    "Delete Object Key VersionId ETag Quiet CompleteMultipartUpload Part PartNumber ChecksumCRC32 CORSConfiguration CORSRule " +
      "AllowedOrigin AllowedMethod AllowedHeader ExposeHeader MaxAgeSeconds ServerSideEncryptionConfiguration Rule Status " +
      "ApplyServerSideEncryptionByDefault SSEAlgorithm KMSMasterKeyID BucketKeyEnabled VersioningConfiguration " +
      "CreateBucketConfiguration LocationConstraint Tagging TagSet Tag Value LifecycleConfiguration Filter Expiration ID Prefix " +
      "InventoryConfiguration AccessControlPolicy OwnershipControls ObjectOwnership ObjectEncryption SSE-KMS KMSKeyArn " +
      "BlockedEncryptionTypes EncryptionType constructor __proto__",
  ),
);
const xml = fc.letrec<{ element: string; content: string }>((tie) => ({
  element: fc.tuple(elementName, tie("content")).map(([name, content]) => `<${name}>${content}</${name}>`),
  content: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    text.map((value) => value.replace(/[<&]/g, "")),
    fc.constantFrom("&amp;", "&#xd800;", "&#0;", "&constructor;", "<![CDATA[&]]>", "PUT", "GET", "1"),
    fc.array(tie("element"), { maxLength: 3 }).map((elements) => elements.join("")),
  ),
}));
const corsXml = fc.tuple(text, text, text).map(
  ([origin, header, exposed]) =>
    `<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin><AllowedOrigin>${numeric(origin)}</AllowedOrigin>` +
    `<AllowedHeader>${numeric(header)}</AllowedHeader><ExposeHeader>${numeric(exposed)}</ExposeHeader></CORSRule></CORSConfiguration>`,
);
const body = fc.oneof(fc.uint8Array({ maxLength: 60 }), xml.element.map(bytesOf), corsXml.map(bytesOf), fc.json({ maxDepth: 3 }).map(bytesOf));

/** Every character as a numeric reference: so XML carries any. */
function numeric(value: string): string {
  return Array.from(value, (character) => `&#${character.codePointAt(0)};`).join("");
}

function wordsOf(list: string): string[] {
  return list.split(" ");
}

function bytesOf(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(value);
}

/** Everything but `GET` and `HEAD`, which a web request gives no body. */
function hasBody(name: string): boolean {
  return name !== "GET" && name !== "HEAD";
}

/** What is wrong with the answer to a request; nothing is. */
async function complaints(request: Request, rawTarget: string): Promise<string[]> {
  const response = await world.fetch(request, { rawTarget });
  const document = await response.text();
  return [
    ...(response.status === 500 ? [`${request.method} ${rawTarget} is answered 500`] : []),
    ...logged.mock.calls.map((call) => `logged: ${call.join(" ")}`),
    ...rejected.map((reason) => `rejected and not handled: ${String(reason)}`),
    ...[...response.headers].filter(([, value]) => !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)).map(([name]) => `the header ${name} is none that HTTP can carry`),
    ...demoPrincipals.filter(({ secretAccessKey }) => document.includes(secretAccessKey)).map(({ name }) => `tells the secret key of ${name}`),
  ];
}

async function sendSigned(parts: RequestToSign & { readonly method: string; readonly body: Uint8Array<ArrayBuffer> }, presigned: boolean): Promise<string[]> {
  const admin = demoPrincipals.find(({ name }) => name === "admin");
  const length: Record<string, string> = hasBody(parts.method) ? { "content-length": String(parts.body.length) } : {};
  const md5 = await contentMd5(parts.body);
  const { body: bytes, ...rest } = parts;
  const signed = await (presigned ? presign : signHeader)({
    ...rest,
    ...(hasBody(parts.method) ? { body: bytes } : {}),
    credentials: admin,
    signedAt: SIGNED_AT,
    headers: { ...length, ...(hasBody(parts.method) ? { "content-md5": md5 } : {}), ...parts.headers },
  });
  return complaints(signed.request, signed.rawTarget);
}

async function contentMd5(bytes: Uint8Array): Promise<string> {
  const hasher = world.services.hashing.create("MD5");
  hasher.update(bytes);
  return Buffer.from(hasher.digest()).toString("base64");
}

test("requests that nobody signed", { timeout: 60_000 }, async () => {
  const authorization = fc.oneof(headerValue, headerValue.map((value) => `AWS4-HMAC-SHA256 ${value}`), headerValue.map((value) => `AWS4-HMAC-SHA256 Credential=a/20260304/us-east-1/s3/aws4_request, SignedHeaders=${value}, Signature=${value}`));
  const rawQuery = fc.oneof(text, fc.constantFrom("%", "%zz=1", "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Signature&X-Amz-Credential=/", "Signature=1&AWSAccessKeyId=2&Expires=3", "delete", "uploads"));
  await fc.assert(
    fc.asyncProperty(method, path, rawQuery, headers, fc.option(authorization, { nil: undefined }), body, async (verb, where, search, sent, authorized, bytes) => {
      const target = `${where}?${search.replace(/[^\x21-\x7e]/g, "")}`;
      const init = { method: verb, headers: { ...sent, ...(authorized === undefined ? {} : { authorization: authorized }) } };
      expect(await complaints(new Request("http://localhost:4566/", hasBody(verb) ? { ...init, body: Uint8Array.from(bytes) } : init), target)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test("requests to S3 that the admin signed, in the header or in the query", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(method, path, query, headers, body, fc.boolean(), async (verb, where, search, sent, bytes, presigned) => {
      expect(await sendSigned({ method: verb, path: where, query: search, headers: sent, body: Uint8Array.from(bytes) }, presigned)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test("documents for the operations that take one, and what a browser is told afterwards", { timeout: 60_000 }, async () => {
  const operation = fc.constantFrom(
    { method: "POST", subresource: "delete" },
    { method: "PUT", subresource: "cors" },
    { method: "PUT", subresource: "encryption" },
    { method: "PUT", subresource: "versioning" },
  );
  await fc.assert(
    fc.asyncProperty(operation, fc.oneof(xml.element, corsXml), async ({ method: verb, subresource }, document) => {
      expect(await sendSigned({ method: verb, path: "/keyseal-nocors", query: { [subresource]: "" }, body: bytesOf(document) }, false)).toEqual([]);
      expect(await complaints(new Request("http://localhost:4566/", { headers: { origin: "http://elsewhere.example" } }), "/keyseal-nocors/k")).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test("requests to KMS and STS that the admin signed", { timeout: 60_000 }, async () => {
  const kmsOperation = fc.constantFrom(
  ...wordsOf(
    "CreateKey DescribeKey ListKeys ListAliases CreateAlias UpdateAlias DeleteAlias EnableKey DisableKey GetKeyPolicy Encrypt " +
      "Decrypt ReEncrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GetKeyRotationStatus ListResourceTags GenerateRandom " +
      "__proto__",
  ),
  );
  const member = fc.constantFrom(
  ...wordsOf(
    "KeyId AliasName TargetKeyId Plaintext CiphertextBlob EncryptionContext KeySpec KeyUsage NumberOfBytes Limit Marker Tags " +
      "Description Policy PolicyName DryRun DestinationKeyId SourceEncryptionContext Origin __proto__",
  ),
  );
  const value = fc.oneof(
    { weight: 3, arbitrary: text },
    { weight: 5, arbitrary: fc.constantFrom("\ud800", "alias/finance", "alias/\ud800", "AAAA", "AES_256", 1, 1e308, { a: "b" }, [{ TagKey: "a", TagValue: "\udc00" }]) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2, stringUnit: "binary" }) },
  );
  await fc.assert(
    fc.asyncProperty(kmsOperation, fc.dictionary(member, value, { maxKeys: 5 }), fc.option(body, { nil: undefined }), async (name, input, raw) => {
      const bytes = raw === undefined ? bytesOf(JSON.stringify(input)) : Uint8Array.from(raw);
      expect(await sendSigned({ method: "POST", service: "kms", headers: { "x-amz-target": `TrentService.${name}` }, body: bytes }, false)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("GetCallerIdentity", "GetSessionToken", "__proto__"), text, async (action, duration) => {
      const form = new URLSearchParams({ Action: action, Version: "2011-06-15", DurationSeconds: duration });
      expect(await sendSigned({ method: "POST", service: "sts", body: bytesOf(form.toString()) }, false)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ["kms", "/", { "x-amz-target": "TrentService.DescribeKey" }, 413, 1024 ** 2],
  ["sts", "/", {}, 413, 1024 ** 2],
  ["s3", "/keyseal-plain?cors", {}, 400, 64 * 1024],
  ["s3", "/keyseal-plain?encryption", {}, 400, 64 * 1024],
] as const)("a document without end is not read to its end: %s %s", async (service, target, more, status, limit) => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(0x20));
    },
  });
  const [path = "", subresource] = target.split("?");
  const signed = await signHeader({
    method: service === "s3" ? "PUT" : "POST",
    service,
    path,
    ...(subresource === undefined ? {} : { query: { [subresource]: "" } }),
    headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD", ...more },
    credentials: demoPrincipals.find(({ name }) => name === "admin"),
    signedAt: SIGNED_AT,
  });
  const init: RequestInit & { duplex: "half" } = { method: signed.request.method, headers: signed.request.headers, body: endless, duplex: "half" };
  const response = await world.fetch(new Request(signed.request.url, init), { rawTarget: signed.rawTarget });
  expect(response.status).toBe(status);
  expect(given).toBeGreaterThan(limit);
  // The streams in between hold a few pieces more.
  expect(given).toBeLessThan(limit + 10 * 16_384);
});
