import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Alert from "@cloudscape-design/components/alert";
import { encryptionHeaders } from "#domain/encryption.ts";
import { formatBytes, formatDateTime, formatDuration } from "#domain/format.ts";
import type { UploadJob, UploadReceipt } from "#domain/job.ts";
import type { SealVerdict } from "#domain/seal-verdict.ts";
import { s3Uri } from "#domain/object.ts";
import { EncryptionSummary } from "#components/encryption-summary.tsx";
import { FailureAlert } from "#components/failure-alert.tsx";
import { HeadersPreview } from "#components/headers-preview.tsx";
import { ResourceName } from "#components/resource-name.tsx";
import { useSession } from "#session/session-context.tsx";
import { differenceText, isWorthRetrying, verdictText } from "./job-words.ts";
import { JobState } from "./transfers-columns.tsx";

/** Everything about one transfer: what was asked, what S3 answered, and how the two compare. */
export function JobDetails({ job, onDismiss }: { readonly job: UploadJob; readonly onDismiss: () => void }) {
  return (
    <Modal
      visible
      onDismiss={onDismiss}
      size="large"
      closeAriaLabel="Close details"
      header={<ResourceName name={job.request.ref.key} />}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onDismiss}>
            Close
          </Button>
        </Box>
      }
    >
      <Content job={job} />
    </Modal>
  );
}

function Content({ job }: { readonly job: UploadJob }) {
  const { uploads } = useSession();
  const { request, state } = job;
  return (
    <SpaceBetween size="l">
      <Outcome job={job} onRetry={() => uploads.retry(job.id)} />
      {state.kind === "done" ? <EncryptionSummary encryption={state.receipt.encryption} /> : null}
      <KeyValuePairs
        columns={2}
        items={[
          { label: "Object", value: <ResourceName name={s3Uri(request.ref)} /> },
          { label: "Size", value: request.size < 1024 ? formatBytes(request.size) : `${formatBytes(request.size)} (${request.size.toLocaleString("en-US")} bytes)` },
          { label: "Content type", value: request.contentType },
          { label: "Queued", value: formatDateTime(job.queuedAt) },
          ...(state.kind === "done" ? receiptItems(state.receipt) : []),
        ]}
      />
      <ExpandableSection variant="inline" headerText="Encryption headers sent">
        <HeadersPreview headers={encryptionHeaders(request.settings)} label="Encryption headers sent" empty="None: the bucket's default encryption was asked for." />
      </ExpandableSection>
    </SpaceBetween>
  );
}

function Outcome({ job, onRetry }: { readonly job: UploadJob; readonly onRetry: () => void }) {
  const { state } = job;
  if (state.kind === "failed") return <FailureAlert failure={state.failure} type={state.failure.kind === "precondition" ? "warning" : "error"} onRetry={isWorthRetrying(job) ? onRetry : undefined} />;
  if (state.kind === "done") return <Verdict verdict={state.verdict} />;
  return <JobState job={job} />;
}

function Verdict({ verdict }: { readonly verdict: SealVerdict }) {
  const sealed = verdict.kind === "sealed-as-asked";
  return (
    <Alert type={sealed ? "success" : "warning"} statusIconAriaLabel={sealed ? "Success" : "Warning"} header={verdictText(verdict)}>
      {sealed ? "S3's own answers match the request." : null}
      {verdict.kind === "not-verified" ? "What S3 let this page read matches the request, but not everything could be read." : null}
      {verdict.kind === "not-as-asked" ? (
        <ul>
          {verdict.differences.map((difference) => (
            <li key={difference.field}>{differenceText(difference)}</li>
          ))}
        </ul>
      ) : null}
      {verdict.unverified.length === 0 ? null : <div>{`Could not be verified: ${verdict.unverified.join(", ")}.`}</div>}
      {verdict.notes?.map((note) => (
        <div key={note}>{note}</div>
      ))}
    </Alert>
  );
}

function receiptItems(receipt: UploadReceipt) {
  const seconds = (receipt.finishedAt - receipt.startedAt) / 1000;
  const optional: readonly (readonly [string, string | undefined])[] = [
    ["Version ID", receipt.ref.versionId],
    ["ETag", receipt.etag],
    ["Checksum", receipt.checksum === undefined ? undefined : `${receipt.checksum.algorithm} ${receipt.checksum.value}`],
    ["Request ID", receipt.requestId],
  ];
  return [
    { label: "Finished", value: `${formatDateTime(receipt.finishedAt)}, after ${formatDuration(seconds)}` },
    ...optional.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }])),
  ];
}
