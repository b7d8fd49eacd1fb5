import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Skeleton from "@cloudscape-design/components/skeleton";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { objectsPath } from "#domain/console-path.ts";
import { baseName, parentPrefix, type ObjectRef } from "#domain/object.ts";
import { useGo } from "#components/console-link.tsx";
import { DeleteObjectsModal } from "#components/delete-objects-modal.tsx";
import { FailureAlert } from "#components/failure-alert.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { ResourceName } from "#components/resource-name.tsx";
import { useDownload } from "#components/use-download.tsx";
import { visibleText } from "#components/visible-text.ts";
import { objectDetail, objectVersions } from "#queries/objects.ts";
import { DataPanel } from "./data-panel.tsx";
import { HeadersPanel } from "./headers-panel.tsx";
import { InspectorActions } from "./inspector-actions.tsx";
import { MissingObject } from "./missing-object.tsx";
import { SealPanel } from "./seal-panel.tsx";
import { VersionsPanel } from "./versions-panel.tsx";

/** Everything that S3 tells of one object or version, encryption first. Each panel asks for itself and fails for itself. */
export function InspectorPage({ bucket, objectKey, versionId }: { readonly bucket: string; readonly objectKey: string; readonly versionId?: string | undefined }) {
  const ref: ObjectRef = { bucket, key: objectKey, versionId };
  const go = useGo();
  const detail = useQuery(objectDetail(ref));
  const versions = useQuery(objectVersions({ bucket, key: objectKey }));
  const download = useDownload();
  const [deleting, setDeleting] = useState(false);
  const name = baseName(objectKey);
  // What S3 said before counts no more once it says something else: a deleted object must not look as if it were there.
  const seen = detail.isError ? undefined : detail.data;
  const absent = detail.isError && detail.error.failure.kind === "not-found";
  return (
    <PageFrame
      title={visibleText(name)}
      heading={<ResourceName name={name} />}
      documentTitle={`${visibleText(name)} · ${bucket}`}
      description={versionId === undefined ? undefined : `Version ${versionId}`}
      actions={<InspectorActions of={ref} readable={detail.isSuccess} absent={absent} download={download} refreshing={detail.isFetching} onRefresh={() => void detail.refetch()} onDelete={() => setDeleting(true)} />}
    >
      <SpaceBetween size="l">
        {download.refused === undefined ? null : <FailureAlert failure={download.refused.failure} header="The object cannot be downloaded" onRetry={() => download.start(ref)} />}
        {detail.isPending ? <Loading /> : null}
        {detail.isError ? (
          versions.isPending && detail.error.failure.kind === "not-found" ? (
            <Loading />
          ) : (
            <MissingObject of={ref} failure={detail.error.failure} versions={versions.data?.versions} onRetry={() => void detail.refetch()} />
          )
        ) : null}
        {seen === undefined ? null : (
          <SpaceBetween size="l">
            <SealPanel detail={seen} />
            <DataPanel detail={seen} />
          </SpaceBetween>
        )}
        {absent && versions.data?.versions.length === 0 ? null : <VersionsPanel shown={ref} query={versions} />}
        {seen === undefined ? null : <HeadersPanel detail={seen} />}
      </SpaceBetween>
      {deleting ? <DeleteObjectsModal bucket={bucket} refs={[ref]} onDismiss={() => setDeleting(false)} onDone={() => go(objectsPath(bucket, parentPrefix(objectKey)), { replace: true })} /> : null}
    </PageFrame>
  );
}

function Loading() {
  return (
    <Container header={<Header variant="h2">Sealed with</Header>}>
      <SpaceBetween size="m">
        <Skeleton width="40%" />
        <Skeleton width="80%" />
        <Skeleton width="60%" />
      </SpaceBetween>
    </Container>
  );
}
