import { createDataKey } from "#local-aws/envelope/data-key.ts";
import { CHECKSUM_ALGORITHMS } from "#local-aws/protocol/checksums.ts";
import type { S3Operation, S3Request } from "#local-aws/protocol/request-context.ts";
import type { ChecksumAlgorithm, ObjectVersion } from "#local-aws/world.ts";
import { authorizeObject } from "./authorize-s3.ts";
import { xmlTime } from "./answers.ts";
import { checksumMembers, readChecksumAlgorithm } from "./checksum-request.ts";
import { answerCopy } from "./copy-answer.ts";
import { copyOriginHeaders, type CopyOrigin, openCopyOrigin, withCopyOrigin } from "./copy-request.ts";
import { asksForEncryption } from "./encryption-request.ts";
import { withKmsErrors } from "./kms-errors.ts";
import { MAX_BODY_BYTES, writeMeasuredBody } from "./measured-body.ts";
import { type ObjectAttributes, pickContentHeaders, readContentHeaders, readTags, readUserMetadata } from "./object-attributes-request.ts";
import { existingObjectTags, newestVersion } from "./object-versions.ts";
import { invalidArgument, invalidRequest } from "./request-errors.ts";
import { encryptionHeaders, versionIdHeaders } from "./response-headers.ts";
import { readStorageClass } from "./storage-class.ts";
import { commitBody, newObject, storeObject } from "./store-object.ts";
import { checkWriteCondition, readWriteCondition } from "./write-condition.ts";
import { readWebsiteRedirect } from "./website-redirect.ts";
import type { HeaderReader } from "./write-headers.ts";
import { beginWrite, type WriteRequest, type WriteServices } from "./write-request.ts";

/**
 * CopyObject: decrypts the source and encrypts the copy as its own headers, or the destination bucket's default, say; nothing of
 * the source's encryption, its context included, carries over (aws-facts 1.6).
 */
export function copyObject(services: WriteServices): S3Operation {
  return (request) => {
    const write = beginWrite(services, request);
    return withCopyOrigin(services, request, (origin) => copyTo(services, request, write, origin));
  };
}

async function copyTo(services: WriteServices, request: S3Request, write: WriteRequest, origin: CopyOrigin): Promise<Response> {
  const { bucket, key, header } = write;
  const source = origin.version;
  const condition = readWriteCondition(header);
  const algorithm = readChecksumAlgorithm(header) ?? algorithmOf(source);
  const attributes = copiedAttributes(request, write, origin);
  refuseIdleSelfCopy(services, write, origin);
  if (source.size > MAX_BODY_BYTES) throw copySourceTooLarge();
  checkWriteCondition(condition, key, newestVersion(services.metadata, bucket.name, key));

  const read = await openCopyOrigin(services, request, origin);
  const { encryption, dataKey } = await withKmsErrors(() =>
    createDataKey(services, { caller: request.caller, region: bucket.region, bucket: bucket.name, key, resolved: write.resolved }),
  );
  const plaintext = read({ offset: 0, length: source.size });
  return answerCopy(services, request, {
    root: "CopyObjectResult",
    headers: { ...copyOriginHeaders(origin), ...encryptionHeaders(encryption, write.encryption) },
    work: async (progress) => {
      const { pending, etag, checksums } = await writeMeasuredBody(services, { encryption, dataKey, partNumber: 1, plaintext, algorithms: [algorithm], progress });
      const version = { ...attributes, ...newObject(services, key), size: pending.body.size, etag, parts: [pending.body], encryption, checksums };
      const { versionId } = await commitBody(services, pending, (transaction) => storeObject(transaction, services, { bucket, condition, version }));
      return {
        members: { LastModified: xmlTime(version.lastModified), ETag: `"${etag}"`, ...checksumMembers(checksums, version.checksumType) },
        headers: versionIdHeaders(bucket, versionId),
      };
    },
  });
}

/** 400 `InvalidRequest` of a source, or range, above 5 GiB (aws-facts 1.6). */
export function copySourceTooLarge(): Error {
  return invalidRequest(`The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_BODY_BYTES}`);
}

type Directive = "COPY" | "REPLACE";

function readDirective(header: HeaderReader, what: "metadata" | "tagging"): Directive {
  const name = `x-amz-${what}-directive`;
  const value = header(name) ?? "COPY";
  if (value === "COPY" || value === "REPLACE") return value;
  throw invalidArgument(`Unknown ${what} directive.`, { ArgumentName: name, ArgumentValue: value });
}

/**
 * Content headers and user metadata, and tags, each from the source or from the request as its directive says. Storage class and website
 * redirect never carry over: without a header the copy is STANDARD and redirects nowhere.
 * @throws AwsError 403 when tags carry over that the caller may not read or set.
 */
function copiedAttributes(request: S3Request, { bucket, key, header }: WriteRequest, origin: CopyOrigin): ObjectAttributes {
  const source = origin.version;
  const copiesTags = readDirective(header, "tagging") === "COPY";
  if (copiesTags && source.tags.length > 0) {
    authorizeObject(request, "s3:GetObjectTagging", origin.bucket, source.key, existingObjectTags(source));
    authorizeObject(request, "s3:PutObjectTagging", bucket, key);
  }
  const described = readDirective(header, "metadata") === "COPY" ? source : { ...readContentHeaders(header), userMetadata: readUserMetadata(request) };
  return {
    ...pickContentHeaders(described),
    ...readWebsiteRedirect(header),
    userMetadata: described.userMetadata,
    storageClass: readStorageClass(header),
    tags: copiesTags ? source.tags : readTags(header),
  };
}

/**
 * Copying an object onto itself must change something: metadata, storage class (even the same one), website redirect or encryption, which only a copy
 * from SSE-S3 to SSE-S3 without a header does not. Copying an older version restores it; and where PutBucketEncryption was ever called,
 * the bare copy is allowed (aws-facts 1.6).
 */
function refuseIdleSelfCopy(services: Pick<WriteServices, "metadata">, write: WriteRequest, origin: CopyOrigin): void {
  const { bucket, key, header } = write;
  // From or to anything but SSE-S3, the copy is encrypted anew.
  if (origin.version.encryption.algorithm !== "AES256" || write.resolved.algorithm !== "AES256") return;
  if (origin.bucket.name !== bucket.name || origin.version.key !== key) return;
  if (newestVersion(services.metadata, bucket.name, key)?.versionId !== origin.version.versionId) return;
  if (readDirective(header, "metadata") === "REPLACE" || header("x-amz-storage-class") !== undefined) return;
  if (header("x-amz-website-redirect-location") !== undefined) return;
  if (asksForEncryption(write.encryption) || bucket.encryptionWasPut === true) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, " +
      "storage class, website redirect location or encryption attributes.",
  );
}

/** A copy keeps the algorithm of its source's checksum. */
function algorithmOf(source: ObjectVersion): ChecksumAlgorithm {
  return CHECKSUM_ALGORITHMS.find((algorithm) => source.checksums[algorithm] !== undefined) ?? "CRC64NVME";
}
