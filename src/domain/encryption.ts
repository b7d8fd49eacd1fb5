import { contextFromHeader, contextToHeader, hasPairs, type EncryptionContext } from "./encryption-context.ts";
import type { RawHeader } from "./object.ts";

/** Values of `x-amz-server-side-encryption` that a caller may choose on a general purpose bucket (aws-facts 1.1). */
export type ServerSideEncryption = "AES256" | "aws:kms" | "aws:kms:dsse";

/**
 * What a write asks S3 for. `"bucket-default"` sends no header at all, so S3 applies the bucket's default encryption;
 * `"aws:kms"` without `keyId` means the AWS managed key `aws/s3`, *not* the key of the bucket's default (aws-facts 1.2 row 6);
 * `bucketKeyEnabled` left out takes the bucket's setting (row 7). DSSE-KMS knows no Bucket Key (1.14).
 */
export type EncryptionSettings =
  | { readonly serverSideEncryption: "bucket-default" }
  | { readonly serverSideEncryption: "AES256" }
  | {
      readonly serverSideEncryption: "aws:kms";
      /** Key ARN, key id, alias name or alias ARN; on an S3-compatible server, its own name of the key. The console sends the ARN where it knows it. */
      readonly keyId?: string | undefined;
      readonly encryptionContext: EncryptionContext;
      readonly bucketKeyEnabled?: boolean | undefined;
    }
  | {
      readonly serverSideEncryption: "aws:kms:dsse";
      readonly keyId?: string | undefined;
      readonly encryptionContext: EncryptionContext;
    };

/**
 * What an answer of S3 showed of an object's encryption. `"not-exposed"`: the encryption headers were not readable, because the
 * bucket's CORS configuration does not expose them; S3 sends them for every object, so this is never "not encrypted" (8.2).
 */
export type ObjectEncryption =
  | "not-exposed"
  | {
      /** As answered; `"SSE-C"` when the customer-algorithm header came instead. */
      readonly algorithm: ServerSideEncryption | "SSE-C" | (string & {});
      /** The key as answered, for the KMS algorithms: AWS answers its full ARN, other servers what they call it. `"not-exposed"` when the algorithm was readable and the key's header was not. */
      readonly keyArn?: string | undefined;
      /** S3 answers the header only as `true` (1.1), so its absence is `"off"` only where CORS is known to expose it. */
      readonly bucketKey: "on" | "off" | "not-exposed";
      /** The pairs S3 echoed, on writes only: HEAD and GET do not return it (2.5). */
      readonly context?: EncryptionContext | undefined;
    };

/** Default encryption of a bucket, as GetBucketEncryption answers it (1.10). */
export interface BucketDefaultEncryption {
  readonly algorithm: ServerSideEncryption | (string & {});
  /** Exactly as stored: a bare id, alias or ARN. Undefined with `aws:kms` means `aws/s3`. */
  readonly keyAsStored?: string | undefined;
  readonly bucketKeyEnabled: boolean;
  /** Blocked encryption types (1.12), as listed. */
  readonly blockedEncryptionTypes: readonly string[];
}

/** Names of the encryption headers, lower case (aws-facts 0). */
export const ENCRYPTION_HEADER = {
  algorithm: "x-amz-server-side-encryption",
  keyId: "x-amz-server-side-encryption-aws-kms-key-id",
  context: "x-amz-server-side-encryption-context",
  bucketKey: "x-amz-server-side-encryption-bucket-key-enabled",
  customerAlgorithm: "x-amz-server-side-encryption-customer-algorithm",
} as const;

/** The request headers that ask for these settings, in S3's order: none for the bucket's default (aws-facts 1.1). */
export function encryptionHeaders(settings: EncryptionSettings): readonly RawHeader[] {
  if (settings.serverSideEncryption === "bucket-default") return [];
  const headers: RawHeader[] = [[ENCRYPTION_HEADER.algorithm, settings.serverSideEncryption]];
  if (settings.serverSideEncryption === "AES256") return headers;
  if (settings.keyId !== undefined) headers.push([ENCRYPTION_HEADER.keyId, settings.keyId]);
  if (hasPairs(settings.encryptionContext)) headers.push([ENCRYPTION_HEADER.context, contextToHeader(settings.encryptionContext)]);
  if (settings.serverSideEncryption === "aws:kms" && settings.bucketKeyEnabled !== undefined) {
    headers.push([ENCRYPTION_HEADER.bucketKey, String(settings.bucketKeyEnabled)]);
  }
  return headers;
}

/**
 * Reads the encryption headers of an answer. `bucketKeyExposed` says whether CORS is known to expose the Bucket Key's header: S3
 * sends it only as `true` (aws-facts 1.1), so without that knowledge its absence proves nothing.
 */
export function readEncryption(header: (name: string) => string | undefined, bucketKeyExposed = false): ObjectEncryption {
  const algorithm = header(ENCRYPTION_HEADER.algorithm);
  if (algorithm === undefined) {
    return header(ENCRYPTION_HEADER.customerAlgorithm) === undefined ? "not-exposed" : { algorithm: "SSE-C", bucketKey: "off" };
  }
  if (!isKmsAlgorithm(algorithm)) return { algorithm, bucketKey: "off" };
  const echoed = header(ENCRYPTION_HEADER.context);
  const context = echoed === undefined ? undefined : contextFromHeader(echoed);
  const on = header(ENCRYPTION_HEADER.bucketKey)?.toLowerCase() === "true";
  return {
    algorithm,
    keyArn: header(ENCRYPTION_HEADER.keyId) ?? "not-exposed",
    // DSSE-KMS knows no Bucket Key (1.14), so there its absence is certain
    bucketKey: on ? "on" : bucketKeyExposed || algorithm === "aws:kms:dsse" ? "off" : "not-exposed",
    ...(context === undefined ? {} : { context }),
  };
}

/** True for SSE-KMS and DSSE-KMS. */
export function isKmsAlgorithm(algorithm: string): algorithm is "aws:kms" | "aws:kms:dsse" {
  return algorithm === "aws:kms" || algorithm === "aws:kms:dsse";
}

/** AWS's name of an algorithm: SSE-S3, SSE-KMS, DSSE-KMS, SSE-C; an unknown one as it is. */
export function algorithmLabel(algorithm: string): string {
  const labels: Readonly<Record<string, string>> = { AES256: "SSE-S3", "aws:kms": "SSE-KMS", "aws:kms:dsse": "DSSE-KMS", "SSE-C": "SSE-C" };
  return labels[algorithm] ?? algorithm;
}
