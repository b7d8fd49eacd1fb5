import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import { aclsNotSupported, asksForAcl } from "./acl-xml.ts";
import { missingObjectLock } from "./object-lock.ts";
import { headerNotImplemented } from "./request-errors.ts";
import { readStorageClass } from "./storage-class.ts";
import { parseTaggingHeader } from "./tagging-header.ts";
import { readWebsiteRedirect } from "./website-redirect.ts";
import { decodeHeaderText, type HeaderReader, writeHeaders, writeHeadersWithPrefix } from "./write-headers.ts";

/** The headers that describe the content; GET gives them back. */
export type ContentHeaders = Pick<
  ObjectVersion,
  "contentType" | "cacheControl" | "contentDisposition" | "contentEncoding" | "contentLanguage" | "expires"
>;
/** Everything that a write says of an object besides its bytes and their encryption. */
export type ObjectAttributes = ContentHeaders & Pick<ObjectVersion, "userMetadata" | "storageClass" | "tags" | "websiteRedirectLocation">;

const METADATA_PREFIX = "x-amz-meta-";
const MAX_METADATA_BYTES = 2048;
const MAX_KEY_BYTES = 1024;

/**
 * Reads the attributes of PutObject, CreateMultipartUpload and a CopyObject that replaces them.
 * @throws AwsError 400 `MetadataTooLarge`, `InvalidStorageClass`, `InvalidTag` …
 */
export function readObjectAttributes(request: Pick<RequestContext, "headers" | "query">): ObjectAttributes {
  const header = writeHeaders(request);
  return {
    ...readContentHeaders(header),
    ...readWebsiteRedirect(header),
    userMetadata: readUserMetadata(request),
    storageClass: readStorageClass(header),
    tags: readTags(header),
  };
}

/** Content headers as sent; `aws-chunked` is framing of the request, not an encoding of the content. */
export function readContentHeaders(header: HeaderReader): ContentHeaders {
  const read = (name: string): string | undefined => {
    const value = header(name);
    return value === undefined ? undefined : decodeHeaderText(value);
  };
  const contentEncoding = header("content-encoding")
    ?.split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding.toLowerCase() !== "aws-chunked")
    .join(",");
  return pickContentHeaders({
    contentType: read("content-type") || "binary/octet-stream",
    cacheControl: read("cache-control"),
    contentDisposition: read("content-disposition"),
    contentEncoding: contentEncoding === "" ? undefined : contentEncoding,
    contentLanguage: read("content-language"),
    expires: read("expires"),
  });
}

/** Just the content headers of something that has them, those that are undefined left out. */
export function pickContentHeaders(source: {
  readonly [name in keyof ContentHeaders]: ContentHeaders[name] | undefined;
} & Pick<ContentHeaders, "contentType">): ContentHeaders {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires } = source;
  return {
    contentType,
    ...(cacheControl === undefined ? {} : { cacheControl }),
    ...(contentDisposition === undefined ? {} : { contentDisposition }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(contentLanguage === undefined ? {} : { contentLanguage }),
    ...(expires === undefined ? {} : { expires }),
  };
}

/**
 * `x-amz-meta-*` without the prefix. The limit counts bytes of names and values; header text is Latin-1 here, one character a byte.
 * @throws AwsError 400 `MetadataTooLarge` above 2 KB (aws-facts 1.9 row 31), 400 `InvalidArgument` for a name that is no header's.
 */
export function readUserMetadata(request: Pick<RequestContext, "headers" | "query">): ObjectVersion["userMetadata"] {
  const sent = [...writeHeadersWithPrefix(request, METADATA_PREFIX)].map(([name, value]) => [name.slice(METADATA_PREFIX.length), value] as const);
  const size = sent.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > MAX_METADATA_BYTES) {
    throw new AwsError(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", {
      details: { Size: String(size), MaxSizeAllowed: String(MAX_METADATA_BYTES) },
    });
  }
  return Object.fromEntries(sent.map(([name, value]) => [name, decodeHeaderText(value)]));
}

/** Tags of the `x-amz-tagging` header; none when it was not sent. */
export function readTags(header: HeaderReader): ObjectVersion["tags"] {
  const value = header("x-amz-tagging");
  return value === undefined ? [] : parseTaggingHeader(value);
}

/**
 * Refuses what this stand-in's buckets do not have: ACLs (disabled, as on every new bucket: aws-facts 5.5; the two that say
 * nothing new pass), Object Lock and appending.
 * @throws AwsError 400 `AccessControlListNotSupported`, 400 `InvalidRequest`, 501 `NotImplemented`.
 */
export function refuseUnsupportedHeaders(request: Pick<RequestContext, "headers" | "query">): void {
  const header = writeHeaders(request);
  if (asksForAcl(request)) throw aclsNotSupported();
  if (writeHeadersWithPrefix(request, "x-amz-object-lock-").size > 0) throw missingObjectLock();
  const appending = "x-amz-write-offset-bytes";
  if (header(appending) !== undefined) throw headerNotImplemented(appending);
}

/** @throws AwsError 400 `KeyTooLongError` above 1024 bytes of UTF-8 (aws-facts 7). */
export function checkKeyLength(key: string): void {
  const size = new TextEncoder().encode(key).length;
  if (size <= MAX_KEY_BYTES) return;
  throw new AwsError(400, "KeyTooLongError", "Your key is too long", {
    details: { Size: String(size), MaxSizeAllowed: String(MAX_KEY_BYTES) },
  });
}
