import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type PutObjectCommandInput } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { beforeAll, describe, expect, test } from "vitest";
import { demoKeys, demoPrincipals } from "#local-aws/seed.ts";
import { s3Error } from "./front-only.ts";
import { presign } from "./signed-request.ts";
import { told, trailEvents } from "./trail-events.ts";
import { startWorld, type World } from "./world.ts";

const BUCKET = "keyseal-plain";
const BODY = "from a browser";
const SSE = "x-amz-server-side-encryption";
const CONTEXT = `${SSE}-context`;
const DEPARTMENT = Buffer.from('{"department":"hr"}').toString("base64");

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

/** A presigned PutObject; the SDK moves `x-amz-*` into its query, those for encryption only when they are in `hoisted`. */
const presignPut = (Key: string, input: Partial<PutObjectCommandInput>, hoisted: readonly string[] = []): Promise<string> =>
  getSignedUrl(world.s3(), new PutObjectCommand({ Bucket: BUCKET, Key, ...input }), {
    signingDate: new Date(world.services.clock.now()),
    hoistableHeaders: new Set(hoisted),
  });
const put = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  world.fetch(new Request(url, { method: "PUT", body: new TextEncoder().encode(BODY), headers: { host: "localhost:4566", "content-length": String(BODY.length), ...headers } }));
const head = (Key: string) => world.s3().send(new HeadObjectCommand({ Bucket: BUCKET, Key }));

/** The demo admin's access key, for AWS's signer without a client. */
function demoCredentials(): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  const admin = demoPrincipals.find(({ name }) => name === "admin");
  if (admin === undefined) throw new Error("The demo world has no admin");
  return admin;
}

describe("what stands in the query of a presigned URL only", () => {
  test("aws-facts 1.13 row 1: metadata and storage class take effect", async () => {
    const url = await presignPut("labelled", { Metadata: { colour: "green" }, StorageClass: "STANDARD_IA" });
    expect([...new URL(url).searchParams.keys()]).toEqual(expect.arrayContaining(["x-amz-meta-colour", "x-amz-storage-class"]));
    expect((await put(url)).status).toBe(200);
    expect(await head("labelled")).toMatchObject({ Metadata: { colour: "green" }, StorageClass: "STANDARD_IA" });
  });

  test("aws-facts 1.13 row 1: a header that is signed and stands in the query may be sent as well or not", async () => {
    const sse = { [SSE]: "AES256" };
    const request = { method: "PUT", path: `/${BUCKET}/sealed`, query: sse, headers: sse, signedAt: world.services.clock.now() };
    const { rawTarget } = await presign({ ...request, credentials: demoCredentials(), unhoistableHeaders: [SSE] });
    const url = new URL(`http://localhost:4566${rawTarget}`);
    expect([url.searchParams.get("X-Amz-SignedHeaders"), url.searchParams.get(SSE)]).toEqual([`host;${SSE}`, "AES256"]);
    for (const headers of [{}, sse]) {
      const response = await put(url.href, headers);
      expect([response.status, response.headers.get(SSE)]).toEqual([200, "AES256"]);
    }
  });

  test("aws-facts 1.13 row 2: a checksum is not checked against the body", async () => {
    const url = await presignPut("unchecked", { ChecksumCRC32: "AAAAAA==" });
    expect(new URL(url).searchParams.get("x-amz-checksum-crc32")).toBe("AAAAAA==");
    expect((await put(url)).status).toBe(200);
    const stored = await world.s3().send(new GetObjectCommand({ Bucket: BUCKET, Key: "unchecked" }));
    expect(await stored.Body?.transformToString()).toBe(BODY);
  });

  test("aws-facts 1.13 row 3: an encryption context is silently ignored; as a signed header it is not", async () => {
    const input = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.arn, SSEKMSEncryptionContext: DEPARTMENT } as const;
    const headers = { [SSE]: "aws:kms", [`${SSE}-aws-kms-key-id`]: demoKeys.hr.arn };
    const contextOf = async (send: () => Promise<Response>) => {
      world.advance(10_000);
      const since = new Date(world.services.clock.now());
      const response = await send();
      const [event] = await trailEvents({ world, since });
      return [response.status, response.headers.get(CONTEXT), told(event).requestParameters?.["encryptionContext"]];
    };
    const object = { "aws:s3:arn": `arn:aws:s3:::${BUCKET}/context` };
    const inQuery = async () => {
      const url = await presignPut("context", input, [CONTEXT]);
      expect(new URL(url).searchParams.get(CONTEXT)).toBe(DEPARTMENT);
      return put(url, headers);
    };
    expect(await contextOf(inQuery)).toEqual([200, null, object]);
    const asHeader = async () => put(await presignPut("context", input), { ...headers, [CONTEXT]: DEPARTMENT });
    expect(await contextOf(asHeader)).toEqual([200, DEPARTMENT, { ...object, department: "hr" }]);
  });
});

test("aws-facts 1.13 row 5: an uploader has to send each header that was signed", async () => {
  const url = await presignPut("by-header", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: demoKeys.hr.arn, BucketKeyEnabled: true, SSEKMSEncryptionContext: DEPARTMENT });
  const headers: Readonly<Record<string, string>> = {
    [SSE]: "aws:kms",
    [`${SSE}-aws-kms-key-id`]: demoKeys.hr.arn,
    [`${SSE}-bucket-key-enabled`]: "true",
    [CONTEXT]: DEPARTMENT,
  };
  for (const missing of Object.keys(headers)) {
    const others = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== missing));
    expect(await s3Error(await put(url, others))).toMatchObject({ status: "403", Code: "SignatureDoesNotMatch" });
  }
  const response = await put(url, headers);
  expect([response.status, response.headers.get(SSE)]).toEqual([200, "aws:kms"]);
});
