import { useState } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { formatBytes, plural } from "#domain/format.ts";
import { planUpload } from "#domain/upload-plan.ts";
import { ResourceName } from "#components/resource-name.tsx";
import { visibleText } from "#components/visible-text.ts";
import { planText, type FileRow, type FileTotals } from "./picked-files.ts";

/** Rows in the page at a time: the list may hold a hundred thousand. */
const PAGE_SIZE = 20;

/** The picked files with the key each will get. Those that cannot be uploaded come first, with the reason. */
export function FileTable({
  rows,
  totals,
  onRemove,
  onClear,
}: {
  readonly rows: readonly FileRow[];
  readonly totals: FileTotals;
  readonly onRemove: (path: string) => void;
  readonly onClear: () => void;
}) {
  const [wanted, setWanted] = useState(1);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_SIZE));
  const page = Math.min(wanted, pages);
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      items={rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)}
      trackBy="path"
      columnDefinitions={columns(onRemove)}
      ariaLabels={{ tableLabel: "Files to upload" }}
      totalItemsCount={rows.length}
      firstIndex={(page - 1) * PAGE_SIZE + 1}
      header={
        <Header
          variant="h3"
          counter={`(${rows.length.toLocaleString("en-US")})`}
          description={totalsText(totals)}
          actions={
            <Button formAction="none" onClick={onClear}>
              Remove all
            </Button>
          }
        >
          Files
        </Header>
      }
      pagination={
        pages === 1 ? undefined : (
          <Pagination
            currentPageIndex={page}
            pagesCount={pages}
            onChange={({ detail }) => setWanted(detail.currentPageIndex)}
            ariaLabels={{ nextPageLabel: "Next page of files", previousPageLabel: "Previous page of files", paginationLabel: "Pages of files", pageLabel: (number) => `Page ${number} of files` }}
          />
        )
      }
    />
  );
}

function totalsText({ good, bad, bytes }: FileTotals): string {
  const sum = `${plural(good, "file")}, ${formatBytes(bytes)}`;
  return bad === 0 ? sum : `${sum} to upload · ${plural(bad, "file")} cannot be uploaded`;
}

function columns(onRemove: (path: string) => void): TableProps.ColumnDefinition<FileRow>[] {
  return [
    { id: "path", header: "File", isRowHeader: true, minWidth: 200, cell: (row) => <FileName row={row} /> },
    { id: "size", header: "Size", minWidth: 90, cell: ({ size }) => (size === 0 ? "0 bytes (empty)" : formatBytes(size)) },
    { id: "plan", header: "Sent as", minWidth: 120, cell: ({ size, problem }) => (problem === undefined ? planText(planUpload(size)) : "Not sent") },
    {
      id: "remove",
      header: "Remove",
      minWidth: 80,
      cell: ({ path }) => <Button variant="inline-icon" iconName="close" formAction="none" ariaLabel={`Remove ${visibleText(path)}`} onClick={() => onRemove(path)} />,
    },
  ];
}

function FileName({ row }: { readonly row: FileRow }) {
  return (
    <div>
      <ResourceName name={row.path} />
      {row.problem === undefined ? null : (
        <StatusIndicator type="error" wrapText>
          {row.problem}
        </StatusIndicator>
      )}
      {row.problem === undefined && row.key !== row.path ? (
        <Box fontSize="body-s" color="text-body-secondary">
          <ResourceName name={row.key} />
        </Box>
      ) : null}
    </div>
  );
}
