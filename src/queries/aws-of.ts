import type { QueryFunctionContext } from "@tanstack/react-query";
import type { Aws } from "#aws/aws.ts";
import type { AwsError } from "#domain/failure.ts";

declare module "@tanstack/react-query" {
  interface Register {
    /** Queries call AWS's door only, and nothing else leaves it. */
    defaultError: AwsError;
    queryMeta: { readonly aws?: Aws } & Record<string, unknown>;
  }
}

/**
 * The door of the session that a query runs in. It rides in the QueryClient's `meta`, so that options are plain functions, usable in
 * loaders, components and tests, and no query key carries credentials.
 */
export function awsOf(context: Pick<QueryFunctionContext, "meta">): Aws {
  const aws = context.meta?.aws;
  if (aws === undefined) throw new Error("This QueryClient was not made by createQueryClient");
  return aws;
}
