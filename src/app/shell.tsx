import { Suspense, useState, type ReactNode } from "react";
import { Outlet, useLocation } from "@tanstack/react-router";
import AppLayout, { type AppLayoutProps } from "@cloudscape-design/components/app-layout";
import Badge from "@cloudscape-design/components/badge";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import { bucketsPath, transfersPath, uploadPath } from "#domain/console-path.ts";
import { useFollow } from "#components/console-link.tsx";
import { NoticeBar } from "#components/notifications.tsx";
import { breadcrumbsOf } from "./breadcrumbs.ts";
import { HelpFor } from "./help.tsx";
import { PageLoading } from "./page-loading.tsx";
import { SessionBar } from "./session-bar.tsx";
import { useStandingNotices } from "./standing-notices.tsx";
import { TransfersDrawer } from "./transfers-drawer.tsx";
import { useLeaveWarning, useRunningTransfers } from "./use-running-transfers.tsx";

const LABELS: AppLayoutProps.Labels = {
  navigation: "Navigation",
  navigationToggle: "Open navigation",
  navigationClose: "Close navigation",
  notifications: "Notifications",
  drawers: "Help and transfers",
  drawersOverflow: "More panels",
  drawersOverflowWithBadge: "More panels, with news",
};

/** From this width on Cloudscape shows the navigation beside the page, not over it. */
const ROOM_FOR_NAVIGATION = "(min-width: 1000px)";

/** Everything around a page for a person who is signed in. */
export function Shell() {
  const [drawer, setDrawer] = useState<string | null>(null);
  const [navigationOpen, setNavigationOpen] = useState(() => window.matchMedia(ROOM_FOR_NAVIGATION).matches);
  const running = useRunningTransfers();
  useLeaveWarning(running > 0);
  const drawers: AppLayoutProps.Drawer[] = [
    {
      id: "help",
      content: <HelpFor />,
      trigger: { iconName: "status-info" },
      ariaLabels: { drawerName: "Help", closeButton: "Close help", triggerButton: "Open help" },
    },
    {
      id: "transfers",
      content: <TransfersDrawer />,
      trigger: { iconName: "upload" },
      badge: running > 0,
      resizable: true,
      defaultSize: 360,
      ariaLabels: {
        drawerName: "Transfers",
        closeButton: "Close transfers",
        triggerButton: running > 0 ? `Open transfers: ${running} in progress` : "Open transfers",
        resizeHandle: "Resize transfers",
      },
    },
  ];
  return (
    <>
      <SessionBar onTransfers={() => setDrawer("transfers")} />
      <AppLayout
        headerSelector="#top-navigation"
        ariaLabels={LABELS}
        navigation={<Navigation running={running} />}
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        breadcrumbs={<Breadcrumbs />}
        notifications={<Notices />}
        stickyNotifications
        drawers={drawers}
        activeDrawerId={drawer}
        onDrawerChange={({ detail }) => setDrawer(detail.activeDrawerId)}
        content={
          <Content>
            <Outlet />
          </Content>
        }
      />
    </>
  );
}

/** Where "Skip to content" leads, and what stands there until a page's program has come. */
export function Content({ children }: { readonly children: ReactNode }) {
  return (
    <div id="content" tabIndex={-1}>
      <Suspense fallback={<PageLoading />}>{children}</Suspense>
    </div>
  );
}

function Notices() {
  return <NoticeBar standing={useStandingNotices()} />;
}

function Navigation({ running }: { readonly running: number }) {
  const follow = useFollow();
  const section = useLocation({ select: ({ pathname }) => `/${pathname.split("/")[1] ?? ""}` });
  return (
    <SideNavigation
      header={{ text: "Keyseal", href: bucketsPath() }}
      activeHref={section}
      onFollow={follow}
      items={[
        { type: "link", text: "Buckets", href: bucketsPath() },
        { type: "link", text: "Upload", href: uploadPath() },
        {
          type: "link",
          text: "Transfers",
          href: transfersPath(),
          ...(running > 0 ? { info: <Badge color="blue">{`${running} in progress`}</Badge> } : {}),
        },
      ]}
    />
  );
}

function Breadcrumbs() {
  const follow = useFollow();
  const location = useLocation();
  const items = breadcrumbsOf(location.pathname, location.search);
  return items.length === 0 ? null : <BreadcrumbGroup ariaLabel="Breadcrumbs" items={[...items]} onFollow={follow} />;
}
