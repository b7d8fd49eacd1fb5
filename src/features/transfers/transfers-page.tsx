import { useMemo, useState } from "react";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { uploadPath } from "#domain/console-path.ts";
import { batchTotals, isEnded, type BatchTotals, type UploadJob } from "#domain/job.ts";
import { receiptCsv, receiptJson } from "#domain/receipt.ts";
import { useSession, useUploadJobs } from "#session/session-context.tsx";
import { ConfirmModal } from "#components/confirm-modal.tsx";
import { useFollow } from "#components/console-link.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { JobDetails } from "./job-details.tsx";
import { saveText } from "./save-text.ts";
import { TransfersSummary } from "./transfers-summary.tsx";
import { TransfersTable } from "./transfers-table.tsx";

/** All uploads of the session: what each is doing, how it ended, and the evidence of it. */
export function TransfersPage() {
  const jobs = useUploadJobs();
  const totals = useMemo(() => batchTotals(jobs), [jobs]);
  const [openId, setOpenId] = useState<string>();
  const open = useMemo(() => jobs.find(({ id }) => id === openId), [jobs, openId]);
  return (
    <PageFrame title="Transfers" description="Uploads of this session. They go on while you work elsewhere in the console, and end when you sign out." actions={<Actions jobs={jobs} totals={totals} />}>
      <SpaceBetween size="l">
        {jobs.length === 0 ? null : <TransfersSummary totals={totals} />}
        <TransfersTable jobs={jobs} onOpen={({ id }) => setOpenId(id)} />
        {open === undefined ? null : <JobDetails job={open} onDismiss={() => setOpenId(undefined)} />}
      </SpaceBetween>
    </PageFrame>
  );
}

function Actions({ jobs, totals }: { readonly jobs: readonly UploadJob[]; readonly totals: BatchTotals }) {
  const { uploads } = useSession();
  const follow = useFollow();
  const [asking, setAsking] = useState(false);
  const active = totals.queued + totals.running + totals.paused;
  const ended = totals.count - active;
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={() => setAsking(true)} disabled={active === 0} disabledReason="Nothing is in progress.">
          Cancel all
        </Button>
        <Button onClick={() => uploads.clearEnded()} disabled={ended === 0} disabledReason="No transfer has ended yet.">
          Clear ended
        </Button>
        <ReceiptMenu jobs={jobs} disabled={ended === 0} />
        <Button variant="primary" href={uploadPath()} onFollow={follow}>
          Upload
        </Button>
      </SpaceBetween>
      {asking ? (
        <ConfirmModal
          visible
          title="Cancel all uploads?"
          confirmText="Cancel all uploads"
          dismissText="Go on uploading"
          onConfirm={() => {
            uploads.cancelAll();
            setAsking(false);
          }}
          onDismiss={() => setAsking(false)}
        >
          {`${active.toLocaleString("en-US")} in progress or queued will stop. Parts already sent are removed; objects already stored stay. You can retry cancelled uploads.`}
        </ConfirmModal>
      ) : null}
    </>
  );
}

function ReceiptMenu({ jobs, disabled }: { readonly jobs: readonly UploadJob[]; readonly disabled: boolean }) {
  const save = (kind: string) => {
    const ended = jobs.filter(({ state }) => isEnded(state));
    if (kind === "csv") saveText("keyseal-receipt.csv", "text/csv", receiptCsv(ended));
    else saveText("keyseal-receipt.json", "application/json", receiptJson(ended));
  };
  return (
    <ButtonDropdown
      disabled={disabled}
      disabledReason="A receipt is of transfers that have ended."
      items={[
        { id: "json", text: "As JSON" },
        { id: "csv", text: "As CSV" },
      ]}
      onItemClick={({ detail }) => save(detail.id)}
    >
      Download receipt
    </ButtonDropdown>
  );
}
