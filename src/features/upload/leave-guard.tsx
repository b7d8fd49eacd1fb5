import { useBlocker } from "@tanstack/react-router";
import { signInPath } from "#domain/console-path.ts";
import { ConfirmModal } from "#components/confirm-modal.tsx";

/**
 * Asks before the page is left with files chosen or fields filled in: a browser cannot choose the same files again by itself. Never
 * stands in the way of the sign-in page, where the end of a session leads. `isFilled` is asked at the moment of leaving.
 */
export function LeaveGuard({ isFilled }: { readonly isFilled: () => boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => isFilled() && next.pathname !== signInPath(),
    enableBeforeUnload: isFilled,
    withResolver: true,
  });
  return (
    <ConfirmModal
      visible={blocker.status === "blocked"}
      title="Leave without uploading?"
      confirmText="Leave"
      dismissText="Stay"
      onConfirm={() => blocker.proceed?.()}
      onDismiss={() => blocker.reset?.()}
    >
      Nothing has been uploaded yet. The files you chose and what you filled in will be gone.
    </ConfirmModal>
  );
}
