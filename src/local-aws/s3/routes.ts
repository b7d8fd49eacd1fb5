import type { EnvelopeServices } from "#local-aws/envelope/envelope-services.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { abortMultipartUpload } from "./abort-multipart-upload.ts";
import { completeMultipartUpload } from "./complete-multipart-upload.ts";
import { copyObject } from "./copy-object.ts";
import { createBucket } from "./create-bucket.ts";
import { createMultipartUpload } from "./create-multipart-upload.ts";
import { deleteBucketCors } from "./delete-bucket-cors.ts";
import { deleteBucketEncryption } from "./delete-bucket-encryption.ts";
import { deleteBucketPolicy } from "./delete-bucket-policy.ts";
import { deleteBucket } from "./delete-bucket.ts";
import { deleteObject } from "./delete-object.ts";
import { deleteObjects } from "./delete-objects.ts";
import { deletePublicAccessBlock } from "./delete-public-access-block.ts";
import { getBucketCors } from "./get-bucket-cors.ts";
import { getBucketEncryption } from "./get-bucket-encryption.ts";
import { getBucketLocation } from "./get-bucket-location.ts";
import { getBucketPolicyStatus } from "./get-bucket-policy-status.ts";
import { getBucketPolicy } from "./get-bucket-policy.ts";
import { getBucketVersioning } from "./get-bucket-versioning.ts";
import { getObjectAttributes } from "./get-object-attributes.ts";
import { getObjectTagging } from "./get-object-tagging.ts";
import { getObject } from "./get-object.ts";
import { getPublicAccessBlock } from "./get-public-access-block.ts";
import { headBucket } from "./head-bucket.ts";
import { headObject } from "./head-object.ts";
import { listBuckets } from "./list-buckets.ts";
import { listMultipartUploads } from "./list-multipart-uploads.ts";
import { listObjectVersions } from "./list-object-versions.ts";
import { listObjectsV2 } from "./list-objects-v2.ts";
import { listObjects } from "./list-objects.ts";
import { listParts } from "./list-parts.ts";
import { postObject } from "./post-object.ts";
import { putBucketCors } from "./put-bucket-cors.ts";
import { putBucketEncryption } from "./put-bucket-encryption.ts";
import { putBucketPolicy } from "./put-bucket-policy.ts";
import { putBucketVersioning } from "./put-bucket-versioning.ts";
import { putObject } from "./put-object.ts";
import { putPublicAccessBlock } from "./put-public-access-block.ts";
import { updateObjectEncryption } from "./update-object-encryption.ts";
import { uploadPartCopy } from "./upload-part-copy.ts";
import { uploadPart } from "./upload-part.ts";

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
    "GET object ?tagging": getObjectTagging(services),
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
