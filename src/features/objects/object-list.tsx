import { useState, type ReactNode } from "react";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import Toggle from "@cloudscape-design/components/toggle";
import { objectsPath, uploadPath } from "#domain/console-path.ts";
import { plural } from "#domain/format.ts";
import type { ObjectRef } from "#domain/object.ts";
import { useFollow, useGo } from "#components/console-link.tsx";
import { DeleteObjectsModal } from "#components/delete-objects-modal.tsx";
import { FailureAlert } from "#components/failure-alert.tsx";
import { EmptyState, ResourceTable } from "#components/resource-table.tsx";
import { useDownload } from "#components/use-download.tsx";
import { visibleText } from "#components/visible-text.ts";
import { ListingFailure } from "./listing-failure.tsx";
import { ObjectActions } from "./object-actions.tsx";
import { objectColumns } from "./object-columns.tsx";
import { filterRows, rowLabel, type Row } from "./object-rows.ts";
import { useListing } from "./use-listing.tsx";

/** Rows on the screen at once: S3 gives a thousand a page, which is more than a browser lays out quickly. */
const PAGE_SIZE = 100;

/** One folder's table, with its filter, pages, selection and actions. */
export function ObjectList({ bucket, prefix, versions }: { readonly bucket: string; readonly prefix: string; readonly versions: boolean }) {
  const go = useGo();
  const follow = useFollow();
  const listing = useListing(bucket, prefix, versions);
  const download = useDownload();
  const [filter, setFilter] = useState("");
  const [pageIndex, setPageIndex] = useState(1);
  const [encryption, setEncryption] = useState(false);
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const [deleting, setDeleting] = useState<readonly ObjectRef[]>();

  if (listing.failure !== undefined && listing.rows.length === 0) {
    return <ListingFailure bucket={bucket} prefix={prefix} failure={listing.failure} onRetry={listing.refresh} />;
  }

  const matching = filterRows(listing.rows, filter);
  const pages = Math.max(1, Math.ceil(matching.length / PAGE_SIZE));
  const page = Math.min(pageIndex, pages);
  const selected = listing.rows.filter((row) => selectedIds.has(row.id));
  const goToPage = async (wanted: number) => {
    if (wanted > pages) await listing.loadMore();
    setPageIndex(wanted);
  };

  return (
    <SpaceBetween size="l">
      {download.refused === undefined ? null : (
        <FailureAlert
          failure={download.refused.failure}
          header={`“${visibleText(download.refused.ref.key)}” cannot be downloaded`}
          onRetry={() => download.refused !== undefined && download.start(download.refused.ref)}
        />
      )}
      {listing.failure === undefined ? null : <FailureAlert failure={listing.failure} header="No more objects could be loaded" onRetry={() => void listing.loadMore()} />}
      <ResourceTable<Row>
        what={versions ? "Object versions" : "Objects"}
        rowLabel={rowLabel}
        trackBy="id"
        items={matching.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)}
        totalItemsCount={matching.length}
        firstIndex={(page - 1) * PAGE_SIZE + 1}
        loading={listing.pending}
        columnDefinitions={objectColumns({ bucket, versions, encryption })}
        selectionType="multi"
        selectedItems={selected}
        onSelectionChange={({ detail }) => setSelectedIds(new Set(detail.selectedItems.map((row) => row.id)))}
        empty={<Nothing filter={filter} prefix={prefix} onClear={() => setFilter("")} upload={<Button href={uploadPath({ bucket, prefix })} onFollow={follow}>Upload here</Button>} />}
        header={
          <Header
            variant="h2"
            counter={listing.pending ? undefined : counter(selected.length, listing.rows.length, listing.hasMore)}
            actions={
              <ObjectActions
                bucket={bucket}
                prefix={prefix}
                selected={selected}
                listing={listing}
                download={download}
                onDelete={() => setDeleting(selected.flatMap((row) => (row.kind === "object" ? [row.ref] : [])))}
              />
            }
          >
            {versions ? "Object versions" : "Objects"}
          </Header>
        }
        filter={
          <SpaceBetween size="s">
            <TextFilter
              filteringText={filter}
              filteringPlaceholder="Find loaded objects by name"
              filteringAriaLabel="Find loaded objects by name"
              countText={`${plural(matching.length, "match", "matches")}${listing.hasMore ? " among those loaded so far" : ""}`}
              onChange={({ detail }) => {
                setFilter(detail.filteringText);
                setPageIndex(1);
              }}
            />
            <SpaceBetween direction="horizontal" size="l">
              <Toggle checked={versions} onChange={({ detail }) => {
                  setPageIndex(1);
                  go(objectsPath(bucket, prefix, { versions: detail.checked }), { replace: true });
                }}>
                Show versions
              </Toggle>
              <Toggle checked={encryption} onChange={({ detail }) => setEncryption(detail.checked)}>
                Show encryption
              </Toggle>
            </SpaceBetween>
          </SpaceBetween>
        }
        pagination={
          pages > 1 || listing.hasMore ? (
            <Pagination
              currentPageIndex={page}
              pagesCount={pages}
              openEnd={listing.hasMore}
              disabled={listing.pending}
              onChange={({ detail }) => void goToPage(detail.currentPageIndex)}
              onNextPageClick={({ detail }) => {
                if (!detail.requestedPageAvailable) void goToPage(detail.requestedPageIndex);
              }}
            />
          ) : undefined
        }
        footer={listing.hasMore ? <LoadMore listing={listing} /> : undefined}
      />
      {encryption ? <Alert statusIconAriaLabel="Info">Listings say nothing of encryption: it is asked for object by object, for the rows you see.</Alert> : null}
      {deleting === undefined ? null : (
        <DeleteObjectsModal
          bucket={bucket}
          refs={deleting}
          onDismiss={() => setDeleting(undefined)}
          onDone={() => {
            setDeleting(undefined);
            setSelectedIds(new Set());
          }}
        />
      )}
    </SpaceBetween>
  );
}

function LoadMore({ listing }: { readonly listing: ReturnType<typeof useListing> }) {
  return (
    <Button loading={listing.fetching} loadingText="Loading more objects" onClick={() => void listing.loadMore()}>
      Load more
    </Button>
  );
}

function Nothing({ filter, prefix, upload, onClear }: { readonly filter: string; readonly prefix: string; readonly upload: ReactNode; readonly onClear: () => void }) {
  if (filter !== "") {
    return (
      <EmptyState title="No loaded object matches" action={<Button onClick={onClear}>Clear filter</Button>}>
        The filter looks at the names that are loaded.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={prefix === "" ? "The bucket has no objects" : "This folder has no objects"} action={upload}>
      {prefix === "" ? "Upload files to it, under the KMS key you choose." : "S3 keeps no empty folders: this one will appear with its first object."}
    </EmptyState>
  );
}

function counter(selected: number, loaded: number, more: boolean): string {
  const total = `${loaded.toLocaleString("en-US")}${more ? "+" : ""}`;
  return selected > 0 ? `(${selected}/${total})` : `(${total})`;
}
