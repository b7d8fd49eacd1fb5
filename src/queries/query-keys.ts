import type { ObjectRef } from "#domain/object.ts";

/**
 * Every query key: `[resource, kind, ...arguments]`. Here and nowhere else, because `staleness.ts` has to know them all.
 */
export const queryKeys = {
  listedBuckets: () => ["bucket", "listed"] as const,
  bucketRegion: (bucket: string) => ["bucket", "region", bucket] as const,
  bucketDefaultEncryption: (bucket: string) => ["bucket", "default-encryption", bucket] as const,
  bucketCors: (bucket: string) => ["bucket", "cors", bucket] as const,
  bucketVersioning: (bucket: string) => ["bucket", "versioning", bucket] as const,
  objectPages: (bucket: string, prefix: string) => ["object", "pages", bucket, prefix] as const,
  versionPages: (bucket: string, prefix: string) => ["object", "version-pages", bucket, prefix] as const,
  objectDetail: ({ bucket, key, versionId }: ObjectRef) => ["object", "detail", bucket, key, versionId ?? null] as const,
  objectVersions: (bucket: string, key: string) => ["object", "versions", bucket, key] as const,
  kmsKeys: (region: string) => ["kms-key", "listed", region] as const,
  kmsKey: (region: string, reference: string) => ["kms-key", "detail", region, reference] as const,
  keyRotation: (region: string, keyId: string) => ["kms-key", "rotation", region, keyId] as const,
};

/** Any of them. */
export type ConsoleQueryKey = ReturnType<(typeof queryKeys)[keyof typeof queryKeys]>;
