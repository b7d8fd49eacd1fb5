import { bucketsPath } from "#domain/console-path.ts";
import { ConsoleLink } from "#components/console-link.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { EmptyState } from "#components/resource-table.tsx";

/** An address that leads to no page. */
export function MissingPage() {
  return (
    <PageFrame title="No such page">
      <EmptyState title="This address leads to no page of the console" action={<ConsoleLink href={bucketsPath()}>Go to buckets</ConsoleLink>} />
    </PageFrame>
  );
}
