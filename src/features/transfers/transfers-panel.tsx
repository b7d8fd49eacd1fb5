import { useMemo } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { transfersPath, uploadPath } from "#domain/console-path.ts";
import { batchTotals, isEnded, type UploadJob } from "#domain/job.ts";
import { baseName } from "#domain/object.ts";
import { plural } from "#domain/format.ts";
import { ConsoleLink } from "#components/console-link.tsx";
import { ResourceName } from "#components/resource-name.tsx";
import { visibleText } from "#components/visible-text.ts";
import { useSession, useUploadJobs } from "#session/session-context.tsx";
import { JobState } from "./transfers-columns.tsx";
import { TransfersSummary } from "./transfers-summary.tsx";
import { worthShowing } from "./worth-showing.ts";

/** Jobs in the drawer; the page shows them all. */
const SHOWN = 8;

/** Transfers in brief, for the shell's drawer: the sum, what runs or went wrong, and the way to the page. */
export function TransfersPanel() {
  const jobs = useUploadJobs();
  const { uploads } = useSession();
  const totals = useMemo(() => batchTotals(jobs), [jobs]);
  const shown = useMemo(() => worthShowing(jobs, SHOWN), [jobs]);
  if (jobs.length === 0) {
    return (
      <SpaceBetween size="s">
        <Box>No transfers yet.</Box>
        <ConsoleLink href={uploadPath()}>Upload files</ConsoleLink>
      </SpaceBetween>
    );
  }
  return (
    <SpaceBetween size="m">
      <TransfersSummary totals={totals} />
      <SpaceBetween size="s">
        {shown.map((job) => (
          <PanelRow key={job.id} job={job} onCancel={() => uploads.cancel(job.id)} />
        ))}
      </SpaceBetween>
      <ConsoleLink href={transfersPath()}>{jobs.length > shown.length ? `All ${plural(jobs.length, "transfer")}` : "Transfers and receipts"}</ConsoleLink>
    </SpaceBetween>
  );
}

function PanelRow({ job, onCancel }: { readonly job: UploadJob; readonly onCancel: () => void }) {
  const name = baseName(job.request.ref.key);
  return (
    <div>
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Box fontWeight="bold">
          <ResourceName name={name} />
        </Box>
        {isEnded(job.state) ? null : <Button variant="inline-icon" iconName="close" ariaLabel={`Cancel ${visibleText(name)}`} onClick={onCancel} />}
      </SpaceBetween>
      <JobState job={job} />
    </div>
  );
}
