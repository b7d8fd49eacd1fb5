import type { KmsForS3 } from "#local-aws/kms/kms-for-s3.ts";
import type { Services } from "#local-aws/services.ts";

/** What envelope encryption needs: KMS for data keys, the key store for S3's own root key, and the store of bodies. */
export type EnvelopeServices = Pick<Services, "clock" | "random" | "aesGcm" | "blobs" | "keyStore"> & { readonly kms: KmsForS3 };
