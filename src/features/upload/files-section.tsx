import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { plural } from "#domain/format.ts";
import { visibleText } from "#components/visible-text.ts";
import { FileDrop } from "./file-drop.tsx";
import { FileTable } from "./file-table.tsx";
import type { FileRow, FileTotals } from "./picked-files.ts";
import type { FilePicking } from "./use-picked-files.tsx";

/** Paths named in the alert; more than that nobody reads. */
const NAMED = 5;

/** Where files are dropped, what was picked, and what could not be read. */
export function FilesSection({
  picking,
  rows,
  totals,
  problem,
}: {
  readonly picking: FilePicking;
  readonly rows: readonly FileRow[];
  readonly totals: FileTotals;
  readonly problem: string | undefined;
}) {
  return (
    <Container header={<Header variant="h2">Files and folders</Header>}>
      <SpaceBetween size="m">
        <FileDrop onFiles={picking.choose} onDrop={picking.drop} invalid={problem !== undefined} />
        {problem === undefined ? null : (
          <div id="upload-files-problem">
            <StatusIndicator type="error" wrapText>
              {problem}
            </StatusIndicator>
          </div>
        )}
        {picking.reading ? <StatusIndicator type="loading">{`Reading folders: ${plural(rows.length, "file")} so far`}</StatusIndicator> : null}
        <Unreadable paths={picking.unreadable} />
        {rows.length === 0 ? null : <FileTable rows={rows} totals={totals} onRemove={picking.remove} onClear={picking.clear} />}
        <LiveRegion hidden>{picking.reading || rows.length === 0 ? "" : `${plural(totals.good, "file")} to upload${totals.bad === 0 ? "" : `, ${totals.bad} cannot be uploaded`}`}</LiveRegion>
      </SpaceBetween>
    </Container>
  );
}

function Unreadable({ paths }: { readonly paths: readonly string[] }) {
  if (paths.length === 0) return null;
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "";
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header={`${plural(paths.length, "file or folder", "files or folders")} could not be read and will not be uploaded`}>
      {`${paths.slice(0, NAMED).map(visibleText).join(", ")}${more}. They may have been moved, or the browser may not read them.`}
    </Alert>
  );
}
