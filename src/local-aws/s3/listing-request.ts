import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { Bucket } from "#local-aws/world.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { checkKeyLength } from "./object-attributes-request.ts";
import { requestBucket } from "./request-bucket.ts";
import { invalidArgument } from "./request-errors.ts";

/** Entries of a page of any listing, at most and by default (aws-facts 7). */
export const MAX_LISTING_KEYS = 1000;
const MAX_INTEGER = 2_147_483_647;

/**
 * `max-keys` of a listing: what is more than a page holds counts as a page.
 * @throws AwsError 400 `InvalidArgument` for what is no integer, or a negative one.
 */
function readMaxKeys(query: URLSearchParams): number {
  const text = query.get("max-keys");
  if (text === null || text === "") return MAX_LISTING_KEYS;
  if (!/^-?\d+$/.test(text)) throw invalidArgument("Provided max-keys not an integer or within integer range", { ArgumentName: "max-keys", ArgumentValue: text });
  const value = Number(text);
  if (value < 0 || value > MAX_INTEGER) {
    throw invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647", { ArgumentName: "maxKeys", ArgumentValue: text });
  }
  return Math.min(value, MAX_LISTING_KEYS);
}

/** A listing of a bucket's objects or versions that the caller may have, as far as the operations agree. */
export interface ListingRequest {
  readonly bucket: Bucket;
  readonly encoding: NameEncoding;
  readonly maxKeys: number;
  readonly prefix: string;
  readonly delimiter: string;
}

/**
 * The checks and parameters that the listings of objects and versions share.
 * @param action what the caller must be allowed on the bucket, e.g. `s3:ListBucket`
 * @throws AwsError 404 `NoSuchBucket`, 403 `AccessDenied`, 400 `InvalidArgument`, 400 `KeyTooLongError` for a prefix no key can have.
 */
export function beginListing(services: Pick<Services, "metadata">, request: S3Request, action: `s3:${string}`): ListingRequest {
  const bucket = requestBucket(services.metadata, request);
  authorizeBucket(request, action, bucket);
  const encoding = readNameEncoding(request.query);
  const maxKeys = readMaxKeys(request.query);
  const prefix = request.query.get("prefix") ?? "";
  checkKeyLength(prefix);
  return { bucket, encoding, maxKeys, prefix, delimiter: request.query.get("delimiter") ?? "" };
}

/** How a listing writes names: as they are, or URL-encoded where the client asked for it. */
export interface NameEncoding {
  readonly encodingType: "url" | undefined;
  encode(name: string): string;
}

/** @throws AwsError 400 `InvalidArgument` for an encoding other than `url`. */
export function readNameEncoding(query: URLSearchParams): NameEncoding {
  const text = query.get("encoding-type");
  if (text === null) return { encodingType: undefined, encode: (name) => name };
  if (text !== "url") throw invalidArgument("Invalid Encoding Method specified in Request", { ArgumentName: "encoding-type", ArgumentValue: text });
  return { encodingType: "url", encode: urlEncodeName };
}

/** A name as `encoding-type=url` writes it: form encoding, but slashes stay. Space becomes `+`. */
function urlEncodeName(name: string): string {
  return encodeURIComponent(name)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+")
    .replaceAll("%2F", "/");
}
