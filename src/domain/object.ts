import type { ObjectEncryption } from "./encryption.ts";

/** Address of an object, or of one of its versions. `key` is raw, as S3 keeps it: never URL-encoded. */
export interface ObjectRef {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** A row of ListObjectsV2: S3 tells nothing of encryption there (aws-facts 1.1). */
export interface ObjectSummary {
  readonly key: string;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** Without quotes. */
  readonly etag: string;
  readonly storageClass: string;
}

/** A page of ListObjectsV2 under a prefix with delimiter `/`. */
export interface ObjectPage {
  readonly objects: readonly ObjectSummary[];
  /** Common prefixes, each ending in `/`. */
  readonly folders: readonly string[];
  readonly nextToken?: string | undefined;
}

/** A row of ListObjectVersions. */
export interface ObjectVersionSummary extends ObjectSummary {
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
}

/** A page of ListObjectVersions. */
export interface VersionPage {
  readonly versions: readonly ObjectVersionSummary[];
  readonly folders: readonly string[];
  readonly nextKeyMarker?: string | undefined;
  readonly nextVersionIdMarker?: string | undefined;
}

/** A checksum as S3 answers it: base64 of the big-endian bytes; composite ones end in `-N`. */
export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type?: "FULL_OBJECT" | "COMPOSITE" | undefined;
}

/** Checksum algorithms S3 verifies and stores (aws-facts 1.4). */
export type ChecksumAlgorithm = "CRC64NVME" | "CRC32" | "CRC32C" | "SHA256" | "SHA1";

/** One response header, as the page could read it. */
export type RawHeader = readonly [name: string, value: string];

/** HEAD of an object. */
export interface ObjectDetail {
  readonly ref: ObjectRef;
  readonly size: number;
  readonly lastModified: number;
  /** Without quotes; undefined when CORS does not expose it. */
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly storageClass?: string | undefined;
  readonly encryption: ObjectEncryption;
  readonly checksums: readonly ObjectChecksum[];
  /** User metadata that was readable, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly partsCount?: number | undefined;
  readonly requestId?: string | undefined;
  /** All headers the page could read, lower case, sorted. */
  readonly rawHeaders: readonly RawHeader[];
}
