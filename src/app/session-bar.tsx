import { useState } from "react";
import { useRouter } from "@tanstack/react-router";
import type { TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { signInPath } from "#domain/console-path.ts";
import { plural } from "#domain/format.ts";
import { ConfirmModal } from "#components/confirm-modal.tsx";
import { useCopy } from "#components/use-copy.tsx";
import { useNow } from "#components/use-now.tsx";
import { useSession, useSessionStore } from "#session/session-context.tsx";
import { identityWords } from "./identity-words.ts";
import { sessionClock } from "./session-clock.ts";
import { TopBar } from "./top-bar.tsx";
import { useRunningTransfers } from "./use-running-transfers.tsx";

/** The bar of a signed-in person: transfers, theme, time left, and who they are where. */
export function SessionBar({ onTransfers }: { readonly onTransfers: () => void }) {
  const session = useSession();
  const copy = useCopy();
  const running = useRunningTransfers();
  const clock = sessionClock(session.expiresAt, useNow());
  const signOut = useSignOut();
  const [asking, setAsking] = useState<"sign-out" | "renew">();
  const { caller } = session;
  const leave = (how: "sign-out" | "renew") => (running > 0 ? setAsking(how) : signOut(how));

  const utilities: TopNavigationProps.Utility[] = [
    {
      type: "button",
      iconName: "upload",
      text: running === 0 ? "Transfers" : `${plural(running, "transfer")} in progress`,
      badge: running > 0,
      ariaLabel: running === 0 ? "Transfers" : `Transfers: ${running} in progress`,
      onClick: onTransfers,
    },
    ...(clock === undefined
      ? []
      : [
          {
            type: "menu-dropdown" as const,
            iconName: clock.state === "lasting" ? ("status-pending" as const) : ("status-warning" as const),
            text: clock.text,
            title: `Session: ${clock.text}`,
            items: [{ id: "renew", text: "Sign in again" }],
            onItemClick: () => leave("renew"),
          },
        ]),
    {
      type: "menu-dropdown",
      iconName: "user-profile",
      ...identityWords(session),
      items: [
        ...(caller === "unknown"
          ? []
          : [
              { id: "arn", text: "Copy principal ARN" },
              { id: "account", text: "Copy account ID" },
            ]),
        { id: "sign-out", text: "Sign out" },
      ],
      onItemClick: ({ detail }) => {
        if (detail.id === "sign-out") leave("sign-out");
        else if (caller === "unknown") return;
        else if (detail.id === "arn") copy(caller.arn, "Principal ARN");
        else copy(caller.accountId, "Account ID");
      },
    },
  ];
  return (
    <TopBar utilities={utilities}>
      <ConfirmModal
        visible={asking !== undefined}
        title={`Cancel ${plural(running, "transfer")}?`}
        confirmText={asking === "renew" ? "Cancel them and sign in again" : "Cancel them and sign out"}
        onConfirm={() => signOut(asking ?? "sign-out")}
        onDismiss={() => setAsking(undefined)}
      >
        Files are still being sent. They are signed by this session, so they end with it; what S3 has in full already stays.
      </ConfirmModal>
    </TopBar>
  );
}

/** Ends the session: for good, or to come back to the same page under new credentials. */
export function useSignOut(): (how: "sign-out" | "renew") => void {
  const store = useSessionStore();
  const router = useRouter();
  return (how) => {
    const here = router.history.location.href;
    store.signOut();
    if (how === "renew") router.history.push(signInPath(here));
    else router.history.replace(signInPath());
  };
}
