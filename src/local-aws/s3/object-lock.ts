import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { readableVersion, type VersionActions } from "./read-object.ts";
import { requestBucket } from "./request-bucket.ts";
import { invalidArgument, invalidRequest } from "./request-errors.ts";

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

/**
 * Refuses to bypass a retention that no object here has.
 * @throws AwsError 400 `InvalidArgument`
 */
export function refuseGovernanceBypass(headers: Headers): void {
  const name = "x-amz-bypass-governance-retention";
  if (headers.has(name)) throw invalidArgument(`${name} is only applicable to Object Lock enabled buckets.`, { ArgumentName: name });
}
