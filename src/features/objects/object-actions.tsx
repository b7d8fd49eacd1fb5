import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { partitionOfRegion } from "#domain/kms-key.ts";
import { inspectorPath, uploadPath } from "#domain/console-path.ts";
import { objectArn, s3Uri, type ObjectRef } from "#domain/object.ts";
import { useFollow, useGo } from "#components/console-link.tsx";
import { useCopy } from "#components/use-copy.tsx";
import type { Download } from "#components/use-download.tsx";
import { useSession } from "#session/session-context.tsx";
import type { Listing } from "./use-listing.tsx";
import { actionBarriers, copyText, type Row } from "./object-rows.ts";

/** What can be done in a folder and with the selected rows. A disabled button says why. */
export function ObjectActions({
  bucket,
  prefix,
  selected,
  listing,
  download,
  onDelete,
}: {
  readonly bucket: string;
  readonly prefix: string;
  readonly selected: readonly Row[];
  readonly listing: Listing;
  readonly download: Download;
  readonly onDelete: () => void;
}) {
  const go = useGo();
  const follow = useFollow();
  const copy = useCopy();
  const { region } = useSession();
  const barriers = actionBarriers(selected);
  const [only] = selected;
  const ref = only?.kind === "object" ? only.ref : undefined;
  const forms: Readonly<Record<string, readonly [what: string, form: (ref: ObjectRef) => string]>> = {
    uri: ["S3 URI", s3Uri],
    arn: ["ARN", (of) => objectArn(of, partitionOfRegion(region))],
    key: ["Key", (of) => of.key],
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button iconName="refresh" ariaLabel="Refresh objects" loading={listing.fetching} onClick={listing.refresh} />
      <ButtonDropdown
        disabled={barriers.copy !== undefined}
        disabledReason={barriers.copy}
        items={Object.entries(forms).map(([id, [what]]) => ({ id, text: `Copy ${what}` }))}
        onItemClick={({ detail }) => {
          const chosen = forms[detail.id];
          if (chosen !== undefined) copy(copyText(selected, bucket, chosen[1]), chosen[0]);
        }}
      >
        Copy
      </ButtonDropdown>
      <Button disabled={barriers.inspect !== undefined} disabledReason={barriers.inspect} onClick={() => ref !== undefined && go(inspectorPath(ref))}>
        Inspect
      </Button>
      <Button
        iconName="download"
        disabled={barriers.download !== undefined}
        disabledReason={barriers.download}
        loading={download.busy}
        loadingText="Checking that the object can be read"
        onClick={() => ref !== undefined && download.start(ref)}
      >
        Download
      </Button>
      <Button disabled={barriers.delete !== undefined} disabledReason={barriers.delete} onClick={onDelete}>
        Delete
      </Button>
      <Button variant="primary" iconName="upload" href={uploadPath({ bucket, prefix })} onFollow={follow}>
        Upload here
      </Button>
    </SpaceBetween>
  );
}
