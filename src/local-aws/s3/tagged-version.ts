import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { MetadataReader } from "#local-aws/store/metadata-store.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import { emptyAnswer } from "./answers.ts";
import { deleteMarkerNotAllowed, newestVersion } from "./object-versions.ts";
import { readableVersion, type VersionActions } from "./read-object.ts";
import { requestBucket } from "./request-bucket.ts";
import { versionIdHeaders } from "./response-headers.ts";
import type { Tag } from "./tag-rules.ts";

/**
 * The version whose tags a request is about: as for a read, but that a delete marker on top of the key is told as such.
 * @throws AwsError 405 `MethodNotAllowed` for a delete marker, else as `readableVersion`.
 */
export function taggedVersion(reader: MetadataReader, request: S3Request, actions: VersionActions): ObjectVersion {
  const bucket = requestBucket(reader, request);
  try {
    return readableVersion({ metadata: reader }, request, bucket, actions);
  } catch (error) {
    const newest = newestVersion(reader, bucket.name, request.key ?? "");
    if (error instanceof AwsError && error.code === "NoSuchKey" && newest?.isDeleteMarker === true) throw deleteMarkerNotAllowed(newest, request.method);
    throw error;
  }
}

/** Gives the version that a request names these tags in place of its own; nothing else of it changes, its date neither. */
export async function replaceTags(
  services: Pick<Services, "metadata">,
  request: S3Request,
  change: { readonly tags: readonly Tag[]; readonly actions: VersionActions; readonly status: 200 | 204 },
): Promise<Response> {
  return services.metadata.transact((transaction) => {
    const version = taggedVersion(transaction, request, change.actions);
    transaction.put(["version", version.bucket, version.key, version.order], { ...version, tags: change.tags });
    return emptyAnswer(change.status, versionIdHeaders(requestBucket(transaction, request), version.versionId));
  });
}
