import { useEffect, useSyncExternalStore } from "react";
import { isEnded } from "#domain/job.ts";
import { useSession } from "#session/session-context.tsx";

/** How many transfers are still to go; one that an expired session stopped is not: leaving loses nothing more. A number, so that their progress does not render the shell again and again. */
export function useRunningTransfers(): number {
  const { uploads } = useSession();
  return useSyncExternalStore(uploads.subscribe, () => uploads.snapshot().reduce((running, job) => (isEnded(job.state) || job.state.kind === "paused" ? running : running + 1), 0));
}

/** Has the browser ask before the page is closed or reloaded, which would end what is being sent. */
export function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [active]);
}
