import type { ReactNode } from "react";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { render, type RenderResult } from "@testing-library/react";
import type { Aws } from "#aws/aws.ts";
import type { Endpoints } from "#domain/config.ts";
import type { Caller } from "#domain/credentials.ts";
import { AwsError, type FailureOrigin } from "#domain/failure.ts";
import type { UploadJob } from "#domain/job.ts";
import type { UploadJobs, UploadOrder } from "#jobs/upload-jobs.ts";
import { createQueryClient } from "#queries/query-client.ts";
import { SessionStoreProvider } from "#session/session-context.tsx";
import type { Session } from "#session/session.ts";

/** Answers of AWS that a component test gives by hand. Anything else that is asked for is denied, as AWS would. */
export interface SignedInWorld {
  readonly aws?: Partial<Aws>;
  readonly jobs?: readonly UploadJob[];
  /** Where the session goes, and who signs: AWS and its admin where left out. */
  readonly endpoints?: Endpoints;
  readonly caller?: Caller;
  /** Path the router starts at, with its search. */
  readonly path?: string;
}

/** What a test looks at afterwards. */
export interface SignedIn extends RenderResult {
  /** Every batch that was started. */
  readonly started: readonly (readonly UploadOrder[])[];
  /** Path and search the page is at. */
  readonly path: () => string;
}

/** Renders a component for a person who is signed in to account 111122223333, us-east-1, with the answers of AWS given by hand. */
export async function renderSignedIn(ui: ReactNode, { aws = {}, jobs = [], path = "/", ...who }: SignedInWorld = {}): Promise<SignedIn> {
  const started: (readonly UploadOrder[])[] = [];
  const session = sessionOf({ ...deniedAws(), ...aws }, uploadsOf(jobs, started), who);
  const store = { config: session.config, current: () => session, subscribe: () => () => undefined, prepare: () => undefined, signIn: () => Promise.resolve(session), signOut: () => undefined };
  const rootRoute = createRootRoute({ component: () => ui });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory({ initialEntries: [path] }), defaultNotFoundComponent: () => ui });
  await router.load();
  const result = render(
    <SessionStoreProvider store={store}>
      <RouterProvider router={router} />
    </SessionStoreProvider>,
  );
  return Object.assign(result, { started, path: () => router.history.location.href });
}

/** A rejection as AWS's door gives it when a permission is missing. */
export function denied(operation: string, service = "S3"): Promise<never> {
  const origin: FailureOrigin = { service, operation, code: "AccessDenied", message: "Access Denied", httpStatus: 403, requestId: "TESTREQUEST" };
  return Promise.reject(new AwsError({ kind: "access-denied", ...origin }));
}

/** Calls that components make through queries. */
const CALLS = ["listBuckets", "getBucketRegion", "getBucketDefaultEncryption", "getBucketCors", "getBucketVersioning", "listKeys", "describeKey", "getKeyRotation", "headObject"] as const satisfies readonly (keyof Aws)[];

/** A door whose every call is denied. */
function deniedAws(): Aws {
  const calls = Object.fromEntries(CALLS.map((name) => [name, () => denied(name)]));
  return { ...calls, region: "us-east-1" } as unknown as Aws;
}

const ADMIN: Caller = { accountId: "111122223333", arn: "arn:aws:iam::111122223333:user/admin", userId: "AIDATEST" };

function sessionOf(aws: Aws, uploads: UploadJobs, { endpoints = { forcePathStyle: false }, caller = ADMIN }: Pick<SignedInWorld, "endpoints" | "caller">): Session {
  return {
    caller,
    region: "us-east-1",
    config: { region: "us-east-1", endpoints, buckets: [], demoPrincipals: [] },
    source: "demo",
    accessKeyId: "ASIATEST",
    expiresAt: undefined,
    queryClient: createQueryClient(aws),
    uploads,
    downloadUrl: () => denied("GetObject"),
    deleteObject: () => denied("DeleteObject"),
    changed: () => undefined,
    dispose: () => undefined,
  };
}

function uploadsOf(jobs: readonly UploadJob[], started: (readonly UploadOrder[])[]): UploadJobs {
  return {
    subscribe: () => () => undefined,
    snapshot: () => jobs,
    start: (orders) => String(started.push(orders)),
    cancel: () => undefined,
    cancelAll: () => undefined,
    retry: () => undefined,
    clearEnded: () => undefined,
    dispose: () => Promise.resolve(),
  };
}
