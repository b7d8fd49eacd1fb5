import type { Trail } from "./cloudtrail/api-call.ts";
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

/**
 * Digests, injected: WebCrypto has neither MD5 nor CRCs, cannot hash a stream, and answers each call by way of another thread, which
 * would cost a small request more than everything else in it.
 */
export interface Hashing {
  create(algorithm: HashAlgorithm): Hasher;
  hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** A key of AES-256 (32 bytes), the nonce (12 bytes) that it is used with this once, and what the ciphertext is bound to. */
export interface GcmParameters {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly boundTo: Uint8Array;
}

/**
 * AES-256-GCM over the frames of bodies, injected: WebCrypto copies each message before it encrypts it and once more afterwards, so that a
 * body takes twice the processor time. Small messages, such as wrapped keys, are WebCrypto's.
 */
export interface AesGcm {
  /** The ciphertext in pieces, the 16-byte tag last; `plaintext` is one message in pieces, which may be used again afterwards. */
  seal(parameters: GcmParameters, plaintext: readonly Uint8Array[]): readonly Uint8Array[];
  /** The plaintext of a ciphertext with its tag behind it; undefined when it fails its authentication. */
  open(parameters: GcmParameters, sealed: Uint8Array): Uint8Array | undefined;
}

/** What everything in the stand-in is made of; each operation takes only what it needs (`Pick<Services, …>`). */
export interface Services {
  readonly clock: Clock;
  readonly random: Random;
  readonly hashing: Hashing;
  readonly aesGcm: AesGcm;
  /** Buckets, object versions, uploads, principals and sessions. */
  readonly metadata: MetadataStore;
  /** Bodies: ciphertext only. */
  readonly blobs: BlobStore;
  /** KMS keys and their material, and S3's own root key: kept apart from `metadata`, as an HSM is apart from S3. */
  readonly keyStore: MetadataStore;
  /** The recorder of CloudTrail; its events lie in `metadata`, whose transactions carry them along (see cloudtrail/trail.ts). */
  readonly trail: Trail;
  readonly settings: LocalAwsSettings;
}

/** How this stand-in was started. */
export interface LocalAwsSettings {
  /** Answer CORS above buckets (ListBuckets, CreateBucket) as MinIO and Ceph do. AWS does not (aws-facts 8.3). */
  readonly openCors: boolean;
  /** Refuse KMS over plain HTTP on loopback too, as AWS refuses it everywhere (aws-facts 1.9 row 17). */
  readonly requireTls: boolean;
  /** How long an event takes to show in LookupEvents, in milliseconds: 0, or 5 minutes with `--realistic` (aws-facts 6.1 row 9). */
  readonly cloudTrailDelayMs: number;
  /** Hold LookupEvents to 2 requests per second and account, as AWS does (aws-facts 6.1 row 6). Off unless `--realistic`. */
  readonly cloudTrailThrottle: boolean;
  /** Take faults on demand at `/_local-aws/faults` (see faults/faults-endpoint.ts). Off unless `--faults`. */
  readonly faults: boolean;
  /** Host names, without port, that requests may name; anything else is refused, against DNS rebinding. `*.` prefix allowed. */
  readonly allowedHosts: readonly string[];
}

/** How a stand-in behaves that nobody asked for anything else: as AWS does, but without its delays, and only on this machine. */
export const DEFAULT_SETTINGS: LocalAwsSettings = {
  openCors: false,
  requireTls: false,
  cloudTrailDelayMs: 0,
  cloudTrailThrottle: false,
  faults: false,
  allowedHosts: ["localhost", "*.localhost", "127.0.0.1", "::1"],
};
