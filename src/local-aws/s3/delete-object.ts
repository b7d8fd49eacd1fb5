import { authorize } from "#local-aws/iam/authorize.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { emptyAnswer } from "./answers.ts";
import { deleteVersion } from "./delete-version.ts";
import { objectArn, requestBucket } from "./request-bucket.ts";
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
    const { caller, headers, query } = request;
    const key = request.key ?? "";
    const versionId = query.get("versionId") ?? undefined;
    const ifMatch = headers.get("if-match") ?? undefined;
    const resource = objectArn(requestBucket(services.metadata, request).name, key);
    const unsupported = DIRECTORY_BUCKETS_ONLY.find((name) => headers.has(name));
    if (unsupported !== undefined) throw headerNotImplemented(unsupported);
    authorize(caller, versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion", resource);
    if (ifMatch !== undefined && ifMatch !== "*") authorize(caller, "s3:GetObject", resource);
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
