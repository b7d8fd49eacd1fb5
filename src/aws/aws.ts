import type { BucketSummary, BucketVersioning, CorsRule } from "#domain/bucket.ts";
import type { CallerIdentity } from "#domain/credentials.ts";
import type { BucketDefaultEncryption, EncryptionSettings, ObjectEncryption } from "#domain/encryption.ts";
import type { KeyRotation, KmsKeyListing, KmsKeySummary } from "#domain/kms-key.ts";
import type { ObjectChecksum, ObjectDetail, ObjectPage, ObjectRef, VersionPage } from "#domain/object.ts";

/** Every call can be cancelled. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Options of a call that sends a body. */
export interface SendOptions extends CallOptions {
  /** Told as bytes of the body reach the wire: the total so far. May fall back to 0 when a call is tried again. */
  readonly onProgress?: ((sentBytes: number) => void) | undefined;
}

/** What S3 answered to a write. */
export interface WriteAnswer {
  readonly encryption: ObjectEncryption;
  /** Without quotes; undefined when CORS does not expose it. */
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
  readonly checksum?: ObjectChecksum | undefined;
  readonly requestId?: string | undefined;
}

/** What goes with a new object besides its body. */
export interface NewObject {
  readonly ref: ObjectRef;
  readonly settings: EncryptionSettings;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly storageClass: string;
  /** Sends `If-None-Match: *`: an existing object makes the write fail with `precondition`. */
  readonly onlyIfAbsent: boolean;
}

/** A part that S3 has taken. */
export interface UploadedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly checksum: ObjectChecksum;
}

/**
 * The only door to AWS: one signed-in principal's view of S3, KMS and STS. Made by `createAws`; domain types in and out;
 * every rejection is an `AwsError` with an `AwsFailure`.
 */
export interface Aws {
  /** Region signed in to; buckets and keys of other Regions are reached by their own. */
  readonly region: string;

  getCallerIdentity(options?: CallOptions): Promise<CallerIdentity>;

  /** Fails with `network-or-cors` on AWS from a browser, always (aws-facts 8.3). */
  listBuckets(options?: CallOptions): Promise<readonly BucketSummary[]>;
  /** Region of a bucket, asked once and remembered. Fails with `not-found` for a bucket that does not exist. */
  getBucketRegion(bucket: string, options?: CallOptions): Promise<string>;
  getBucketDefaultEncryption(bucket: string, options?: CallOptions): Promise<BucketDefaultEncryption>;
  /** The rules, or `"none"` where S3 answers NoSuchCORSConfiguration. */
  getBucketCors(bucket: string, options?: CallOptions): Promise<readonly CorsRule[] | "none">;
  getBucketVersioning(bucket: string, options?: CallOptions): Promise<BucketVersioning>;

  listObjects(
    request: { readonly bucket: string; readonly prefix: string; readonly token?: string | undefined; readonly pageSize?: number | undefined },
    options?: CallOptions,
  ): Promise<ObjectPage>;
  listObjectVersions(
    request: {
      readonly bucket: string;
      readonly prefix: string;
      /** True lists the versions of exactly one key: no delimiter, other keys left out. */
      readonly exactKey?: boolean | undefined;
      readonly keyMarker?: string | undefined;
      readonly versionIdMarker?: string | undefined;
      readonly pageSize?: number | undefined;
    },
    options?: CallOptions,
  ): Promise<VersionPage>;
  headObject(ref: ObjectRef, options?: CallOptions): Promise<ObjectDetail>;
  /** Reads the first byte: proves that the caller may decrypt, before a download is started. An empty object passes. */
  probeRead(ref: ObjectRef, options?: CallOptions): Promise<void>;
  /** A GET URL, signed in the page, that makes the browser save the object under `fileName`. Lives `expiresInSeconds` (1…604800). */
  presignDownload(ref: ObjectRef, request: { readonly fileName: string; readonly expiresInSeconds: number }): Promise<string>;
  deleteObject(ref: ObjectRef, options?: CallOptions): Promise<void>;

  putObject(object: NewObject, body: Blob, checksum: ObjectChecksum, options?: SendOptions): Promise<WriteAnswer>;
  createMultipartUpload(
    object: NewObject,
    checksumAlgorithm: ObjectChecksum["algorithm"],
    options?: CallOptions,
  ): Promise<{ readonly uploadId: string; readonly encryption: ObjectEncryption }>;
  uploadPart(
    part: { readonly ref: ObjectRef; readonly uploadId: string; readonly partNumber: number },
    body: Blob,
    checksum: ObjectChecksum,
    options?: SendOptions,
  ): Promise<UploadedPart>;
  completeMultipartUpload(
    upload: {
      readonly ref: ObjectRef;
      readonly uploadId: string;
      readonly parts: readonly UploadedPart[];
      /** Full-object checksum, combined from the parts', where the algorithm allows it. */
      readonly checksum?: ObjectChecksum | undefined;
      readonly size: number;
      readonly onlyIfAbsent: boolean;
    },
    options?: CallOptions,
  ): Promise<WriteAnswer>;
  abortMultipartUpload(upload: { readonly ref: ObjectRef; readonly uploadId: string }, options?: CallOptions): Promise<void>;

  /** All keys of a Region with their aliases, over all pages of ListKeys and ListAliases. */
  listKeys(region: string, options?: CallOptions): Promise<readonly KmsKeyListing[]>;
  /** `keyReference`: key id, key ARN, alias name or alias ARN. The aliases in the answer are only those the reference names. */
  describeKey(region: string, keyReference: string, options?: CallOptions): Promise<KmsKeySummary>;
  getKeyRotation(region: string, keyId: string, options?: CallOptions): Promise<KeyRotation>;

  /** Closes connections and forgets the sealed key: nothing can be signed afterwards. */
  dispose(): void;
}
