import { algorithmLabel, isKmsAlgorithm, type BucketDefaultEncryption } from "#domain/encryption.ts";
import type { EncryptionDraft } from "#domain/encryption-draft.ts";
import { parseKeyReference, shortKeyId } from "#domain/kms-key.ts";

/** State of a Bucket Key as far as it can be told before a write: the bucket's setting may not be readable. */
export type BucketKeyOutlook = "on" | "off" | "unknown";

/** A bucket's default in one phrase: "SSE-KMS under alias/finance, S3 Bucket Key on". `keyTitle` where the key has been looked up. */
export function bucketDefaultText(setting: BucketDefaultEncryption, keyTitle?: string): string {
  const label = algorithmLabel(setting.algorithm);
  if (!isKmsAlgorithm(setting.algorithm)) return label;
  const key = keyTitle ?? storedKeyText(setting.keyAsStored);
  const bucketKey = setting.algorithm === "aws:kms" ? `, S3 Bucket Key ${setting.bucketKeyEnabled ? "on" : "off"}` : "";
  return `${label} under ${key}${bucketKey}`;
}

/** A key as a bucket stores it, made short for people; none means the AWS managed key (aws-facts 1.2 row 4). */
function storedKeyText(keyAsStored: string | undefined): string {
  if (keyAsStored === undefined) return "the AWS managed key aws/s3";
  const reference = parseKeyReference(keyAsStored);
  switch (reference?.kind) {
    case "alias-name":
    case "alias-arn":
      return reference.aliasName.replace(/^alias\//, "");
    case "key-id":
    case "key-arn":
      return `key ${shortKeyId(reference.keyId)}`;
    case undefined:
      return keyAsStored;
  }
}

/**
 * Whether the Bucket Key will be used by a write of this draft: only SSE-KMS knows it (aws-facts 1.14); left out, the bucket's
 * setting counts (1.2 row 7); with the bucket's default, its algorithm decides too.
 */
export function bucketKeyOutlook(draft: EncryptionDraft, setting: BucketDefaultEncryption | undefined): BucketKeyOutlook {
  switch (draft.keyType) {
    case "AES256":
    case "aws:kms:dsse":
      return "off";
    case "bucket-default":
      if (setting === undefined) return "unknown";
      return setting.algorithm === "aws:kms" && setting.bucketKeyEnabled ? "on" : "off";
    case "aws:kms":
      if (draft.bucketKey !== "bucket-setting") return draft.bucketKey;
      if (setting === undefined) return "unknown";
      return setting.bucketKeyEnabled ? "on" : "off";
  }
}

/** Whether KMS takes part in a write of this draft; undefined while the bucket's default is not known. */
export function kmsTakesPart(draft: EncryptionDraft, setting: BucketDefaultEncryption | undefined): boolean | undefined {
  if (draft.keyType !== "bucket-default") return draft.keyType !== "AES256";
  return setting === undefined ? undefined : isKmsAlgorithm(setting.algorithm);
}

/** A radio group's value as the draft's; anything unexpected is the careful choice, which asks for a key. */
export function keySourceOf(value: string): EncryptionDraft["keySource"] {
  return value === "aws-managed" || value === "enter" ? value : "choose";
}

/** A tile's value as the draft's key type; anything unexpected is the bucket's default. */
export function keyTypeOf(value: string): EncryptionDraft["keyType"] {
  return value === "AES256" || value === "aws:kms" || value === "aws:kms:dsse" ? value : "bucket-default";
}

/** A radio group's value as the draft's Bucket Key choice. */
export function bucketKeyOf(value: string): EncryptionDraft["bucketKey"] {
  return value === "on" || value === "off" ? value : "bucket-setting";
}
