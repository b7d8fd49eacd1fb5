import type { ReactNode } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import { inspectorPath, objectsPath } from "#domain/console-path.ts";
import type { AwsError } from "#domain/failure.ts";
import { formatBytes, formatDateTime } from "#domain/format.ts";
import { parentPrefix, type ObjectRef, type ObjectVersionSummary, type VersionPage } from "#domain/object.ts";
import { NotApplicable } from "#components/cell-query.tsx";
import { ConsoleLink } from "#components/console-link.tsx";
import { FailureAlert } from "#components/failure-alert.tsx";
import { AlgorithmCell, ObjectKeyCell } from "#components/object-encryption-cells.tsx";
import { EmptyState, ResourceTable } from "#components/resource-table.tsx";
import { WhenVisible } from "#components/when-visible.tsx";

/** All versions of one key, each with the encryption it was written with. */
export function VersionsPanel({ shown, query }: { readonly shown: ObjectRef; readonly query: UseQueryResult<VersionPage, AwsError> }) {
  if (query.isError && query.data === undefined) {
    return <FailureAlert type="warning" failure={query.error.failure} header="The versions could not be listed" onRetry={() => void query.refetch()} />;
  }
  const versions = query.data?.versions ?? [];
  const more = query.data?.nextKeyMarker !== undefined;
  return (
    <ResourceTable<ObjectVersionSummary>
      what="Versions"
      rowLabel={(row) => `Version ${row.versionId}`}
      trackBy="versionId"
      items={versions}
      loading={query.isPending}
      columnDefinitions={columns(shown)}
      empty={<EmptyState title="No versions">S3 lists none for this key.</EmptyState>}
      header={
        <Header
          variant="h2"
          counter={query.isPending ? undefined : `(${versions.length}${more ? "+" : ""})`}
          description={more ? <ConsoleLink href={objectsPath(shown.bucket, parentPrefix(shown.key), { versions: true })}>See all of them in the folder</ConsoleLink> : "Each version keeps the encryption it was written with."}
        >
          Versions
        </Header>
      }
    />
  );
}

function columns({ bucket, key, versionId }: ObjectRef): readonly TableProps.ColumnDefinition<ObjectVersionSummary>[] {
  const refOf = (row: ObjectVersionSummary): ObjectRef => ({ bucket, key, versionId: row.versionId });
  const content = (cell: (row: ObjectVersionSummary) => ReactNode) => (row: ObjectVersionSummary) => (row.isDeleteMarker ? <NotApplicable /> : cell(row));
  return [
    {
      id: "version",
      header: "Version ID",
      isRowHeader: true,
      minWidth: 200,
      cell: (row) => (
        <SpaceBetween size="xxs">
          <ConsoleLink href={inspectorPath(refOf(row))}>{row.versionId}</ConsoleLink>
          <SpaceBetween direction="horizontal" size="xxs">
            {row.isLatest ? <Badge color="blue">Current</Badge> : null}
            {row.isDeleteMarker ? <Badge>Delete marker</Badge> : null}
            {isShown(row, versionId) ? <Box color="text-body-secondary">shown here</Box> : null}
          </SpaceBetween>
        </SpaceBetween>
      ),
    },
    { id: "modified", header: "Last modified", minWidth: 200, cell: (row) => formatDateTime(row.lastModified) },
    { id: "size", header: "Size", minWidth: 100, cell: content((row) => formatBytes(row.size)) },
    { id: "algorithm", header: "Encryption", minWidth: 120, cell: content((row) => <WhenVisible><AlgorithmCell of={refOf(row)} /></WhenVisible>) },
    { id: "key", header: "KMS key", minWidth: 140, cell: content((row) => <WhenVisible><ObjectKeyCell of={refOf(row)} /></WhenVisible>) },
  ];
}

function isShown(row: ObjectVersionSummary, versionId: string | undefined): boolean {
  return versionId === undefined ? row.isLatest : row.versionId === versionId;
}
