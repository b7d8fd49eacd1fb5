import type { ReactNode } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { AwsFailure } from "#domain/failure.ts";
import { FailureAlert } from "./failure-alert.tsx";

/**
 * Asks before something that cannot be undone. Says in `title` what will happen ("Delete object?"), in `children` to what, and
 * names the deed on the button. Stays open while `busy`, and shows `failure` in place.
 */
export function ConfirmModal({
  visible,
  title,
  confirmText,
  dismissText = "Cancel",
  children,
  busy = false,
  failure,
  onConfirm,
  onDismiss,
}: {
  readonly visible: boolean;
  readonly title: string;
  readonly confirmText: string;
  /** Where "Cancel" would be mistaken for the deed itself. */
  readonly dismissText?: string;
  readonly children: ReactNode;
  readonly busy?: boolean;
  readonly failure?: AwsFailure | undefined;
  readonly onConfirm: () => void;
  readonly onDismiss: () => void;
}) {
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onDismiss} disabled={busy}>
          {dismissText}
        </Button>
        <Button variant="primary" onClick={onConfirm} loading={busy} loadingText={confirmText}>
          {confirmText}
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible={visible} header={title} closeAriaLabel="Close" onDismiss={busy ? undefined : onDismiss} footer={footer}>
      <SpaceBetween size="m">
        <div>{children}</div>
        {failure === undefined ? null : <FailureAlert failure={failure} />}
      </SpaceBetween>
    </Modal>
  );
}
