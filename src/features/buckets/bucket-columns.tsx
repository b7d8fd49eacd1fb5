import type { ReactNode } from "react";
import Button from "@cloudscape-design/components/button";
import type { TableProps } from "@cloudscape-design/components/table";
import type { BucketSummary } from "#domain/bucket.ts";
import { objectsPath } from "#domain/console-path.ts";
import { ConsoleLink } from "#components/console-link.tsx";
import { WhenVisible } from "#components/when-visible.tsx";
import { BucketKeyCell, CorsCell, DefaultEncryptionCell, DefaultKeyCell, RegionCell } from "./bucket-cells.tsx";
import { isRemovable } from "./bucket-rows.ts";

/** Columns of the bucket list. All but the name are asked for row by row, once a row is seen. */
export function bucketColumns({
  removable,
  onRemove,
}: {
  /** Whether any bucket on the list can be taken off it. */
  readonly removable: boolean;
  readonly onRemove: (bucket: BucketSummary) => void;
}): readonly TableProps.ColumnDefinition<BucketSummary>[] {
  return [
    { id: "name", header: "Name", isRowHeader: true, minWidth: 180, cell: (bucket) => <ConsoleLink href={objectsPath(bucket.name)}>{bucket.name}</ConsoleLink> },
    lazy("region", "Region", (bucket) => <RegionCell bucket={bucket} />),
    lazy("encryption", "Default encryption", (bucket) => <DefaultEncryptionCell bucket={bucket} />),
    lazy("key", "KMS key", (bucket) => <DefaultKeyCell bucket={bucket} />),
    lazy("bucket-key", "Bucket Key", (bucket) => <BucketKeyCell bucket={bucket} />),
    lazy("cors", "CORS", (bucket) => <CorsCell bucket={bucket} />),
    ...(removable ? [{ id: "remove", header: "Actions", cell: (bucket: BucketSummary) => <RemoveCell bucket={bucket} onRemove={onRemove} /> }] : []),
  ];
}

function RemoveCell({ bucket, onRemove }: { readonly bucket: BucketSummary; readonly onRemove: (bucket: BucketSummary) => void }) {
  return isRemovable(bucket) ? <Button variant="inline-icon" iconName="close" ariaLabel={`Take ${bucket.name} off the list`} onClick={() => onRemove(bucket)} /> : null;
}

function lazy(id: string, header: string, cell: (bucket: BucketSummary) => ReactNode): TableProps.ColumnDefinition<BucketSummary> {
  return { id, header, minWidth: 150, cell: (bucket) => <WhenVisible>{cell(bucket)}</WhenVisible> };
}
