import type { EnvelopeServices } from "#local-aws/envelope/envelope-services.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { abortMultipartUpload } from "./abort-multipart-upload.ts";
import { completeMultipartUpload } from "./complete-multipart-upload.ts";
import { copyObject } from "./copy-object.ts";
import { createBucket } from "./create-bucket.ts";
import { createMultipartUpload } from "./create-multipart-upload.ts";
import { deleteBucket } from "./delete-bucket.ts";
import { deleteBucketCors } from "./delete-bucket-cors.ts";
import { deleteBucketEncryption } from "./delete-bucket-encryption.ts";
import { deleteBucketInventory } from "./delete-bucket-inventory.ts";
import { deleteBucketLifecycle } from "./delete-bucket-lifecycle.ts";
import { deleteBucketPolicy } from "./delete-bucket-policy.ts";
import { deleteBucketTagging } from "./delete-bucket-tagging.ts";
import { deleteObject } from "./delete-object.ts";
import { deleteObjectTagging } from "./delete-object-tagging.ts";
import { deleteObjects } from "./delete-objects.ts";
import { deletePublicAccessBlock } from "./delete-public-access-block.ts";
import { getBucketAcl } from "./get-bucket-acl.ts";
import { getBucketCors } from "./get-bucket-cors.ts";
import { getBucketEncryption } from "./get-bucket-encryption.ts";
import { getBucketInventory } from "./get-bucket-inventory.ts";
import { getBucketLifecycle } from "./get-bucket-lifecycle.ts";
import { getBucketLocation } from "./get-bucket-location.ts";
import { getBucketPolicy } from "./get-bucket-policy.ts";
import { getBucketPolicyStatus } from "./get-bucket-policy-status.ts";
import { getBucketTagging } from "./get-bucket-tagging.ts";
import { getBucketVersioning } from "./get-bucket-versioning.ts";
import { getObject } from "./get-object.ts";
import { getObjectAcl } from "./get-object-acl.ts";
import { getObjectAttributes } from "./get-object-attributes.ts";
import { getObjectTagging } from "./get-object-tagging.ts";
import { getPublicAccessBlock } from "./get-public-access-block.ts";
import { headBucket } from "./head-bucket.ts";
import { headObject } from "./head-object.ts";
import { listBuckets } from "./list-buckets.ts";
import { listMultipartUploads } from "./list-multipart-uploads.ts";
import { listObjectVersions } from "./list-object-versions.ts";
import { listObjects } from "./list-objects.ts";
import { listObjectsV2 } from "./list-objects-v2.ts";
import { listParts } from "./list-parts.ts";
import { withoutObjectLock } from "./object-lock.ts";
import { postObject } from "./post-object.ts";
import { putBucketAcl } from "./put-bucket-acl.ts";
import { putBucketCors } from "./put-bucket-cors.ts";
import { putBucketEncryption } from "./put-bucket-encryption.ts";
import { putBucketInventory } from "./put-bucket-inventory.ts";
import { putBucketLifecycle } from "./put-bucket-lifecycle.ts";
import { putBucketOwnership } from "./put-bucket-ownership.ts";
import { putBucketPolicy } from "./put-bucket-policy.ts";
import { putBucketTagging } from "./put-bucket-tagging.ts";
import { putBucketVersioning } from "./put-bucket-versioning.ts";
import { putObject } from "./put-object.ts";
import { putObjectAcl } from "./put-object-acl.ts";
import { putObjectTagging } from "./put-object-tagging.ts";
import { putPublicAccessBlock } from "./put-public-access-block.ts";
import { getUntouched } from "./untouched-bucket.ts";
import { updateObjectEncryption } from "./update-object-encryption.ts";
import { uploadPart } from "./upload-part.ts";
import { uploadPartCopy } from "./upload-part-copy.ts";

/** How `router.ts` names an operation: method, resource, and its subresources in alphabetical order. */
export type RouteName = `${"GET" | "HEAD" | "PUT" | "POST" | "DELETE"} ${"service" | "bucket" | "object"}${"" | ` ?${string}` | " copy" | ` ?${string} copy`}`;

/** Every operation of S3 that the stand-in has. */
export function createRoutes(services: Services & EnvelopeServices) {
  return {
    "GET service": listBuckets(services),

    "PUT bucket": createBucket(services),
    "HEAD bucket": headBucket(services),
    "DELETE bucket": deleteBucket(services),
    "GET bucket ?location": getBucketLocation(services),
    "GET bucket ?encryption": getBucketEncryption(services),
    "PUT bucket ?encryption": putBucketEncryption(services),
    "DELETE bucket ?encryption": deleteBucketEncryption(services),
    "GET bucket ?cors": getBucketCors(services),
    "PUT bucket ?cors": putBucketCors(services),
    "DELETE bucket ?cors": deleteBucketCors(services),
    "GET bucket ?versioning": getBucketVersioning(services),
    "PUT bucket ?versioning": putBucketVersioning(services),
    "GET bucket ?policy": getBucketPolicy(services),
    "PUT bucket ?policy": putBucketPolicy(services),
    "DELETE bucket ?policy": deleteBucketPolicy(services),
    "GET bucket ?policyStatus": getBucketPolicyStatus(services),
    "GET bucket ?publicAccessBlock": getPublicAccessBlock(services),
    "PUT bucket ?publicAccessBlock": putPublicAccessBlock(services),
    "DELETE bucket ?publicAccessBlock": deletePublicAccessBlock(services),
    "GET bucket ?tagging": getBucketTagging(services),
    "PUT bucket ?tagging": putBucketTagging(services),
    "DELETE bucket ?tagging": deleteBucketTagging(services),
    "GET bucket ?acl": getBucketAcl(services),
    "PUT bucket ?acl": putBucketAcl(services),
    "GET bucket ?inventory": getBucketInventory(services),
    "PUT bucket ?inventory": putBucketInventory(services),
    "DELETE bucket ?inventory": deleteBucketInventory(services),
    "GET bucket ?lifecycle": getBucketLifecycle(services),
    "PUT bucket ?lifecycle": putBucketLifecycle(services),
    "DELETE bucket ?lifecycle": deleteBucketLifecycle(services),
    "GET bucket ?accelerate": getUntouched(services, "accelerate"),
    "GET bucket ?logging": getUntouched(services, "logging"),
    "GET bucket ?notification": getUntouched(services, "notification"),
    "GET bucket ?object-lock": getUntouched(services, "object-lock"),
    "GET bucket ?ownershipControls": getUntouched(services, "ownershipControls"),
    "PUT bucket ?ownershipControls": putBucketOwnership(services),
    "GET bucket ?replication": getUntouched(services, "replication"),
    "GET bucket ?requestPayment": getUntouched(services, "requestPayment"),
    "GET bucket ?website": getUntouched(services, "website"),
    "GET bucket": listObjects(services),
    "GET bucket ?list-type=2": listObjectsV2(services),
    "GET bucket ?versions": listObjectVersions(services),
    "GET bucket ?uploads": listMultipartUploads(services),
    "POST bucket ?delete": deleteObjects(services),
    "POST bucket": postObject(services),

    "GET object": getObject(services),
    "HEAD object": headObject(services),
    "DELETE object": deleteObject(services),
    "GET object ?attributes": getObjectAttributes(services),
    "GET object ?acl": getObjectAcl(services),
    "PUT object ?acl": putObjectAcl(services),
    "GET object ?retention": withoutObjectLock(services, "s3:GetObjectRetention"),
    "PUT object ?retention": withoutObjectLock(services, "s3:PutObjectRetention"),
    "GET object ?legal-hold": withoutObjectLock(services, "s3:GetObjectLegalHold"),
    "PUT object ?legal-hold": withoutObjectLock(services, "s3:PutObjectLegalHold"),
    "GET object ?tagging": getObjectTagging(services),
    "PUT object ?tagging": putObjectTagging(services),
    "DELETE object ?tagging": deleteObjectTagging(services),
    "PUT object": putObject(services),
    "PUT object copy": copyObject(services),
    "PUT object ?encryption": updateObjectEncryption(services),
    "POST object ?uploads": createMultipartUpload(services),
    "PUT object ?uploadId": uploadPart(services),
    "PUT object ?uploadId copy": uploadPartCopy(services),
    "POST object ?uploadId": completeMultipartUpload(services),
    "DELETE object ?uploadId": abortMultipartUpload(services),
    "GET object ?uploadId": listParts(services),
  } as const satisfies Partial<Record<RouteName, S3Operation>>;
}
