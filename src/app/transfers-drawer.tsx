import { lazy, Suspense } from "react";
import Drawer from "@cloudscape-design/components/drawer";
import { PageLoading } from "./page-loading.tsx";

const TransfersPanel = lazy(async () => ({ default: (await import("#features/transfers/transfers-panel.tsx")).TransfersPanel }));

/** The transfers beside any page. */
export function TransfersDrawer() {
  return (
    <Drawer header={<h2>Transfers</h2>}>
      <Suspense fallback={<PageLoading />}>
        <TransfersPanel />
      </Suspense>
    </Drawer>
  );
}
