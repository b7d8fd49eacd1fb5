import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { partitionOf } from "#domain/credentials.ts";
import { objectArn, s3Uri, type ObjectRef } from "#domain/object.ts";
import { useCopy } from "#components/use-copy.tsx";
import type { Download } from "#components/use-download.tsx";
import { useSession } from "#session/session-context.tsx";

/** What can be done with the object. `readable`: HEAD answered, so there is something to download. */
export function InspectorActions({
  of: ref,
  readable,
  absent,
  download,
  refreshing,
  onRefresh,
  onDelete,
}: {
  readonly of: ObjectRef;
  readonly readable: boolean;
  /** S3 found nothing here, so there is nothing to delete either. */
  readonly absent: boolean;
  readonly download: Download;
  readonly refreshing: boolean;
  readonly onRefresh: () => void;
  readonly onDelete: () => void;
}) {
  const copy = useCopy();
  const { caller } = useSession();
  const copies: Readonly<Record<string, readonly [what: string, text: string]>> = {
    uri: ["S3 URI", s3Uri(ref)],
    arn: ["ARN", objectArn(ref, partitionOf(caller))],
    key: ["Key", ref.key],
    ...(ref.versionId === undefined ? {} : { version: ["Version ID", ref.versionId] as const }),
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button iconName="refresh" ariaLabel="Refresh" loading={refreshing} onClick={onRefresh} />
      <ButtonDropdown
        items={Object.entries(copies).map(([id, [what]]) => ({ id, text: `Copy ${what}` }))}
        onItemClick={({ detail }) => {
          const chosen = copies[detail.id];
          if (chosen !== undefined) copy(chosen[1], chosen[0]);
        }}
      >
        Copy
      </ButtonDropdown>
      <Button
        iconName="download"
        disabled={!readable}
        disabledReason="There is nothing here to download."
        loading={download.busy}
        loadingText="Checking that the object can be read"
        onClick={() => download.start(ref)}
      >
        Download
      </Button>
      <Button disabled={absent} disabledReason="There is nothing here to delete." onClick={onDelete}>{ref.versionId === undefined ? "Delete" : "Delete this version"}</Button>
    </SpaceBetween>
  );
}
