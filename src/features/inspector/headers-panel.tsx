import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import type { AwsError } from "#domain/failure.ts";
import { explainFailure } from "#domain/failure-explanation.ts";
import type { ObjectDetail } from "#domain/object.ts";
import { CellNote, NotApplicable } from "#components/cell-query.tsx";
import { headerExposure } from "#components/header-exposure.ts";
import { ResourceName } from "#components/resource-name.tsx";
import { ResourceTable } from "#components/resource-table.tsx";
import { bucketCors } from "#queries/buckets.ts";
import { HEADER_STATE_WORDS, headerRows, type HeaderRow, type HeaderState } from "./header-rows.ts";

/** The raw answer to HEAD, each header explained, and those that are not there with what their absence says. */
export function HeadersPanel({ detail }: { readonly detail: ObjectDetail }) {
  const cors = useQuery(bucketCors(detail.ref.bucket));
  const rows = headerRows(detail.rawHeaders, (name) => headerExposure(cors.data, window.location.origin, name));
  return (
    <ResourceTable<HeaderRow>
      what="Response headers"
      rowLabel={(row) => row.name}
      trackBy="name"
      items={rows}
      columnDefinitions={COLUMNS}
      header={
        <Header variant="h2" counter={`(${detail.rawHeaders.length} shown)`} description={corsNote(cors)}>
          Response headers
        </Header>
      }
    />
  );
}

const ICON = { absent: "info", hidden: "warning", unknown: "stopped" } as const;

const COLUMNS: readonly TableProps.ColumnDefinition<HeaderRow>[] = [
  {
    id: "name",
    header: "Header",
    isRowHeader: true,
    minWidth: 200,
    cell: (row) => (
      <Box variant="code">
        <ResourceName name={row.name} />
      </Box>
    ),
  },
  { id: "value", header: "Value", minWidth: 200, cell: (row) => (row.value === undefined ? <NotApplicable /> : <ResourceName name={row.value} />) },
  { id: "state", header: "State", minWidth: 150, cell: (row) => <State state={row.state} /> },
  {
    id: "meaning",
    header: "Meaning",
    minWidth: 260,
    cell: (row) =>
      row.meaning === undefined ? (
        <NotApplicable>Not one that this console explains</NotApplicable>
      ) : (
        <SpaceBetween size="xxxs">
          <Box fontWeight="bold">{row.label}</Box>
          <Box color="text-body-secondary">{row.meaning}</Box>
        </SpaceBetween>
      ),
  },
];

function State({ state }: { readonly state: HeaderState }) {
  const [label, meaning] = HEADER_STATE_WORDS[state];
  if (state === "shown") return <StatusIndicator type="success">{label}</StatusIndicator>;
  return (
    <CellNote type={ICON[state]} label={label} title={label}>
      {meaning}
    </CellNote>
  );
}

function corsNote(cors: UseQueryResult<unknown, AwsError>): string {
  if (cors.isPending) return "Reading the bucket's CORS configuration, which decides what this page may see …";
  if (cors.isError) return `What is hidden cannot be told apart from what is absent: the bucket's CORS configuration is not readable (${explainFailure(cors.error.failure).title}).`;
  if (cors.data === "none") return "The bucket has no CORS rules of its own, yet answers this page: what its server hides cannot be told.";
  return "Judged by the bucket's CORS configuration for this page's origin.";
}
