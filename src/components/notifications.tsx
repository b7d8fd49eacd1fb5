import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";

/** Something worth telling that belongs to no field, form or panel: the outcome of an action that was let go. */
export interface Notice {
  readonly type: "success" | "warning" | "info" | "error";
  readonly header: string;
  readonly content?: ReactNode;
}

type Shown = Notice & { readonly id: string };

const NoticesContext = createContext<{ readonly notices: readonly Shown[]; readonly dismiss: (id: string) => void } | null>(null);
const NotifyContext = createContext<((notice: Notice) => void) | null>(null);

/** More than this many would push the page out of sight: the oldest goes. */
const MOST_NOTICES = 5;

/** Good news goes by itself after this long; what went wrong stays until it is dismissed. */
const GOOD_NEWS_MILLISECONDS = 10_000;

/** Holds the notices of one session; the shell shows them by `NoticeBar`. */
export function NotificationsProvider({ children }: { readonly children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Shown[]>([]);
  const dismiss = useCallback((id: string) => {
    setNotices((before) => before.filter((notice) => notice.id !== id));
  }, []);
  const notify = useCallback(
    (notice: Notice) => {
      const id = crypto.randomUUID();
      setNotices((before) => [{ ...notice, id }, ...before.filter(({ header }) => header !== notice.header)].slice(0, MOST_NOTICES));
      if (notice.type === "success") setTimeout(() => dismiss(id), GOOD_NEWS_MILLISECONDS);
    },
    [dismiss],
  );
  const shown = useMemo(() => ({ notices, dismiss }), [notices, dismiss]);
  return (
    <NotifyContext.Provider value={notify}>
      <NoticesContext.Provider value={shown}>{children}</NoticesContext.Provider>
    </NotifyContext.Provider>
  );
}

/** Tells a person what came of an action whose own place on the screen is gone. Throws outside `NotificationsProvider`. */
export function useNotify(): (notice: Notice) => void {
  const notify = useContext(NotifyContext);
  if (notify === null) throw new Error("useNotify was called outside NotificationsProvider");
  return notify;
}

/** The notices, newest first, after those the shell itself has to show. Screen readers hear each as it comes. */
export function NoticeBar({ standing }: { readonly standing: readonly FlashbarProps.MessageDefinition[] }) {
  const state = useContext(NoticesContext);
  const items = (state?.notices ?? []).map(
    (notice): FlashbarProps.MessageDefinition => ({
      id: notice.id,
      type: notice.type,
      header: notice.header,
      content: notice.content,
      dismissible: true,
      dismissLabel: `Dismiss: ${notice.header}`,
      ariaRole: notice.type === "error" ? "alert" : "status",
      onDismiss: () => state?.dismiss(notice.id),
    }),
  );
  return <Flashbar items={[...standing, ...items]} />;
}
