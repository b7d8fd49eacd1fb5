import type { EncryptionContext } from "./encryption-context.ts";

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
      /** Key ARN, key id, alias name or alias ARN. The console always sends the ARN where it knows it. */
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
      /** Full key ARN, for the KMS algorithms. `"not-exposed"` when the algorithm was readable and the key's header was not. */
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

/** One difference between what was asked for and what S3 answered. */
export interface SealDifference {
  readonly field: "algorithm" | "key" | "bucket-key" | "context" | "size" | "checksum";
  readonly asked: string;
  readonly observed: string;
}

/** Result of comparing a finished write with what was asked. `unverified` names what could not be read, and why. */
export type SealVerdict =
  | { readonly kind: "sealed-as-asked"; readonly unverified: readonly string[] }
  | { readonly kind: "not-as-asked"; readonly differences: readonly SealDifference[]; readonly unverified: readonly string[] };
