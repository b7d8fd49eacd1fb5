import { useState } from "react";
import { useLocation } from "@tanstack/react-router";
import Button from "@cloudscape-design/components/button";
import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { callerName, isRootArn, maskAccessKeyId } from "#domain/credentials.ts";
import { useNow } from "#components/use-now.tsx";
import { useSession } from "#session/session-context.tsx";
import { sessionClock } from "./session-clock.ts";
import { useSignOut } from "./session-bar.tsx";

/**
 * What the shell itself has to say of the session: who signed in, on the first page only; and until dismissed, that it is the root
 * user, how it came about, and that it is about to end.
 */
export function useStandingNotices(): readonly FlashbarProps.MessageDefinition[] {
  const session = useSession();
  const here = useLocation({ select: (location) => location.href });
  const [arrival, setArrival] = useState<string | undefined>(here);
  // Once left, the first page is a page like any other.
  if (arrival !== undefined && arrival !== here) setArrival(undefined);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const clock = sessionClock(session.expiresAt, useNow());
  const signOut = useSignOut();
  const { caller } = session;

  const notices: FlashbarProps.MessageDefinition[] = [];
  if (clock !== undefined && clock.state !== "lasting") {
    notices.push({
      id: `session-${clock.state}`,
      type: clock.state === "ended" ? "error" : "warning",
      header: clock.state === "ended" ? "Your session has ended" : `Your session ends soon: ${clock.text}`,
      content: "Sign in again to go on from this page.",
      action: <Button onClick={() => signOut("renew")}>Sign in again</Button>,
    });
  }
  if (caller !== "unknown" && isRootArn(caller.arn)) {
    notices.push({
      id: "root",
      type: "warning",
      header: "You are signed in as the root user",
      content: "Its keys can do everything in the account and cannot be limited. Delete them, and use a role or an IAM user instead.",
    });
  }
  if (session.notice !== undefined) notices.push({ id: "how", type: "info", header: "About this session", content: session.notice });
  if (here === arrival) {
    notices.push(
      caller === "unknown"
        ? {
            id: "who",
            type: "info",
            header: "This server does not say who you are",
            content: `It has no STS GetCallerIdentity, so your credentials (access key ${maskAccessKeyId(session.accessKeyId)}) have not been checked. If they are wrong, requests to buckets will fail, perhaps without a reason that a browser may see.`,
          }
        : { id: "who", type: "success", header: `Signed in as ${callerName(caller.arn)}`, content: `${caller.arn} · account ${caller.accountId} · ${session.region}` },
    );
  }

  return notices
    .filter((notice) => notice.id === undefined || !dismissed.has(notice.id))
    .map((notice) => ({
      ...notice,
      dismissible: true,
      dismissLabel: "Dismiss",
      onDismiss: () => setDismissed((before) => new Set([...before, notice.id ?? ""])),
    }));
}
