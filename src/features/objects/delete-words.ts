import type { BucketVersioning } from "#domain/bucket.ts";
import type { ObjectRow } from "./object-rows.ts";

/**
 * What deleting will do, which depends on the bucket's versioning and on whether versions were selected. `versioning` is undefined
 * where it could not be read.
 */
export function deletionConsequence(rows: readonly ObjectRow[], versioning: BucketVersioning | undefined): string {
  const them = rows.length === 1 ? "it" : "them";
  if (rows.every((row) => row.version !== undefined)) return `These versions are deleted for good: nothing brings ${them} back. Deleting a delete marker brings the object back.`;
  switch (versioning) {
    case "Enabled":
      return `The bucket keeps versions: S3 adds a delete marker, and the content stays as an older version until that is deleted.`;
    case "Suspended":
      return `Versioning is suspended: S3 puts a delete marker in place of the version "null", whose content is gone for good. Older versions stay.`;
    case "Off":
      return `The bucket keeps no versions: nothing brings ${them} back.`;
    case undefined:
      return `The bucket's versioning could not be read. If it keeps no versions, nothing brings ${them} back.`;
  }
}
