import type { ReactNode } from "react";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { inspectorPath, objectsPath } from "#domain/console-path.ts";
import type { AwsFailure } from "#domain/failure.ts";
import { parentPrefix, type ObjectRef, type ObjectVersionSummary } from "#domain/object.ts";
import { ConsoleLink } from "#components/console-link.tsx";
import { FailureAlert } from "#components/failure-alert.tsx";
import { FailureDetails } from "#components/failure-details.tsx";
import { whereabouts } from "./object-words.ts";

/** An object that HEAD did not find or may not see. The versions, where they may be listed, tell a deleted one from one that never was. */
export function MissingObject({
  of: ref,
  failure,
  versions,
  onRetry,
}: {
  readonly of: ObjectRef;
  readonly failure: AwsFailure;
  readonly versions: readonly ObjectVersionSummary[] | undefined;
  readonly onRetry: () => void;
}) {
  // S3 answers 405 to HEAD of a delete marker, and 404 where the current version is one.
  const nothingThere = failure.kind === "not-found" || failure.httpStatus === 405;
  if (!nothingThere || (failure.kind === "not-found" && failure.what === "bucket")) {
    return <FailureAlert failure={failure} header="The object could not be read" onRetry={onRetry} />;
  }
  const folder = <ConsoleLink href={objectsPath(ref.bucket, parentPrefix(ref.key))}>Go to its folder</ConsoleLink>;
  const where = whereabouts(ref.versionId, versions);
  switch (where.kind) {
    case "deleted":
      return (
        <Note header="This object is deleted" failure={failure}>
          Its current version is a delete marker. Older versions are listed below; deleting the marker brings the object back.{" "}
          {where.newestContent === undefined ? folder : <ConsoleLink href={inspectorPath({ ...ref, versionId: where.newestContent })}>Inspect its newest version with content</ConsoleLink>}
        </Note>
      );
    case "delete-marker":
      return (
        <Note header="This version is a delete marker" failure={failure}>
          A delete marker has no content and no encryption: it only hides the older versions. <ConsoleLink href={inspectorPath({ bucket: ref.bucket, key: ref.key })}>Inspect the object</ConsoleLink>
        </Note>
      );
    case "no-such-version":
      return (
        <Note header="There is no such version" failure={failure}>
          The object has no version of this ID, or not any more. <ConsoleLink href={inspectorPath({ bucket: ref.bucket, key: ref.key })}>Inspect the current version</ConsoleLink>
        </Note>
      );
    case "no-such-object":
      return (
        <Note header="There is no such object" failure={failure}>
          The bucket has no object of this key, and no older version of one. {folder}
        </Note>
      );
    case "not-known":
      return (
        <Note header="No object was found" failure={failure}>
          S3 found no object of this key. Its versions could not be listed, so this page cannot say whether it was deleted. {folder}
        </Note>
      );
  }
}

function Note({ header, failure, children }: { readonly header: string; readonly failure: AwsFailure; readonly children: ReactNode }) {
  return (
    <Alert type="info" statusIconAriaLabel="Info" header={header}>
      <SpaceBetween size="xs">
        <div>{children}</div>
        <FailureDetails failure={failure} />
      </SpaceBetween>
    </Alert>
  );
}
