import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeObject } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { deleteVersion } from "./delete-version.ts";
import { tagsOf } from "./object-versions.ts";
import { refuseGovernanceBypass } from "./object-lock.ts";
import { requestBucket } from "./request-bucket.ts";
import { headerNotImplemented } from "./request-errors.ts";
import { versionIdHeaders } from "./response-headers.ts";

/** Conditions that only directory buckets hold. */
const DIRECTORY_BUCKETS_ONLY = ["x-amz-if-match-last-modified-time", "x-amz-if-match-size"];

/**
 * DeleteObject. Needs s3:DeleteObject, or s3:DeleteObjectVersion for a version that is named; with an entity tag in If-Match
 * s3:GetObject as well.
 */
export function deleteObject(services: Pick<Services, "metadata" | "blobs" | "clock" | "random">): S3Operation {
  return async (request) => {
    const { headers, query } = request;
    const key = request.key ?? "";
    const versionId = query.get("versionId") ?? undefined;
    const ifMatch = headers.get("if-match") ?? undefined;
    const target = requestBucket(services.metadata, request);
    const unsupported = DIRECTORY_BUCKETS_ONLY.find((name) => headers.has(name));
    if (unsupported !== undefined) throw headerNotImplemented(unsupported);
    refuseGovernanceBypass(headers);
    authorizeObject(request, versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion", target, key, tagsOf(services.metadata, target, key, versionId));
    if (ifMatch !== undefined && ifMatch !== "*") authorizeObject(request, "s3:GetObject", target, key);
    const { outcome, bucket } = await services.metadata.transact((transaction) => {
      const present = requestBucket(transaction, request);
      return { bucket: present, outcome: deleteVersion(transaction, present, { key, versionId, ifMatch }, services) };
    });
    await Promise.all(outcome.removedBlobIds.map((id) => services.blobs.remove(id)));
    return emptyAnswer(204, {
      ...(outcome.versionId === undefined ? {} : versionIdHeaders(bucket, outcome.versionId)),
      ...(outcome.deleteMarker ? { "x-amz-delete-marker": "true" } : {}),
    });
  };
}
