import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Services } from "#local-aws/services.ts";
import type { Bucket } from "#local-aws/world.ts";
import { newestVersion, versionById } from "./object-versions.ts";
import { isKms } from "./transport-security.ts";

/** What a request says before its signature is looked at. */
export interface UnverifiedRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly bucket: Bucket | undefined;
  readonly key: string | undefined;
  readonly versionId: string | undefined;
}

/**
 * Whether a request is about an object under KMS: one that it reads, or one that it would write by its header or the bucket's default.
 * A request signed by Signature Version 2 is told so in words of its own (aws-facts 1.9 row 16).
 */
export function concernsKms({ metadata }: Pick<Services, "metadata">, request: UnverifiedRequest): boolean {
  const { bucket, key, versionId } = request;
  if (bucket === undefined || key === undefined) return false;
  if (request.method === "PUT" || request.method === "POST") {
    return isKms(request.headers.get("x-amz-server-side-encryption") ?? bucket.encryption?.algorithm);
  }
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  return isKms(storedVersion(metadata, bucket, key, versionId)?.encryption?.algorithm);
}

function storedVersion(metadata: Services["metadata"], bucket: Bucket, key: string, versionId: string | undefined) {
  if (versionId === undefined) return newestVersion(metadata, bucket.name, key);
  try {
    return versionById(metadata, bucket, key, versionId);
  } catch (error) {
    // An id that cannot be one names nothing; what goes wrong otherwise is not for here to hide.
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
