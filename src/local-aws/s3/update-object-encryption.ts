import { rewrapDataKey } from "#local-aws/envelope/data-key.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { Bucket, Encryption, ObjectVersion } from "#local-aws/world.ts";
import { emptyAnswer, readXml } from "./answers.ts";
import { withKmsErrors } from "./kms-errors.ts";
import { blobIds } from "./object-versions.ts";
import { readableVersion } from "./read-object.ts";
import { bucketArn, objectArn, requestBucket } from "./request-bucket.ts";
import { invalidRequest } from "./request-errors.ts";
import { requireSecurityForKms } from "./transport-security.ts";
import { readUpdatedEncryption } from "./updated-encryption-xml.ts";
import type { WriteServices } from "./write-request.ts";

const MAX_BODY_BYTES = 64 * 1024;

/**
 * UpdateObjectEncryption: puts an object under another KMS key where it lies. Its data key is wrapped anew and the body is not touched,
 * so ETag, checksums, dates, tags and version id stay (aws-facts 1.11). The new encryption context is the object's, or bucket's, ARN
 * alone: the request has no place for the caller's own pairs. Needs s3:UpdateObjectEncryption and five permissions of KMS.
 */
export function updateObjectEncryption(services: WriteServices): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    if (request.caller === undefined) {
      throw invalidRequest("Requests that modify an object encryption configuration require AWS Signature Version 4. Modify the request to use AWS Signature Version 4, and then try again.");
    }
    requireSecurityForKms(services.settings, request, "aws:kms");
    const updated = readUpdatedEncryption(await readXml(request, "ObjectEncryption", MAX_BODY_BYTES));
    const action = "s3:UpdateObjectEncryption";
    const conditions = { "s3:x-amz-server-side-encryption-aws-kms-key-id": [updated.keyArn] };
    for (;;) {
      const version = readableVersion(services, request, bucket, { base: action, version: action, conditions });
      const encryption = supportedSource(version);
      requireKeyOfAccount(updated.keyArn, bucket);
      const arn = updated.bucketKeyEnabled ? bucketArn(bucket.name) : objectArn(bucket.name, version.key);
      const rewrapped = await withKmsErrors(() =>
        rewrapDataKey(services, {
          caller: request.caller,
          region: bucket.region,
          bucket: bucket.name,
          key: version.key,
          encryption,
          effectiveContext: { "aws:s3:arn": arn },
          ...updated,
        }),
      );
      const stored = await services.metadata.transact((transaction) => replaceEncryption(transaction, version, rewrapped));
      if (stored) return emptyAnswer(200);
      // The object was overwritten or deleted while KMS was asked: the request is for what is there now.
    }
  };
}

/** @throws AwsError 400 `InvalidRequest` for a source that is neither under SSE-S3 nor SSE-KMS (aws-facts 1.11 row 4). */
function supportedSource({ encryption }: ObjectVersion): Encryption {
  if (encryption?.algorithm === "AES256" || encryption?.algorithm === "aws:kms") return encryption;
  throw invalidRequest(
    "The UpdateObjectEncryption operation doesn't support source objects with the encryption type DSSE-KMS or SSE-C. Only source objects encrypted with " +
      "SSE-S3 or SSE-KMS are supported.",
  );
}

/** @throws AwsError 403 `AccessDenied` for a key of another account than the bucket's (aws-facts 1.11 row 7). */
function requireKeyOfAccount(keyArn: string, bucket: Pick<Bucket, "accountId">): void {
  if (keyArn.split(":")[4] === bucket.accountId) return;
  throw new AwsError(
    403,
    "AccessDenied",
    "The AWS KMS key in the request must be owned by the same account as the bucket. Modify the request to specify a KMS key from the same account, " +
      "and then try again.",
  );
}

/** False when the version is not there any more, or another object has taken its place. */
function replaceEncryption(transaction: MetadataTransaction, version: ObjectVersion, encryption: Encryption): boolean {
  const row = ["version", version.bucket, version.key, version.order];
  const present = transaction.get<ObjectVersion>(row);
  if (present === undefined || blobIds(present).join() !== blobIds(version).join()) return false;
  transaction.put(row, { ...present, encryption });
  return true;
}
