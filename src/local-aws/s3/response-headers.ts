import { CHECKSUM_ALGORITHMS, checksumHeader } from "#local-aws/protocol/checksums.ts";
import { base64, utf8 } from "#local-aws/protocol/bytes.ts";
import type { Bucket, ChecksumAlgorithm, Encryption, ObjectVersion } from "#local-aws/world.ts";
import type { CustomerKey } from "./customer-key-headers.ts";

/** Response headers by lower-case name. */
export type ResponseHeaders = Readonly<Record<string, string>>;

/**
 * The encryption headers of an answer (aws-facts 1.1). Every operation that answers any answers these three; only PutObject,
 * CopyObject and CreateMultipartUpload give their request's `contextHeader`, which goes back as it was sent, byte for byte and without
 * what S3 added (2.5). The Bucket Key header is `true` or absent, never `false`. Under SSE-C there is none of these, but the algorithm
 * and the MD5 of the key that the request brought, where it brought one (1.2 row 12).
 */
export function encryptionHeaders(
  encryption: Encryption | undefined,
  sent: { readonly contextHeader?: string | undefined; readonly customerKey?: Pick<CustomerKey, "md5"> | undefined } = {},
): ResponseHeaders {
  if (encryption === undefined) return {};
  if (encryption.algorithm === "SSE-C") {
    if (sent.customerKey === undefined) return {};
    return {
      "x-amz-server-side-encryption-customer-algorithm": "AES256",
      "x-amz-server-side-encryption-customer-key-md5": sent.customerKey.md5,
    };
  }
  const { kmsKeyArn, bucketKeyEnabled } = encryption;
  return {
    "x-amz-server-side-encryption": encryption.algorithm,
    ...(kmsKeyArn === undefined ? {} : { "x-amz-server-side-encryption-aws-kms-key-id": kmsKeyArn }),
    ...(bucketKeyEnabled === true ? { "x-amz-server-side-encryption-bucket-key-enabled": "true" } : {}),
    ...(sent.contextHeader === undefined ? {} : { "x-amz-server-side-encryption-context": sent.contextHeader }),
  };
}

/** `x-amz-version-id`, which a bucket that never had versioning does not answer. */
export function versionIdHeaders(bucket: Pick<Bucket, "versioning">, versionId: string): ResponseHeaders {
  return bucket.versioning === undefined ? {} : { "x-amz-version-id": versionId };
}

/** `x-amz-checksum-*` and its type: GET and HEAD answer them only in checksum mode (aws-facts 1.8). */
export function checksumHeaders(
  checksums: Readonly<Partial<Record<ChecksumAlgorithm, string>>>,
  checksumType: ObjectVersion["checksumType"],
): ResponseHeaders {
  const found = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = checksums[algorithm];
    return value === undefined ? [] : [[checksumHeader(algorithm), value] as const];
  });
  if (found.length === 0) return {};
  return { ...Object.fromEntries(found), ...(checksumType === undefined ? {} : { "x-amz-checksum-type": checksumType }) };
}

/** What GET and HEAD say of an object beside its length, its encryption and its version id. */
export function objectHeaders(version: ObjectVersion): ResponseHeaders {
  return {
    "accept-ranges": "bytes",
    etag: `"${version.etag}"`,
    "last-modified": new Date(version.lastModified).toUTCString(),
    ...optional("content-type", version.contentType),
    ...optional("cache-control", version.cacheControl),
    ...optional("content-disposition", version.contentDisposition),
    ...optional("content-encoding", version.contentEncoding),
    ...optional("content-language", version.contentLanguage),
    ...optional("expires", version.expires),
    // S3 leaves the default class out.
    ...(version.storageClass === "STANDARD" ? {} : { "x-amz-storage-class": version.storageClass }),
    ...optional("x-amz-website-redirect-location", version.websiteRedirectLocation),
    ...(version.tags.length === 0 ? {} : { "x-amz-tagging-count": String(version.tags.length) }),
    ...Object.fromEntries(Object.entries(version.userMetadata).map(([name, value]) => [`x-amz-meta-${name}`, headerText(value)])),
  };
}

/** A header value that HTTP can carry: text beyond ASCII goes as an RFC 2047 word, as S3 sends such metadata. */
function headerText(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${base64(utf8(text))}?=`;
}

/** A content header goes out as the bytes that came in: UTF-8, one character of HTTP's Latin-1 each. */
function optional(name: string, value: string | undefined): ResponseHeaders {
  return value === undefined ? {} : { [name]: Array.from(utf8(value), (byte) => String.fromCharCode(byte)).join("") };
}
