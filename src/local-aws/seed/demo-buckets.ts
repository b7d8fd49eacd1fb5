import type { BucketEncryption, CorsRule } from "#local-aws/world.ts";
import { demoKeys } from "./demo-keys.ts";

/** A bucket of the demo world. */
export interface DemoBucket {
  readonly name: string;
  readonly region: "us-east-1" | "eu-west-1";
  /** As PutBucketEncryption would get it; absent: untouched, which is SSE-S3 (aws-facts 1.10). */
  readonly encryption?: BucketEncryption;
  readonly versioned?: boolean;
  readonly withoutCors?: boolean;
  readonly policy?: string;
}

/** The S3 guide's bucket policy: only uploads that ask for SSE-KMS themselves are not denied (aws-facts 5.2). */
const DENY_UNENCRYPTED_UPLOADS = JSON.stringify({
  Version: "2012-10-17",
  Id: "PutObjectPolicy",
  Statement: [
    {
      Sid: "DenyUnEncryptedObjectUploads",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::keyseal-locked/*",
      Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
    },
  ],
});

/** The buckets, with what makes each worth a visit. */
export const demoBuckets: readonly DemoBucket[] = [
  {
    name: "keyseal-demo",
    region: "us-east-1",
    encryption: { algorithm: "aws:kms", kmsMasterKeyId: demoKeys.finance.arn, bucketKeyEnabled: true },
    versioned: true,
  },
  { name: "keyseal-plain", region: "us-east-1" },
  { name: "keyseal-locked", region: "us-east-1", policy: DENY_UNENCRYPTED_UPLOADS },
  {
    name: "keyseal-eu",
    region: "eu-west-1",
    encryption: { algorithm: "aws:kms", kmsMasterKeyId: demoKeys.europe.arn, bucketKeyEnabled: false },
  },
  { name: "keyseal-nocors", region: "us-east-1", withoutCors: true },
];

/** What a bucket needs so that the console, at these origins, can work with it from a browser (aws-facts 8.2). */
export function consoleCors(consoleOrigins: readonly string[]): CorsRule {
  return {
    id: "keyseal-console",
    allowedOrigins: consoleOrigins,
    allowedMethods: ["GET", "PUT", "POST", "DELETE", "HEAD"],
    allowedHeaders: ["*"],
    exposeHeaders: [
      "ETag",
      "x-amz-server-side-encryption",
      "x-amz-server-side-encryption-aws-kms-key-id",
      "x-amz-server-side-encryption-context",
      "x-amz-server-side-encryption-bucket-key-enabled",
      "x-amz-server-side-encryption-customer-algorithm",
      "x-amz-server-side-encryption-customer-key-MD5",
      "x-amz-version-id",
      "x-amz-delete-marker",
      "x-amz-request-id",
      "x-amz-id-2",
      "x-amz-checksum-crc32",
      "x-amz-checksum-crc32c",
      "x-amz-checksum-crc64nvme",
      "x-amz-checksum-sha1",
      "x-amz-checksum-sha256",
      "x-amz-checksum-type",
      "x-amz-storage-class",
      "x-amz-mp-parts-count",
      "x-amz-bucket-region",
      "x-amz-meta-source",
      "x-amz-meta-owner",
      "Content-Range",
      "Accept-Ranges",
      "Date",
    ],
    maxAgeSeconds: 3000,
  };
}
