import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import type { BucketSummary } from "#domain/bucket.ts";
import { plural } from "#domain/format.ts";
import { listedBuckets } from "#queries/buckets.ts";
import { useNotify } from "#components/notifications.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { EmptyState, ResourceTable } from "#components/resource-table.tsx";
import { usePreferences } from "#session/preferences.ts";
import { useConsoleConfig } from "#session/session-context.tsx";
import { AddBucketModal } from "./add-bucket-modal.tsx";
import { bucketColumns } from "./bucket-columns.tsx";
import { bucketRows, isRemovable } from "./bucket-rows.ts";
import { ListingNote } from "./listing-note.tsx";

const PAGE_SIZE = 25;

/** All buckets this console knows of: configured, added by name, and listed by S3 where the endpoint answers browsers. */
export function BucketsPage() {
  const config = useConsoleConfig();
  const [preferences, change] = usePreferences();
  const listed = useQuery(listedBuckets());
  const notify = useNotify();
  const [adding, setAdding] = useState(false);

  const rows = bucketRows({ config: config.buckets, saved: preferences.savedBuckets, listed: listed.data ?? [] });
  const remove = ({ name }: BucketSummary) => {
    change({ savedBuckets: preferences.savedBuckets.filter((bucket) => bucket.name !== name) });
    notify({ type: "info", header: `${name} is off your list`, content: "The bucket itself is untouched." });
  };
  const addButton = <Button onClick={() => setAdding(true)}>Add a bucket by name</Button>;
  const { items, actions, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(rows, {
    filtering: {
      filteringFunction: (bucket, text) => bucket.name.includes(text.trim().toLowerCase()),
    },
    pagination: { pageSize: PAGE_SIZE },
  });
  const empty =
    rows.length > 0 ? (
      <EmptyState title="No bucket matches" action={<Button onClick={() => actions.setFiltering("")}>Clear filter</Button>}>
        Only names are searched.
      </EmptyState>
    ) : (
      <EmptyState title="No buckets yet" action={addButton}>
        {listed.isError ? "S3 did not list your buckets to this page. Add the ones you work with by name." : "This account has no buckets that you may list."}
      </EmptyState>
    );

  return (
    <PageFrame title="Buckets">
      <ResourceTable
        {...collectionProps}
        what="Buckets"
        rowLabel={(bucket) => bucket.name}
        trackBy="name"
        items={items}
        empty={empty}
        totalItemsCount={rows.length}
        loading={listed.isPending && rows.length === 0}
        columnDefinitions={bucketColumns({ removable: rows.some(isRemovable), onRemove: remove })}
        header={
          <Header
            variant="h2"
            counter={listed.isPending ? undefined : `(${rows.length})`}
            description={<ListingNote listed={listed} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh buckets" loading={listed.isFetching} onClick={() => void listed.refetch()} />
                {addButton}
              </SpaceBetween>
            }
          >
            Buckets you can work with
          </Header>
        }
        filter={
          <TextFilter {...filterProps} filteringPlaceholder="Find buckets by name" filteringAriaLabel="Find buckets by name" countText={plural(filteredItemsCount ?? 0, "match", "matches")} />
        }
        pagination={rows.length > PAGE_SIZE ? <Pagination {...paginationProps} /> : undefined}
      />
      {adding ? (
        <AddBucketModal
          existing={rows.map((bucket) => bucket.name)}
          onDismiss={() => setAdding(false)}
          onAdd={(bucket) => {
            change({ savedBuckets: [...preferences.savedBuckets, bucket] });
            setAdding(false);
          }}
        />
      ) : null}
    </PageFrame>
  );
}
