import type { EnvelopeServices } from "#local-aws/envelope/envelope-services.ts";
import type { ResolvedEncryption } from "#local-aws/envelope/data-key.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { Bucket } from "#local-aws/world.ts";
import { authorizeObject } from "./authorize-s3.ts";
import { refuseBlockedCustomerKey } from "./customer-key-rules.ts";
import { resolveEncryption } from "./effective-encryption.ts";
import { type EncryptionRequest, readEncryptionRequest } from "./encryption-request.ts";
import { refuseUnsupportedHeaders } from "./object-attributes-request.ts";
import { objectArn, requestBucket } from "./request-bucket.ts";
import { requireSecurityForCustomerKey, requireSecurityForKms } from "./transport-security.ts";
import { type HeaderReader, writeHeaders } from "./write-headers.ts";

/** What the operations that write need. */
export type WriteServices = EnvelopeServices & Pick<Services, "metadata" | "hashing" | "settings">;

/** A write that may begin: its headers agree, the caller may put the object, and its encryption is decided. */
export interface WriteRequest {
  readonly bucket: Bucket;
  readonly key: string;
  readonly header: HeaderReader;
  readonly encryption: EncryptionRequest;
  readonly resolved: ResolvedEncryption;
}

/**
 * The checks that PutObject, CopyObject and CreateMultipartUpload share, in the order of aws-facts 1.9: transport and signature
 * requirement of KMS and header combinations, then authorization of the request as sent, then the bucket's default. KMS is asked
 * afterwards, by the operation, and the body read last.
 * @throws AwsError of each of these steps.
 */
export function beginWrite(services: Pick<WriteServices, "hashing" | "metadata" | "settings">, request: S3Request): WriteRequest {
  const bucket = requestBucket(services.metadata, request);
  const key = request.key ?? "";
  const header = writeHeaders(request);
  const encryption = readEncryptionRequest(header, services.hashing);
  requireSecurityForKms(services.settings, request, encryption.algorithm ?? (encryption.customerKey === undefined ? bucket.encryption?.algorithm : undefined));
  if (encryption.customerKey !== undefined) requireSecurityForCustomerKey(services.settings, request);
  refuseUnsupportedHeaders(request);
  authorizeObject(request, "s3:PutObject", bucket, key);
  if (header("x-amz-tagging") !== undefined) authorizeObject(request, "s3:PutObjectTagging", bucket, key);
  if (encryption.customerKey !== undefined) refuseBlockedCustomerKey(bucket, request.caller, objectArn(bucket.name, key));
  return { bucket, key, header, encryption, resolved: resolveEncryption({ bucket, key, request: encryption }) };
}
