import { exposesHeader, type CorsRule } from "#domain/bucket.ts";
import { ENCRYPTION_HEADER, type ObjectEncryption } from "#domain/encryption.ts";

/** Whether this page may see a response header. `"unknown"` where the bucket's CORS configuration could not be read. */
export type HeaderExposure = "exposed" | "hidden" | "unknown";

/**
 * Whether a page at `origin` may see a response header of HEAD. A bucket without rules that answers all the same belongs to a server
 * with CORS rules of its own, which say nothing here: unknown.
 */
export function headerExposure(rules: readonly CorsRule[] | "none" | undefined, origin: string, name: string): HeaderExposure {
  if (rules === undefined || rules === "none") return "unknown";
  return exposesHeader(rules, origin, name) ? "exposed" : "hidden";
}

/**
 * What an answer showed, with what is known of CORS: S3 sends the Bucket Key header only as `true`, so its absence says "off" where
 * the header is exposed, and nothing where it is not (aws-facts 1.1, 8.2).
 */
export function encryptionWithCors(encryption: ObjectEncryption, rules: readonly CorsRule[] | "none" | undefined, origin: string): ObjectEncryption {
  if (encryption === "not-exposed" || encryption.bucketKey !== "not-exposed") return encryption;
  return headerExposure(rules, origin, ENCRYPTION_HEADER.bucketKey) === "exposed" ? { ...encryption, bucketKey: "off" } : encryption;
}
