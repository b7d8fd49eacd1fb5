import type { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import { noSuchKey } from "./object-versions.ts";
import { headerNotImplemented, preconditionFailed } from "./request-errors.ts";
import type { HeaderReader } from "./write-headers.ts";

/** On what a write depends: nothing yet under the key, or a certain ETag there. */
export type WriteCondition = { readonly kind: "none" } | { readonly kind: "absent" } | { readonly kind: "etag"; readonly etag: string };

/**
 * `If-None-Match: *` or `If-Match: <etag>` of PutObject and CompleteMultipartUpload.
 * @throws AwsError 501 `NotImplemented` for both at once and for any other value (aws-facts 1.4).
 */
export function readWriteCondition(header: HeaderReader): WriteCondition {
  const ifNoneMatch = header("if-none-match");
  const ifMatch = header("if-match");
  if (ifNoneMatch !== undefined && ifMatch !== undefined) {
    throw headerNotImplemented("If-Match,If-None-Match", "Multiple conditional request headers present in the request");
  }
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== "*") throw unacceptedValue("If-None-Match");
    return { kind: "absent" };
  }
  if (ifMatch === undefined) return { kind: "none" };
  if (ifMatch === "*") throw unacceptedValue("If-Match");
  return { kind: "etag", etag: unquote(ifMatch) };
}

/**
 * Checks a condition against the current version, undefined where there is none or it is a delete marker. Called before the
 * body is read, to refuse early, and again inside the transaction that stores the object: of two writers at once one wins.
 * @throws AwsError 412 `PreconditionFailed`; 404 `NoSuchKey` for If-Match without an object.
 */
export function checkWriteCondition(condition: WriteCondition, key: string, current: Pick<ObjectVersion, "etag" | "isDeleteMarker"> | undefined): void {
  const existing = current?.isDeleteMarker === true ? undefined : current;
  if (condition.kind === "absent" && existing !== undefined) throw preconditionFailed("If-None-Match");
  if (condition.kind !== "etag") return;
  if (existing === undefined) throw noSuchKey(key);
  if (existing.etag !== condition.etag) throw preconditionFailed("If-Match");
}

/** An ETag without its quotes; S3 takes both forms. */
export function unquote(etag: string): string {
  return etag.trim().replace(/^"(.*)"$/, "$1");
}

function unacceptedValue(header: string): AwsError {
  return headerNotImplemented(header, `We don't accept the provided value of ${header} header for this API`);
}
