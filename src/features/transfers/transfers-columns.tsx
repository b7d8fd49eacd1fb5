import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { inspectorPath } from "#domain/console-path.ts";
import { explainFailure } from "#domain/failure-explanation.ts";
import { formatBytes } from "#domain/format.ts";
import { isEnded, type UploadJob } from "#domain/job.ts";
import { ConsoleLink } from "#components/console-link.tsx";
import { ResourceName } from "#components/resource-name.tsx";
import { visibleText } from "#components/visible-text.ts";
import { differenceText, isWorthRetrying, jobAdvice, jobPercent, jobStatus, jobText, progressText } from "./job-words.ts";

/** What can be done to a row. */
export interface JobActions {
  readonly onOpen: (job: UploadJob) => void;
  readonly onCancel: (job: UploadJob) => void;
  readonly onRetry: (job: UploadJob) => void;
}

/** Columns of the transfers table. */
export function jobColumns(actions: JobActions): TableProps.ColumnDefinition<UploadJob>[] {
  return [
    { id: "object", header: "Object", isRowHeader: true, minWidth: 140, cell: (job) => <ObjectCell job={job} /> },
    // Second, so that a narrow screen shows it without scrolling
    { id: "state", header: "State", minWidth: 180, cell: (job) => <JobState job={job} /> },
    { id: "size", header: "Size", minWidth: 90, cell: ({ request }) => formatBytes(request.size) },
    { id: "actions", header: "Actions", minWidth: 160, cell: (job) => <RowActions job={job} {...actions} /> },
  ];
}

function ObjectCell({ job }: { readonly job: UploadJob }) {
  const { bucket, key } = job.request.ref;
  return (
    <div>
      {job.state.kind === "done" ? (
        <ConsoleLink href={inspectorPath(job.state.receipt.ref)}>
          <ResourceName name={key} />
        </ConsoleLink>
      ) : (
        <ResourceName name={key} />
      )}
      <Box fontSize="body-s" color="text-body-secondary">
        {bucket}
      </Box>
    </div>
  );
}

/** What the job is doing, with its bar; or how it ended, with the reason where that was not as wished. */
export function JobState({ job }: { readonly job: UploadJob }) {
  const { state } = job;
  return (
    <SpaceBetween size="xxs">
      <StatusIndicator type={jobStatus(job)} wrapText>
        {jobText(job)}
      </StatusIndicator>
      {state.kind === "running" ? <ProgressBar variant="key-value" ariaLabel={`Progress of ${visibleText(job.request.ref.key)}`} value={jobPercent(job)} additionalInfo={progressText(job)} /> : null}
      {state.kind === "failed" ? <Box fontSize="body-s">{explainFailure(state.failure).why}</Box> : null}
      {jobAdvice(job) === undefined ? null : <Box fontSize="body-s">{jobAdvice(job)}</Box>}
      {state.kind === "done" && state.verdict.kind === "not-as-asked" ? (
        <Box fontSize="body-s">{state.verdict.differences.map(differenceText).join(". ")}</Box>
      ) : null}
      {state.kind === "done" && state.verdict.unverified.length > 0 ? (
        <Box fontSize="body-s" color="text-body-secondary">{`Not verified: ${state.verdict.unverified.join(", ")}`}</Box>
      ) : null}
    </SpaceBetween>
  );
}

function RowActions({ job, onOpen, onCancel, onRetry }: { readonly job: UploadJob } & JobActions) {
  const key = visibleText(job.request.ref.key);
  return (
    <SpaceBetween direction="horizontal" size="s">
      <Button variant="inline-link" ariaLabel={`Details of ${key}`} onClick={() => onOpen(job)}>
        Details
      </Button>
      {isEnded(job.state) ? null : (
        <Button variant="inline-link" ariaLabel={`Cancel ${key}`} onClick={() => onCancel(job)}>
          Cancel
        </Button>
      )}
      {isWorthRetrying(job) ? (
        <Button variant="inline-link" ariaLabel={`Retry ${key}`} onClick={() => onRetry(job)}>
          Retry
        </Button>
      ) : null}
    </SpaceBetween>
  );
}
