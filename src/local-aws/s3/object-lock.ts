import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { readableVersion, type VersionActions } from "./read-object.ts";
import { requestBucket } from "./request-bucket.ts";
import { invalidRequest } from "./request-errors.ts";

/**
 * Retention and legal hold of an object, read or set: no bucket here has Object Lock, and S3 refuses both in one way then. Needs the
 * operation's own permission.
 * @throws AwsError 400 `InvalidRequest`
 */
export function withoutObjectLock(services: Pick<Services, "metadata">, action: VersionActions["base"]): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    readableVersion(services, request, bucket, { base: action, version: action });
    throw missingObjectLock();
  };
}

/** 400 `InvalidRequest` for anything of Object Lock on a bucket without it. */
export function missingObjectLock(): Error {
  return invalidRequest("Bucket is missing Object Lock Configuration");
}
