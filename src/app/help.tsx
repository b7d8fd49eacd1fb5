import { lazy, Suspense, type ComponentType } from "react";
import { useLocation } from "@tanstack/react-router";
import { PageLoading } from "./page-loading.tsx";

/** Help of each page, by the end of its path. It comes with the first look at it. */
const HELP: Readonly<Record<string, ComponentType>> = {
  buckets: lazy(async () => ({ default: (await import("#features/buckets/buckets-help.tsx")).BucketsHelp })),
  objects: lazy(async () => ({ default: (await import("#features/objects/objects-help.tsx")).ObjectsHelp })),
  object: lazy(async () => ({ default: (await import("#features/inspector/inspector-help.tsx")).InspectorHelp })),
  upload: lazy(async () => {
    const { uploadHelp } = await import("#features/upload/upload-help.tsx");
    return { default: () => uploadHelp };
  }),
  transfers: lazy(async () => {
    const { transfersHelp } = await import("#features/transfers/transfers-help.tsx");
    return { default: () => transfersHelp };
  }),
};

/** Help for the page that is shown. */
export function HelpFor() {
  const page = useLocation({ select: ({ pathname }) => pathname.split("/").at(-1) ?? "" });
  const Help = HELP[page] ?? HELP["buckets"];
  return Help === undefined ? null : (
    <Suspense fallback={<PageLoading />}>
      <Help />
    </Suspense>
  );
}
