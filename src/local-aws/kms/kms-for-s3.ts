import type { Caller } from "#local-aws/world.ts";

/**
 * What S3 asks of KMS on behalf of a caller (forward access). Errors are `AwsError` with KMS's own code, e.g.
 * `NotFoundException`, `DisabledException`, `KMSInvalidStateException`, `InvalidKeyUsageException` or `AccessDeniedException`;
 * S3 answers them as `KMS.<code>` with status 400, denials as 403 `AccessDenied` (aws-facts 1.9).
 */
export interface KmsForS3 {
  /**
   * GenerateDataKey (AES_256). `keyReference` is a key id, key ARN, alias name or alias ARN; undefined means the AWS managed key
   * `alias/aws/s3`, made on first use. Returns the full key ARN whatever was given (aws-facts 1.3).
   */
  generateDataKey(request: {
    readonly caller: Caller;
    readonly region: string;
    readonly keyReference: string | undefined;
    readonly encryptionContext: Readonly<Record<string, string>>;
  }): Promise<{ readonly keyArn: string; readonly plaintext: Uint8Array<ArrayBuffer>; readonly ciphertextBlob: Uint8Array<ArrayBuffer> }>;
  /** Decrypt of a blob that `generateDataKey` made, under the same context. */
  decrypt(request: {
    readonly caller: Caller;
    readonly region: string;
    readonly ciphertextBlob: Uint8Array;
    readonly encryptionContext: Readonly<Record<string, string>>;
  }): Promise<{ readonly keyArn: string; readonly plaintext: Uint8Array<ArrayBuffer> }>;
  /**
   * Full ARN of the key that a reference names for this caller, who must be allowed `operations` with it; makes no data key. Default:
   * GenerateDataKey, with the same errors.
   */
  resolve(request: {
    readonly caller: Caller;
    readonly region: string;
    readonly keyReference: string | undefined;
    readonly operations?: readonly KeyOperationOfS3[];
    /** What policies ask about the context is held against this. */
    readonly encryptionContext?: Readonly<Record<string, string>>;
  }): Promise<{ readonly keyArn: string }>;
}

/** What S3 does with a key: all of them where an object's encryption is updated in place (aws-facts 1.11). */
type KeyOperationOfS3 = "GenerateDataKey" | "Encrypt" | "Decrypt" | "ReEncryptFrom" | "ReEncryptTo";
