import type { BucketVersioning } from "#domain/bucket.ts";
import type { ObjectRef } from "#domain/object.ts";

/**
 * What deleting will do, which depends on the bucket's versioning and on whether versions are named. `versioning` is undefined where
 * it could not be read.
 */
export function deletionConsequence(refs: readonly ObjectRef[], versioning: BucketVersioning | undefined): string {
  const them = refs.length === 1 ? "it" : "them";
  if (namesVersions(refs)) {
    const these = refs.length === 1 ? "This version is" : "These versions are";
    return `${these} deleted for good: nothing brings ${them} back. Deleting a delete marker brings the object back.`;
  }
  switch (versioning) {
    case "Enabled":
      return "The bucket keeps versions: S3 adds a delete marker, and the content stays as an older version until that is deleted.";
    case "Suspended":
      return 'Versioning is suspended: S3 puts a delete marker in place of the version "null", whose content is gone for good. Older versions stay.';
    case "Off":
      return `The bucket keeps no versions: nothing brings ${them} back.`;
    case undefined:
      return `The bucket's versioning could not be read. If it keeps no versions, nothing brings ${them} back.`;
  }
}

/** Whether a selection names versions, not objects. */
export function namesVersions(refs: readonly ObjectRef[]): boolean {
  return refs.every((ref) => ref.versionId !== undefined);
}
