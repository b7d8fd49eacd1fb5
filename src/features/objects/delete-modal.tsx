import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { failureOf, type AwsFailure } from "#domain/failure.ts";
import { plural } from "#domain/format.ts";
import { ConfirmModal } from "#components/confirm-modal.tsx";
import { useNotify } from "#components/notifications.tsx";
import { ResourceName } from "#components/resource-name.tsx";
import { bucketVersioning } from "#queries/buckets.ts";
import { useSession } from "#session/session-context.tsx";
import { deletionConsequence } from "./delete-words.ts";
import type { ObjectRow } from "./object-rows.ts";

/** Names shown in full; a longer selection is counted. */
const NAMES_SHOWN = 8;

/**
 * Asks before objects or versions are deleted, says what versioning makes of it, deletes one after another, and stops at the first
 * failure, which it shows in place. `onDone` tells how many are gone.
 */
export function DeleteModal({
  bucket,
  rows,
  onDone,
  onDismiss,
}: {
  readonly bucket: string;
  readonly rows: readonly ObjectRow[];
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}) {
  const session = useSession();
  const notify = useNotify();
  const versioning = useQuery(bucketVersioning(bucket));
  const [deleted, setDeleted] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AwsFailure>();
  const noun = rows.every((row) => row.version !== undefined) ? "version" : "object";

  const run = async () => {
    setBusy(true);
    setFailure(undefined);
    let gone = deleted;
    try {
      for (const row of rows.slice(deleted)) {
        // One after another on purpose: the first refusal stops the rest.
        // oxlint-disable-next-line no-await-in-loop
        await session.deleteObject(row.ref);
        gone += 1;
        setDeleted(gone);
      }
      notify({ type: "success", header: `${plural(gone, noun)} deleted` });
      onDone();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };

  return (
    <ConfirmModal
      visible
      title={rows.length === 1 ? `Delete ${noun}?` : `Delete ${plural(rows.length, noun)}?`}
      confirmText={failure === undefined ? "Delete" : "Try the rest again"}
      busy={busy}
      failure={failure}
      onConfirm={() => void run()}
      onDismiss={deleted > 0 ? onDone : onDismiss}
    >
      <SpaceBetween size="m">
        <Box>{versioning.isPending ? "Looking up the bucket's versioning …" : deletionConsequence(rows, versioning.data)}</Box>
        <ul>
          {rows.slice(0, NAMES_SHOWN).map((row) => (
            <li key={row.id}>
              <ResourceName name={row.ref.key} />
              {row.version === undefined ? null : <Box color="text-body-secondary" fontSize="body-s">{`Version ${row.ref.versionId ?? ""}`}</Box>}
            </li>
          ))}
          {rows.length > NAMES_SHOWN ? <li>{`and ${rows.length - NAMES_SHOWN} more`}</li> : null}
        </ul>
        {rows.length > 1 && (busy || deleted > 0) ? <ProgressBar value={(100 * deleted) / rows.length} label={`${deleted} of ${rows.length} deleted`} /> : null}
      </SpaceBetween>
    </ConfirmModal>
  );
}
