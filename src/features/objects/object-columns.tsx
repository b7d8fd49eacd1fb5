import type { ReactNode } from "react";
import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Icon from "@cloudscape-design/components/icon";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import { inspectorPath, objectsPath } from "#domain/console-path.ts";
import { formatBytes, formatDateTime } from "#domain/format.ts";
import type { ObjectRef } from "#domain/object.ts";
import { NotApplicable } from "#components/cell-query.tsx";
import { ConsoleLink } from "#components/console-link.tsx";
import { AlgorithmCell, ObjectBucketKeyCell, ObjectKeyCell } from "#components/object-encryption-cells.tsx";
import { ResourceName } from "#components/resource-name.tsx";
import { WhenVisible } from "#components/when-visible.tsx";
import type { ObjectRow, Row } from "./object-rows.ts";

/** Columns of the object list. Those of encryption cost a HEAD a row, so they come only when asked for. */
export function objectColumns(view: { readonly bucket: string; readonly versions: boolean; readonly encryption: boolean }): readonly TableProps.ColumnDefinition<Row>[] {
  return [
    { id: "name", header: "Name", isRowHeader: true, minWidth: 220, cell: (row) => <NameCell row={row} bucket={view.bucket} versions={view.versions} /> },
    ...(view.versions ? [ofObject("version", "Version ID", 150, (row) => <VersionCell row={row} />)] : []),
    ofObject("size", "Size", 90, (row) => (isMarker(row) ? <NotApplicable /> : formatBytes(row.summary.size))),
    ofObject("modified", "Last modified", 150, (row) => formatDateTime(row.summary.lastModified)),
    ofObject("storage-class", "Storage class", 110, (row) => (isMarker(row) ? <NotApplicable /> : row.summary.storageClass)),
    ...(view.encryption
      ? [
          byHead("algorithm", "Encryption", (ref) => <AlgorithmCell of={ref} />),
          byHead("key", "KMS key", (ref) => <ObjectKeyCell of={ref} />),
          byHead("bucket-key", "Bucket Key", (ref) => <ObjectBucketKeyCell of={ref} />),
        ]
      : []),
  ];
}

function NameCell({ row, bucket, versions }: { readonly row: Row; readonly bucket: string; readonly versions: boolean }) {
  const name = <ResourceName name={row.name} />;
  return (
    <>
      <Icon name={row.kind === "folder" ? "folder" : "file"} variant="subtle" />{" "}
      {row.kind === "folder" ? <ConsoleLink href={objectsPath(bucket, row.prefix, { versions })}>{name}</ConsoleLink> : <ConsoleLink href={inspectorPath(row.ref)}>{name}</ConsoleLink>}
      {isMarker(row) ? (
        <>
          {" "}
          <Badge color="grey">Delete marker</Badge>
        </>
      ) : null}
    </>
  );
}

function VersionCell({ row }: { readonly row: ObjectRow }) {
  return (
    <SpaceBetween size="xxs">
      <Box variant="code">
        <ResourceName name={row.ref.versionId ?? ""} />
      </Box>
      {row.version?.isLatest === true ? <Badge color="blue">Current</Badge> : null}
    </SpaceBetween>
  );
}

function isMarker(row: Row): boolean {
  return row.kind === "object" && row.version?.isDeleteMarker === true;
}

function ofObject(id: string, header: string, minWidth: number, cell: (row: ObjectRow) => ReactNode): TableProps.ColumnDefinition<Row> {
  return { id, header, minWidth, cell: (row) => (row.kind === "folder" ? <NotApplicable /> : cell(row)) };
}

function byHead(id: string, header: string, cell: (ref: ObjectRef) => ReactNode): TableProps.ColumnDefinition<Row> {
  return ofObject(id, header, 120, (row) => (isMarker(row) ? <NotApplicable /> : <WhenVisible>{cell(row.ref)}</WhenVisible>));
}
