import { lazy } from "react";
import { createRootRouteWithContext, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { bucketsPath, objectsPath, safeNextPath, signInPath } from "#domain/console-path.ts";
import { NotificationsProvider } from "#components/notifications.tsx";
import { useOptionalSession } from "#session/session-context.tsx";
import type { SessionStore } from "#session/session-store.ts";
import { FailedPage } from "./failed-page.tsx";
import { MissingPage } from "./missing-page.tsx";
import { parseSearch, pick, stringifySearch } from "./search.ts";
import { Shell } from "./shell.tsx";
import { SignInShell } from "./sign-in-shell.tsx";

// Each page is a file of its own, fetched when it is first opened.
const SignInPage = lazy(async () => ({ default: (await import("#features/sign-in/sign-in-page.tsx")).SignInPage }));
const BucketsPage = lazy(async () => ({ default: (await import("#features/buckets/buckets-page.tsx")).BucketsPage }));
const ObjectsPage = lazy(async () => ({ default: (await import("#features/objects/objects-page.tsx")).ObjectsPage }));
const InspectorPage = lazy(async () => ({ default: (await import("#features/inspector/inspector-page.tsx")).InspectorPage }));
const UploadPage = lazy(async () => ({ default: (await import("#features/upload/upload-page.tsx")).UploadPage }));
const TransfersPage = lazy(async () => ({ default: (await import("#features/transfers/transfers-page.tsx")).TransfersPage }));

/** What routes may ask before they show anything. */
interface RouterContext {
  readonly store: SessionStore;
}

const rootRoute = createRootRouteWithContext<RouterContext>()();

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>) => pick(search, "next"),
  beforeLoad: ({ context, search }) => {
    if (context.store.current() !== undefined) redirect({ href: safeNextPath(search.next), replace: true, throw: true });
  },
  component: function SignInRoute() {
    const { next } = signInRoute.useSearch();
    return (
      <SignInShell>
        <SignInPage next={safeNextPath(next)} />
      </SignInShell>
    );
  },
});

/** The way in for every page but sign-in: whoever is not signed in goes there first, and comes back. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: ({ context, location }) => {
    if (context.store.current() === undefined) redirect({ href: signInPath(location.href), replace: true, throw: true });
  },
  component: function SignedInRoute() {
    const session = useOptionalSession();
    // Between the end of a session and the sign-in page nothing may ask for a session any more.
    if (session === undefined) return null;
    return (
      <NotificationsProvider key={session.accessKeyId}>
        <Shell />
      </NotificationsProvider>
    );
  },
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/",
  beforeLoad: () => {
    redirect({ href: bucketsPath(), replace: true, throw: true });
  },
});

const bucketsRoute = createRoute({ getParentRoute: () => signedInRoute, path: "/buckets", component: BucketsPage });

const bucketRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/buckets/$bucket",
  beforeLoad: ({ params }) => {
    redirect({ href: objectsPath(params.bucket), replace: true, throw: true });
  },
});

const objectsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/buckets/$bucket/objects",
  validateSearch: (search: Record<string, unknown>) => pick(search, "prefix", "versions"),
  component: function ObjectsRoute() {
    const { bucket } = objectsRoute.useParams();
    const { prefix = "", versions } = objectsRoute.useSearch();
    return <ObjectsPage bucket={bucket} prefix={prefix} versions={versions === "true"} />;
  },
});

const objectRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/buckets/$bucket/object",
  validateSearch: (search: Record<string, unknown>) => pick(search, "key", "versionId"),
  beforeLoad: ({ params, search }) => {
    // An address without a key names no object.
    if ((search.key ?? "") === "") redirect({ href: objectsPath(params.bucket), replace: true, throw: true });
  },
  component: function ObjectRoute() {
    const { bucket } = objectRoute.useParams();
    const { key = "", versionId } = objectRoute.useSearch();
    return <InspectorPage key={`${bucket}/${versionId ?? ""}/${key}`} bucket={bucket} objectKey={key} versionId={versionId} />;
  },
});

const uploadRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/upload",
  validateSearch: (search: Record<string, unknown>) => pick(search, "bucket", "prefix"),
  component: UploadPage,
});

const transfersRoute = createRoute({ getParentRoute: () => signedInRoute, path: "/transfers", component: TransfersPage });

const missingRoute = createRoute({ getParentRoute: () => signedInRoute, path: "$", component: MissingPage });

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([homeRoute, bucketsRoute, bucketRoute, objectsRoute, objectRoute, uploadRoute, transfersRoute, missingRoute]),
]);

/** The console's router: code-based routes, pages fetched when first opened, addresses as `domain/console-path.ts` writes them. */
export function createConsoleRouter(store: SessionStore) {
  return createRouter({
    routeTree,
    context: { store },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultErrorComponent: FailedPage,
    defaultNotFoundComponent: MissingPage,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
