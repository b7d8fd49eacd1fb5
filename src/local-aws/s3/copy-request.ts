import { readBody } from "#local-aws/envelope/body.ts";
import { openDataKey } from "#local-aws/envelope/data-key.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Bucket, Encryption, ObjectVersion } from "#local-aws/world.ts";
import { authorizeObject } from "./authorize-s3.ts";
import { type CopySource, checkCopyConditions, parseCopySource } from "./copy-source.ts";
import type { CustomerKey } from "./customer-key-headers.ts";
import { requestCustomerKey, requireCustomerKey, verifyCustomerKey } from "./customer-key-rules.ts";
import { withKmsErrors } from "./kms-errors.ts";
import { blobIds, findReadableVersion, tagsOf } from "./object-versions.ts";
import { checkExpectedOwner, requestBucket } from "./request-bucket.ts";
import { invalidRequest } from "./request-errors.ts";
import { refuseArchived } from "./storage-class.ts";
import { type HeaderReader, writeHeaders } from "./write-headers.ts";
import type { WriteServices } from "./write-request.ts";

/** The object version that a copy reads. */
export interface CopyOrigin {
  readonly bucket: Bucket;
  readonly version: ObjectVersion & { readonly encryption: Encryption };
  /** The source's own key, where the source is under SSE-C. */
  readonly customerKey: CustomerKey | undefined;
}

/**
 * Finds the source of a CopyObject or UploadPartCopy and keeps its body readable while `copy` runs, overwritten or not.
 * @throws AwsError 404 `NoSuchBucket`, `NoSuchKey` (403 for a caller who may not list: aws-facts 5.4), `NoSuchVersion`; 403
 * `AccessDenied`, `InvalidObjectState`; 412 `PreconditionFailed`; 400 for a header that cannot be understood.
 */
export async function withCopyOrigin<T>(services: WriteServices, request: S3Request, copy: (origin: CopyOrigin) => Promise<T>): Promise<T> {
  const origin = findCopyOrigin(services, request, writeHeaders(request));
  const release = services.blobs.hold(blobIds(origin.version));
  try {
    await verifyCustomerKey(origin.version.encryption, origin.customerKey);
    return await copy(origin);
  } finally {
    release();
  }
}

/**
 * Opens the source's data key; what is returned reads plaintext bytes of the source, decrypted as the copy takes them.
 * @throws AwsError `KMS.*` or 403 when the caller cannot, or may not, decrypt under the source's key (aws-facts 1.6).
 */
export async function openCopyOrigin(
  services: WriteServices,
  request: S3Request,
  { bucket, version, customerKey }: CopyOrigin,
): Promise<(range: { readonly offset: number; readonly length: number }) => ReadableStream<Uint8Array>> {
  const { key, encryption, parts } = version;
  const dataKey = await withKmsErrors(() =>
    openDataKey(services, { caller: request.caller, region: bucket.region, bucket: bucket.name, key, encryption, customerKey: customerKey?.bytes }),
  );
  return (range) => readBody(services, { dataKey, parts, ...range });
}

/** `x-amz-copy-source-version-id`, which a source in a bucket that never had versioning does not answer. */
export function copyOriginHeaders({ bucket, version }: CopyOrigin): Readonly<Record<string, string>> {
  return bucket.versioning === undefined ? {} : { "x-amz-copy-source-version-id": version.versionId };
}

function findCopyOrigin(services: Pick<WriteServices, "metadata" | "hashing" | "settings" | "clock">, request: S3Request, header: HeaderReader): CopyOrigin {
  const source = parseCopySource(header("x-amz-copy-source") ?? "");
  const customerKey = requestCustomerKey(services, request, "x-amz-copy-source-server-side-encryption-customer-");
  const bucket = requestBucket(services.metadata, { bucket: source.bucket });
  const expectedOwner = header("x-amz-source-expected-bucket-owner");
  if (expectedOwner !== undefined) checkExpectedOwner(bucket, new Headers({ "x-amz-expected-bucket-owner": expectedOwner }));
  authorizeSource(services, request, bucket, source);
  const version = findSourceVersion(services, request, bucket, source);
  const { encryption } = version;
  if (encryption === undefined) throw new Error(`Object version ${version.versionId} of ${version.key} is no delete marker, yet has no encryption`);
  refuseArchived(version, "copy");
  requireCustomerKey(encryption, customerKey);
  checkCopyConditions(header, version, services.clock.now());
  return { bucket, version: { ...version, encryption }, customerKey };
}

/** Reading the source is a request of its own to policies: about the source's version and tags. */
function authorizeSource(services: Pick<WriteServices, "metadata">, request: S3Request, bucket: Bucket, { key, versionId }: CopySource): void {
  authorizeObject(request, versionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion", bucket, key, {
    ...tagsOf(services.metadata, bucket, key, versionId),
    ...(versionId === undefined ? {} : { "s3:versionid": [versionId] }),
  });
}

function findSourceVersion(services: Pick<WriteServices, "metadata">, request: S3Request, bucket: Bucket, source: CopySource): ObjectVersion {
  try {
    return findReadableVersion(services.metadata, bucket, source.key, source.versionId, request);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "MethodNotAllowed") throw error;
    throw invalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.");
  }
}
