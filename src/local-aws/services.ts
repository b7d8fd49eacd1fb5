import type { BlobStore } from "./store/blob-store.ts";
import type { MetadataStore } from "./store/metadata-store.ts";

/** Time, injected so that tests can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Randomness, injected so that tests can repeat it. */
export interface Random {
  bytes(length: number): Uint8Array<ArrayBuffer>;
  /** An RFC 4122 version 4 UUID, lower case. */
  uuid(): string;
}

/** The digests that S3 computes over bodies. */
export type HashAlgorithm = "MD5" | "SHA1" | "SHA256" | "CRC32" | "CRC32C" | "CRC64NVME";

/** One running digest. CRCs come out big-endian, as the bytes that S3 base64-encodes. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array<ArrayBuffer>;
}

/** Streaming digests, injected: WebCrypto has neither MD5 nor CRCs, and cannot hash a stream. */
export interface Hashing {
  create(algorithm: HashAlgorithm): Hasher;
}

/** What everything in the stand-in is made of; each operation takes only what it needs (`Pick<Services, …>`). */
export interface Services {
  readonly clock: Clock;
  readonly random: Random;
  readonly hashing: Hashing;
  /** Buckets, object versions, uploads, principals and sessions. */
  readonly metadata: MetadataStore;
  /** Bodies: ciphertext only. */
  readonly blobs: BlobStore;
  /** KMS keys and their material, and S3's own root key: kept apart from `metadata`, as an HSM is apart from S3. */
  readonly keyStore: MetadataStore;
  readonly settings: LocalAwsSettings;
}

/** How this stand-in was started. */
export interface LocalAwsSettings {
  /** Answer CORS above buckets (ListBuckets, CreateBucket) as MinIO and Ceph do. AWS does not (aws-facts 8.3). */
  readonly openCors: boolean;
  /** Refuse KMS over plain HTTP on loopback too, as AWS refuses it everywhere (aws-facts 1.9 row 17). */
  readonly requireTls: boolean;
  /** Host names, without port, that requests may name; anything else is refused, against DNS rebinding. `*.` prefix allowed. */
  readonly allowedHosts: readonly string[];
}
