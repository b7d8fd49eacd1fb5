import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { ObjectVersion } from "#local-aws/world.ts";
import type { HeaderReader } from "./write-headers.ts";

const STORAGE_CLASSES: ReadonlySet<string> = new Set([
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER",
  "DEEP_ARCHIVE",
  "GLACIER_IR",
]);
/** Classes whose bytes are archived: they would have to be restored first, which this stand-in does not do. */
const ARCHIVED: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/**
 * The storage class that a write asks for: a label here, apart from what an archived object refuses. Default `STANDARD`.
 * @throws AwsError 400 `InvalidStorageClass` for one that general purpose buckets do not have, such as EXPRESS_ONEZONE
 */
export function readStorageClass(header: HeaderReader): string {
  const storageClass = header("x-amz-storage-class") ?? "STANDARD";
  if (STORAGE_CLASSES.has(storageClass)) return storageClass;
  throw new AwsError(400, "InvalidStorageClass", "The storage class you specified is not valid", {
    details: { StorageClassRequested: storageClass },
  });
}

/**
 * Refuses to read the bytes of an archived object; HEAD and everything about its metadata go on.
 * @throws AwsError 403 `InvalidObjectState`
 */
export function refuseArchived({ storageClass }: Pick<ObjectVersion, "storageClass">, use: "read" | "copy"): void {
  if (!ARCHIVED.has(storageClass)) return;
  const message = use === "copy" ? "Operation is not valid for the source object's storage class" : "The operation is not valid for the object's storage class";
  throw new AwsError(403, "InvalidObjectState", message, { details: { StorageClass: storageClass } });
}
