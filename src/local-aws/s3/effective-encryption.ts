import type { ResolvedEncryption } from "#local-aws/envelope/data-key.ts";
import type { Bucket } from "#local-aws/world.ts";
import type { EncryptionRequest } from "./encryption-request.ts";
import { bucketArn, objectArn } from "./request-bucket.ts";
import { invalidArgument } from "./request-errors.ts";

const S3_ARN = "aws:s3:arn";

/**
 * What a write is encrypted with: the request's headers, else the bucket's default (aws-facts 1.2); a customer's own key beats any
 * default (row 12).
 * An explicit `aws:kms` without a key means aws/s3 even where the bucket's default names another key (row 6), while the Bucket
 * Key setting is inherited (row 7) unless the request has one of its own (row 14). DSSE-KMS and SSE-S3 have no Bucket Key:
 * the setting is ignored there (1.1, 1.9 row 20).
 * @throws AwsError 400 `InvalidArgument` for a caller's `aws:s3:arn` that is not this write's (aws-facts 2.4).
 */
export function resolveEncryption(write: { readonly bucket: Bucket; readonly key: string; readonly request: EncryptionRequest }): ResolvedEncryption {
  const { bucket, key, request } = write;
  if (request.customerKey !== undefined) return { algorithm: "SSE-C", bucketKeyEnabled: false, customerKey: request.customerKey.bytes };
  const fallback = bucket.encryption;
  const algorithm = request.algorithm ?? fallback?.algorithm ?? "AES256";
  if (algorithm === "AES256") return { algorithm, bucketKeyEnabled: false };

  const keyReference = request.algorithm === undefined ? fallback?.kmsMasterKeyId : request.keyReference;
  const bucketKeyEnabled = algorithm === "aws:kms" && (request.bucketKeyEnabled ?? fallback?.bucketKeyEnabled ?? false);
  const arn = bucketKeyEnabled ? bucketArn(bucket.name) : objectArn(bucket.name, key);
  const context = request.context;
  const sentArn = context !== undefined && Object.hasOwn(context, S3_ARN) ? context[S3_ARN] : undefined;
  if (sentArn !== undefined && sentArn !== arn) {
    throw invalidArgument(`The encryption context value of '${S3_ARN}' must be ${arn}`, {
      ArgumentName: "x-amz-server-side-encryption-context",
      ArgumentValue: sentArn,
    });
  }
  return {
    algorithm,
    bucketKeyEnabled,
    ...(keyReference === undefined ? {} : { keyReference }),
    effectiveContext: { ...context, [S3_ARN]: arn },
  };
}
