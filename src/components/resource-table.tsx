import type { ReactNode } from "react";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";

/** Rows that stand in for what is being loaded. */
const SKELETON_ROWS = 5;

/**
 * Cloudscape's table as every list of this console uses it: keyboard navigation, skeleton rows while loading, and labels that say
 * what the rows are. `rowLabel` names a row for people who do not see it.
 */
export function ResourceTable<T>({
  what,
  rowLabel,
  ...table
}: Omit<TableProps<T>, "ariaLabels" | "enableKeyboardNavigation" | "skeleton" | "loadingText" | "renderAriaLive"> & {
  /** The rows' name in the plural, e.g. `Buckets`. */
  readonly what: string;
  readonly rowLabel: (row: T) => string;
}) {
  return (
    <Table<T>
      enableKeyboardNavigation
      wrapLines
      skeleton={{ totalRows: SKELETON_ROWS }}
      loadingText={`Loading ${what.toLowerCase()}`}
      renderAriaLive={({ totalItemsCount, visibleItemsCount }) => `${what}: ${totalItemsCount ?? visibleItemsCount} shown`}
      ariaLabels={{
        tableLabel: what,
        selectionGroupLabel: `Select ${what.toLowerCase()}`,
        allItemsSelectionLabel: () => `Select all ${what.toLowerCase()} on this page`,
        itemSelectionLabel: (_, row) => rowLabel(row),
      }}
      {...table}
    />
  );
}

/** What a list shows when it has no rows: that it is so, and the next step. */
export function EmptyState({ title, children, action }: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) {
  return (
    <Box textAlign="center" margin={{ vertical: "l" }} color="inherit">
      <SpaceBetween size="m">
        <div>
          <Box variant="strong" color="inherit">
            {title}
          </Box>
          {children === undefined ? null : (
            <Box variant="p" color="inherit">
              {children}
            </Box>
          )}
        </div>
        {action}
      </SpaceBetween>
    </Box>
  );
}
