import { openDataKey } from "#local-aws/envelope/data-key.ts";
import type { EnvelopeServices } from "#local-aws/envelope/envelope-services.ts";
import type { ConditionValues } from "#local-aws/iam/authorize.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { Bucket, ObjectVersion } from "#local-aws/world.ts";
import { authorizeObject } from "./authorize-s3.ts";
import type { CustomerKey } from "./customer-key-headers.ts";
import { type CustomerKeyServices, requestCustomerKey, requireCustomerKey, verifyCustomerKey } from "./customer-key-rules.ts";
import { withKmsErrors } from "./kms-errors.ts";
import { existingObjectTags, findReadableVersion, tagsOf } from "./object-versions.ts";
import { checkReadConditions } from "./preconditions.ts";
import { type Selection, selectBytes } from "./range.ts";
import { bucketArn, requestBucket } from "./request-bucket.ts";
import { invalidArgument } from "./request-errors.ts";
import { checksumHeaders, encryptionHeaders, objectHeaders, type ResponseHeaders, versionIdHeaders } from "./response-headers.ts";
import { readResponseOverrides } from "./response-overrides.ts";
import { type HeaderReader, writeHeaders } from "./write-headers.ts";

/** What reading operations need. */
export type ReadServices = EnvelopeServices & CustomerKeyServices & Pick<Services, "metadata" | "clock">;

/** An object that may be read: GET and HEAD answer the same of it, but for the bytes. */
export interface ObjectRead {
  readonly bucket: Bucket;
  readonly version: ObjectVersion;
  /** False where the client's copy is still good: answer `notModified`. */
  readonly modified: boolean;
  readonly selection: Selection;
  readonly status: 200 | 206;
  readonly headers: ResponseHeaders;
  /** Whether `x-amz-checksum-mode` asks for checksums, which needs kms:Decrypt on HEAD too (aws-facts 1.8). */
  readonly checksumMode: boolean;
  /** What an object under SSE-C needs: sent, but not yet compared. Ask `verifyRead` before anything is answered. */
  readonly customerKey: CustomerKey | undefined;
}

/** Headers that only writes take: a read with one of them is refused. */
const WRITE_ONLY = [
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-context",
  "x-amz-server-side-encryption-bucket-key-enabled",
];

/**
 * The checks that GetObject and HeadObject share, in the order of aws-facts 1.9: header combinations, permission, existence,
 * conditions, range. Needs s3:GetObject, or s3:GetObjectVersion for a version that is named.
 * @throws AwsError of each of these steps; 403 in place of 404 for a caller who may not list the bucket.
 */
export function openRead(services: CustomerKeyServices & Pick<Services, "metadata" | "clock">, request: S3Request): ObjectRead {
  const bucket = requestBucket(services.metadata, request);
  const header = writeHeaders(request);
  const overrides = readResponseOverrides(request);
  refuseWriteOnlyHeaders(header);
  const customerKey = requestCustomerKey(services, request);
  const version = readableVersion(services, request, bucket, { base: "s3:GetObject", version: "s3:GetObjectVersion" });
  requireCustomerKey(version.encryption, customerKey);
  const modified = checkReadConditions(request.headers, version, services.clock.now()) === "proceed";
  const selection = selectBytes(version, request.headers.get("range") ?? undefined, request.query.get("partNumber") ?? undefined);
  const { "x-amz-tagging-count": tagCount, ...described } = objectHeaders(version);
  const checksumMode = header("x-amz-checksum-mode")?.toUpperCase() === "ENABLED";
  return {
    bucket,
    version,
    modified,
    selection,
    checksumMode,
    customerKey,
    status: selection.partial ? 206 : 200,
    headers: {
      ...described,
      ...(tagCount === undefined || !mayReadTags(request, bucket, version) ? {} : { "x-amz-tagging-count": tagCount }),
      ...encryptionHeaders(version.encryption, { customerKey }),
      ...versionIdHeaders(bucket, version.versionId),
      ...selectionHeaders(version, selection),
      ...(checksumMode ? selectedChecksums(version, selection) : {}),
      ...overrides,
    },
  };
}

/** The permission for the current version, and for one that is named; `conditions` are what policies may ask besides. */
export interface VersionActions {
  readonly base: `s3:${string}`;
  readonly version: `s3:${string}`;
  readonly conditions?: ConditionValues;
}

/**
 * The version that a request names, or the current one, for a caller with the right permission of the two.
 * @throws AwsError 403 `AccessDenied`, or as `findReadableVersion`.
 */
export function readableVersion(
  services: { readonly metadata: MetadataReader },
  request: Pick<S3Request, "caller" | "origin" | "headers" | "key" | "query" | "method">,
  bucket: Bucket,
  actions: VersionActions,
): ObjectVersion {
  const key = request.key ?? "";
  const versionId = request.query.get("versionId") ?? undefined;
  const action = versionId === undefined ? actions.base : actions.version;
  authorizeObject(request, action, bucket, key, { ...actions.conditions, ...tagsOf(services.metadata, bucket, key, versionId) });
  return findReadableVersion(services.metadata, bucket, key, versionId, request);
}

/** 304: the validators, and what a cache keeps, without the object. */
export function notModified({ headers }: Pick<ObjectRead, "headers">): Response {
  const kept = ["etag", "last-modified", "cache-control", "expires", "x-amz-version-id"];
  return new Response(null, { status: 304, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name))) });
}

/**
 * The last check of a read, which takes time: the customer's key, for HEAD too.
 * @throws AwsError 403 `AccessDenied` for another key than the object's (aws-facts 1.9 row 30).
 */
export async function verifyRead({ version, customerKey }: Pick<ObjectRead, "version" | "customerKey">): Promise<void> {
  await verifyCustomerKey(version.encryption, customerKey);
}

/** Opens the object's data key on behalf of the caller; KMS's refusals become S3's (aws-facts 1.9). */
export async function openObjectKey(
  services: ReadServices,
  request: Pick<S3Request, "caller">,
  { bucket, version, customerKey }: Pick<ObjectRead, "bucket" | "version" | "customerKey">,
) {
  const { encryption } = version;
  if (encryption === undefined) throw new Error(`${bucketArn(bucket.name)}/${version.key} is an object without encryption`);
  return withKmsErrors(() =>
    openDataKey(services, {
      caller: request.caller,
      region: bucket.region,
      bucket: bucket.name,
      key: version.key,
      encryption,
      customerKey: customerKey?.bytes,
    }),
  );
}

/** S3 tells how many tags there are only to those who may read them. */
function mayReadTags(request: S3Request, bucket: Bucket, version: ObjectVersion): boolean {
  const action = request.query.has("versionId") ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging";
  try {
    authorizeObject(request, action, bucket, version.key, existingObjectTags(version));
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

function selectionHeaders(version: ObjectVersion, selection: Selection): ResponseHeaders {
  return {
    "content-length": String(selection.length),
    ...(selection.contentRange === undefined ? {} : { "content-range": selection.contentRange }),
    ...(selection.partNumber === undefined || !version.isMultipart ? {} : { "x-amz-mp-parts-count": String(version.parts.length) }),
  };
}

/**
 * Checksums of what is answered: of the object, by a range that covers it too, or of a whole part; a lesser range has none, since clients
 * would hold it against them.
 */
function selectedChecksums(version: ObjectVersion, selection: Selection): ResponseHeaders {
  const isWhole = selection.length === version.size && (selection.partNumber === undefined || !version.isMultipart);
  if (isWhole) return checksumHeaders(version.checksums, version.checksumType);
  const part = version.parts.find(({ partNumber }) => partNumber === selection.partNumber);
  return checksumHeaders(part?.checksums ?? {}, version.checksumType);
}

function refuseWriteOnlyHeaders(header: HeaderReader): void {
  for (const name of WRITE_ONLY) {
    const value = header(name);
    if (value === undefined) continue;
    throw invalidArgument(`${name} header is not supported for this operation.`, { ArgumentName: name, ArgumentValue: value });
  }
}
