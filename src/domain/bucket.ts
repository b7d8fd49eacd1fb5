import type { BucketDefaultEncryption } from "./encryption.ts";

/** A bucket as the list shows it. What is not known yet is `undefined`; what may not be asked is a failure of its own query. */
export interface BucketSummary {
  readonly name: string;
  readonly region?: string | undefined;
  /** Milliseconds since the epoch; only ListBuckets tells it. */
  readonly createdAt?: number | undefined;
  /** Where the name came from. A bucket may have several sources. */
  readonly sources: readonly ("config" | "saved" | "listed")[];
}

/** A rule of a bucket's CORS configuration. */
export interface CorsRule {
  readonly id?: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number | undefined;
}

/** Versioning of a bucket; `"Off"` when it was never enabled. */
export type BucketVersioning = "Enabled" | "Suspended" | "Off";

export type { BucketDefaultEncryption };
