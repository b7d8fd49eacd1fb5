import { clearCredentialCache } from "@smithy/signature-v4";
import type { Aws } from "./aws.ts";
import { createClients, type ClientOptions } from "./clients.ts";
import type { Door } from "./door.ts";
import * as keys from "./kms-keys.ts";
import * as buckets from "./s3-buckets.ts";
import * as listing from "./s3-listing.ts";
import * as objects from "./s3-objects.ts";
import * as upload from "./s3-upload.ts";
import { getCallerIdentity } from "./sts.ts";

/** What a door is made of. */
export interface AwsOptions extends ClientOptions {
  /** Region signed in to. */
  readonly region: string;
  /** Regions of buckets that are known beforehand, e.g. from `config.json`. */
  readonly bucketRegions?: Readonly<Record<string, string>> | undefined;
}

/** Makes the door to AWS for one sealed principal. Nothing is sent until something is asked. */
export function createAws(options: AwsOptions): Aws {
  const clients = createClients(options);
  const door: Door = { region: options.region, clients, bucketRegions: new Map(Object.entries(options.bucketRegions ?? {})) };
  return {
    region: options.region,
    getCallerIdentity: (call) => getCallerIdentity(door, call),

    listBuckets: (call) => buckets.listBuckets(door, call),
    getBucketRegion: (bucket, call) => buckets.getBucketRegion(door, bucket, call),
    getBucketDefaultEncryption: (bucket, call) => buckets.getBucketDefaultEncryption(door, bucket, call),
    getBucketCors: (bucket, call) => buckets.getBucketCors(door, bucket, call),
    getBucketVersioning: (bucket, call) => buckets.getBucketVersioning(door, bucket, call),

    listObjects: (request, call) => listing.listObjects(door, request, call),
    listObjectVersions: (request, call) => listing.listObjectVersions(door, request, call),
    headObject: (ref, call) => objects.headObject(door, ref, call),
    probeRead: (ref, call) => objects.probeRead(door, ref, call),
    presignDownload: (ref, request) => objects.presignDownload(door, ref, request),
    deleteObject: (ref, call) => objects.deleteObject(door, ref, call),

    putObject: (object, body, checksum, call) => upload.putObject(door, object, body, checksum, call),
    createMultipartUpload: (object, algorithm, call) => upload.createMultipartUpload(door, object, algorithm, call),
    uploadPart: (part, body, checksum, call) => upload.uploadPart(door, part, body, checksum, call),
    completeMultipartUpload: (request, call) => upload.completeMultipartUpload(door, request, call),
    abortMultipartUpload: (request, call) => upload.abortMultipartUpload(door, request, call),

    listKeys: (region, call) => keys.listKeys(door, region, call),
    describeKey: (region, reference, call) => keys.describeKey(door, region, reference, call),
    getKeyRotation: (region, keyId, call) => keys.getKeyRotation(door, region, keyId, call),

    dispose() {
      options.credentials.forget();
      clients.destroy();
      // The signer's cache holds handles only, but it keys them by session token
      clearCredentialCache();
    },
  };
}
