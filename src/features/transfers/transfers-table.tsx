import { useMemo, useState } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { uploadPath } from "#domain/console-path.ts";
import type { UploadJob } from "#domain/job.ts";
import { plural } from "#domain/format.ts";
import { useFollow } from "#components/console-link.tsx";
import { useSession } from "#session/session-context.tsx";
import { filterJobs, jobFilterOf, JOB_FILTERS, type JobFilter } from "./job-filter.ts";
import { jobColumns } from "./transfers-columns.tsx";

/** Rows in the page at a time, whatever the number of transfers. */
const PAGE_SIZE = 25;

/** The transfers, filtered and paged. */
export function TransfersTable({ jobs, onOpen }: { readonly jobs: readonly UploadJob[]; readonly onOpen: (job: UploadJob) => void }) {
  const { uploads } = useSession();
  const [filter, setFilter] = useState<JobFilter>("all");
  const [text, setText] = useState("");
  const [wanted, setWanted] = useState(1);
  const found = useMemo(() => filterJobs(jobs, filter, text), [jobs, filter, text]);
  const columns = useMemo(() => jobColumns({ onOpen, onCancel: ({ id }) => uploads.cancel(id), onRetry: ({ id }) => uploads.retry(id) }), [onOpen, uploads]);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  // Clearing ended transfers may leave the page that was open behind the end
  const page = Math.min(wanted, pages);
  const filtered = filter !== "all" || text !== "";
  const show = (change: () => void) => {
    change();
    setWanted(1);
  };
  return (
    <Table
      variant="container"
      items={found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)}
      columnDefinitions={columns}
      trackBy="id"
      ariaLabels={{ tableLabel: "Transfers" }}
      totalItemsCount={found.length}
      firstIndex={(page - 1) * PAGE_SIZE + 1}
      header={
        <Header variant="h2" counter={`(${jobs.length.toLocaleString("en-US")})`}>
          Uploads
        </Header>
      }
      filter={
        jobs.length === 0 ? undefined : (
          <SpaceBetween direction="horizontal" size="xs">
            <TextFilter
              filteringText={text}
              onChange={({ detail }) => show(() => setText(detail.filteringText))}
              filteringPlaceholder="Find by object name"
              filteringAriaLabel="Find transfers by object name"
              countText={filtered ? plural(found.length, "match", "matches") : ""}
            />
            <Select
              selectedOption={JOB_FILTERS.find(({ value }) => value === filter) ?? JOB_FILTERS[0]}
              options={JOB_FILTERS}
              onChange={({ detail }) => show(() => setFilter(jobFilterOf(detail.selectedOption.value)))}
              ariaLabel="Show transfers"
              selectedAriaLabel="Selected"
            />
          </SpaceBetween>
        )
      }
      pagination={
        pages === 1 ? undefined : (
          <Pagination
            currentPageIndex={page}
            pagesCount={pages}
            onChange={({ detail }) => setWanted(detail.currentPageIndex)}
            ariaLabels={{ nextPageLabel: "Next page of transfers", previousPageLabel: "Previous page of transfers", paginationLabel: "Pages of transfers", pageLabel: (number) => `Page ${number} of transfers` }}
          />
        )
      }
      empty={
        filtered ? (
          <NoMatch
            onClear={() =>
              show(() => {
                setText("");
                setFilter("all");
              })
            }
          />
        ) : (
          <NoTransfers />
        )
      }
    />
  );
}

function NoMatch({ onClear }: { readonly onClear: () => void }) {
  return (
    <SpaceBetween size="xs" alignItems="center">
      <Box>No transfer matches.</Box>
      <Button onClick={onClear}>Clear the filter</Button>
    </SpaceBetween>
  );
}

function NoTransfers() {
  const follow = useFollow();
  return (
    <SpaceBetween size="xs" alignItems="center">
      <Box>No transfers yet. Uploads of this session show here.</Box>
      <Button href={uploadPath()} onFollow={follow}>
        Upload files
      </Button>
    </SpaceBetween>
  );
}
