import { newJob, type UploadJob, type UploadRequest } from "#domain/job.ts";
import type { KmsKeySummary } from "#domain/kms-key.ts";

/** A symmetric customer managed key of us-east-1, enabled, without alias. `number` (0…9) tells keys apart. */
export function sampleKey(number: number, details: Partial<KmsKeySummary> = {}): KmsKeySummary {
  const keyId = `00000000-0000-4000-8000-00000000000${number}`;
  return {
    keyId,
    arn: `arn:aws:kms:us-east-1:111122223333:key/${keyId}`,
    aliases: [],
    region: "us-east-1",
    accountId: "111122223333",
    description: "",
    keyState: "Enabled",
    keyManager: "CUSTOMER",
    keySpec: "SYMMETRIC_DEFAULT",
    keyUsage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    multiRegion: false,
    ...details,
  };
}

/** What an upload of 100 bytes under the bucket's default asks for. */
function sampleRequest(key: string, details: Partial<UploadRequest> = {}): UploadRequest {
  return {
    ref: { bucket: "bucket", key },
    settings: { serverSideEncryption: "bucket-default" },
    size: 100,
    contentType: "text/plain",
    metadata: {},
    tags: {},
    storageClass: "STANDARD",
    checksumAlgorithm: "CRC64NVME",
    replaceExisting: false,
    ...details,
  };
}

/** A queued job for that request; its id is the key. */
export function sampleJob(key: string, details: Partial<UploadRequest> = {}): UploadJob {
  return newJob({ id: key, batchId: "batch", queuedAt: 0, request: sampleRequest(key, details) });
}
