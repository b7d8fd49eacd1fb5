/** A second pair of eyes for clients that neither show nor set how an object is encrypted: the AWS SDK for JavaScript. */
import { CreateBucketCommand, DeleteBucketPolicyCommand, HeadObjectCommand, PutBucketEncryptionCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { ADMIN, ENDPOINT, REGION } from "./demo-world.mjs";

const s3 = new S3Client({ region: REGION, endpoint: ENDPOINT, forcePathStyle: true, credentials: ADMIN });

/** Makes a bucket, with this key as its default encryption's when one is given. */
export async function createBucket(Bucket, defaultKeyId) {
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (defaultKeyId === undefined) return;
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: defaultKeyId }, BucketKeyEnabled: true };
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
}

/** What S3 says of an object. */
export const headObject = (Bucket, Key) => s3.send(new HeadObjectCommand({ Bucket, Key }));

/** The S3 guide's policy (aws-facts 5.2): no upload but one that says `aws:kms`. */
export function guidePolicy(Bucket) {
  const Condition = { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } };
  const Statement = [{ Sid: "DenyUnEncryptedObjectUploads", Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*`, Condition }];
  return JSON.stringify({ Version: "2012-10-17", Id: "PutObjectPolicy", Statement });
}

/** How an upload that the guide's policy denies is answered (aws-facts 5.4). */
export const deniedByGuidePolicy = (Bucket, Key) => `not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::${Bucket}/${Key}" with an explicit deny in a resource-based policy`;

/** Sets a bucket's policy. */
export const putBucketPolicy = (Bucket, Policy) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));

/** Deletes a bucket's policy. */
export const deleteBucketPolicy = (Bucket) => s3.send(new DeleteBucketPolicyCommand({ Bucket }));

/** Lets a bucket take SSE-C, which a new bucket blocks (aws-facts 1.12). */
export async function allowCustomerKeys(Bucket) {
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BlockedEncryptionTypes: { EncryptionType: ["NONE"] } };
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
}
