import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { failureOf, type AwsFailure } from "#domain/failure.ts";
import { plural } from "#domain/format.ts";
import type { ObjectRef } from "#domain/object.ts";
import { bucketVersioning } from "#queries/buckets.ts";
import { useSession } from "#session/session-context.tsx";
import { ConfirmModal } from "./confirm-modal.tsx";
import { deletionConsequence, namesVersions } from "./deletion-words.ts";
import { useNotify } from "./notifications.tsx";
import { ResourceName } from "./resource-name.tsx";

/** Names shown in full; a longer selection is counted. */
const NAMES_SHOWN = 8;

/**
 * Asks before objects or versions are deleted, says what versioning makes of it, deletes one after another, and stops at the first
 * failure, which it shows in place. `onDone`: at least one of them is gone.
 */
export function DeleteObjectsModal({
  bucket,
  refs,
  onDone,
  onDismiss,
}: {
  readonly bucket: string;
  readonly refs: readonly ObjectRef[];
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}) {
  const session = useSession();
  const notify = useNotify();
  const versioning = useQuery(bucketVersioning(bucket));
  const [deleted, setDeleted] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AwsFailure>();
  const noun = namesVersions(refs) ? "version" : "object";

  const run = async () => {
    setBusy(true);
    setFailure(undefined);
    let gone = deleted;
    try {
      for (const ref of refs.slice(deleted)) {
        // One after another on purpose: the first refusal stops the rest.
        await session.deleteObject(ref);
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
      title={refs.length === 1 ? `Delete ${noun}?` : `Delete ${plural(refs.length, noun)}?`}
      confirmText={failure === undefined ? "Delete" : "Try the rest again"}
      busy={busy}
      failure={failure}
      onConfirm={() => void run()}
      onDismiss={deleted > 0 ? onDone : onDismiss}
    >
      <SpaceBetween size="m">
        <Box>{versioning.isPending ? "Looking up the bucket's versioning …" : deletionConsequence(refs, versioning.data)}</Box>
        <ul>
          {refs.slice(0, NAMES_SHOWN).map((ref) => (
            <li key={`${ref.versionId ?? ""}/${ref.key}`}>
              <ResourceName name={ref.key} />
              {ref.versionId === undefined ? null : <Box color="text-body-secondary" fontSize="body-s">{`Version ${ref.versionId}`}</Box>}
            </li>
          ))}
          {refs.length > NAMES_SHOWN ? <li>{`and ${refs.length - NAMES_SHOWN} more`}</li> : null}
        </ul>
        {refs.length > 1 && (busy || deleted > 0) ? <ProgressBar value={(100 * deleted) / refs.length} label={`${deleted} of ${refs.length} deleted`} /> : null}
      </SpaceBetween>
    </ConfirmModal>
  );
}
