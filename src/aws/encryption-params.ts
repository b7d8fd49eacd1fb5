import type { ServerSideEncryption } from "@aws-sdk/client-s3";
import { contextToHeader, hasPairs } from "#domain/encryption-context.ts";
import type { EncryptionSettings } from "#domain/encryption.ts";

/** The SDK's parameters for encryption: the same on PutObject and CreateMultipartUpload, and on nothing else (aws-facts 1.1, 1.9 row 14). */
export interface EncryptionParams {
  readonly ServerSideEncryption?: ServerSideEncryption;
  readonly SSEKMSKeyId?: string;
  readonly SSEKMSEncryptionContext?: string;
  readonly BucketKeyEnabled?: boolean;
}

/** The only place where settings become parameters of the SDK. None at all for the bucket's default. */
export function encryptionParams(settings: EncryptionSettings): EncryptionParams {
  switch (settings.serverSideEncryption) {
    case "bucket-default":
      return {};
    case "AES256":
      return { ServerSideEncryption: "AES256" };
    case "aws:kms":
    case "aws:kms:dsse":
      return {
        ServerSideEncryption: settings.serverSideEncryption,
        ...(settings.keyId === undefined ? {} : { SSEKMSKeyId: settings.keyId }),
        ...(hasPairs(settings.encryptionContext) ? { SSEKMSEncryptionContext: contextToHeader(settings.encryptionContext) } : {}),
        ...(settings.serverSideEncryption === "aws:kms" && settings.bucketKeyEnabled !== undefined
          ? { BucketKeyEnabled: settings.bucketKeyEnabled }
          : {}),
      };
  }
}
