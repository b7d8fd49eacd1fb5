import type { KmsForS3 } from "#local-aws/kms/kms-for-s3.ts";
import { fromUtf8, utf8 } from "#local-aws/protocol/bytes.ts";
import type { S3Request, VerifiedBody } from "#local-aws/protocol/request-context.ts";
import { parseXml, type XmlElement } from "#local-aws/protocol/xml.ts";
import { createS3 } from "#local-aws/s3/router.ts";
import { ACCOUNT_ID, type Bucket, type Caller, type ObjectVersion } from "#local-aws/world.ts";
import { createMemoryServices } from "./memory-services.ts";
import { policyText, testCaller, testOrigin } from "./test-callers.ts";

/** Where the clock of these tests stands at first. */
const NOW = Date.UTC(2026, 1, 20, 10, 0, 0);

/** What a test says of a request. */
export interface TestRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly caller?: Caller | "anonymous";
  readonly region?: string;
}

/** A caller who may do `actions` on everything, and nothing else. */
export function callerWith(...actions: readonly string[]): Caller {
  return testCaller({ name: "tester", policies: [policyText({ Effect: "Allow", Action: actions, Resource: "*" })] });
}

/** A row of a version with nothing special, for tests of listings. */
export function versionRow(fields: Partial<ObjectVersion> & Pick<ObjectVersion, "key">): ObjectVersion {
  return {
    bucket: "bucket",
    versionId: "null",
    order: 2 ** 40,
    isDeleteMarker: false,
    lastModified: NOW,
    size: 4,
    etag: "098f6bcd4621d373cade4e832627b4f6",
    parts: [],
    isMultipart: false,
    checksums: {},
    contentType: "binary/octet-stream",
    storageClass: "STANDARD",
    userMetadata: {},
    tags: [],
    ...fields,
  };
}

/** S3's operations over memory stores, without the front: a test states who calls. Without `kms` bodies are under SSE-S3. */
export async function startOperations(kms: KmsForS3 = NO_KMS) {
  const { services, advance } = await createMemoryServices(NOW);
  const s3 = createS3({ ...services, kms });

  /** `target` is `/bucket/key?query`, percent-encoded. */
  async function send(method: string, target: string, request: TestRequest = {}): Promise<Response> {
    return s3.handle(requestOf(method, target, request));
  }

  return {
    services,
    send,
    /** Root element of a 200 answer. */
    xml: async (method: string, target: string, request: TestRequest = {}): Promise<XmlElement> => parseXml(await (await send(method, target, request)).text()),
    putBucket: (fields: Partial<Bucket> = {}) =>
      services.metadata.transact((transaction) => {
        const bucket: Bucket = { name: "bucket", region: "us-east-1", ownerId: "0".repeat(64), accountId: ACCOUNT_ID, createdAt: NOW, ...fields };
        transaction.put(["bucket", bucket.name], bucket);
      }),
    putRows: (...rows: readonly ObjectVersion[]) =>
      services.metadata.transact((transaction) => {
        for (const row of rows) transaction.put(["version", row.bucket, row.key, row.order], row);
      }),
    blobCount: async () => {
      let count = 0;
      for await (const id of services.blobs.list()) count += id === "" ? 0 : 1;
      return count;
    },
    advance,
  };
}

export type OperationWorld = Awaited<ReturnType<typeof startOperations>>;

function requestOf(method: string, target: string, { headers = {}, body = "", caller = callerWith("*"), region = "us-east-1" }: TestRequest): S3Request {
  const url = new URL(target, "https://localhost");
  const [, bucket = "", ...key] = url.pathname.split("/").map(decodeURIComponent);
  const named = key.join("/");
  return {
    method,
    headers: new Headers(headers),
    query: url.searchParams,
    caller: caller === "anonymous" ? undefined : caller,
    region,
    requestId: "REQUEST",
    origin: testOrigin({ region }),
    secure: true,
    body: verifiedBody(utf8(body)),
    bucket: bucket === "" ? undefined : bucket,
    key: named === "" ? undefined : named,
  };
}

function verifiedBody(bytes: Uint8Array<ArrayBuffer>): VerifiedBody {
  const within = (maxBytes: number): Uint8Array<ArrayBuffer> => {
    if (bytes.length > maxBytes) throw new RangeError("The body is too long");
    return bytes;
  };
  return {
    declaredLength: bytes.length,
    stream: new Blob([bytes]).stream(),
    bytes: async (maxBytes) => within(maxBytes),
    text: async (maxBytes) => fromUtf8(within(maxBytes)),
    declaredChecksum: () => undefined,
  };
}

function noKms(): never {
  throw new Error("This test has no KMS");
}

const NO_KMS: KmsForS3 = { generateDataKey: async () => noKms(), decrypt: async () => noKms(), resolve: async () => noKms() };
