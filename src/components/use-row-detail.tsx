import { useQuery, useQueryClient, type QueryClient, type UseQueryResult } from "@tanstack/react-query";
import type { AwsError } from "#domain/failure.ts";
import type { ObjectDetail, ObjectRef } from "#domain/object.ts";
import { objectDetail } from "#queries/objects.ts";
import { createLanes, type Lanes } from "./lanes.ts";

/** HEAD requests at a time for tables: a browser gives one host six connections, and more only wait (stack.md section 4). */
const HEADS_AT_ONCE = 6;

/** The lanes of each session, gone with its query client. */
const lanesOfSessions = new WeakMap<QueryClient, Lanes>();

/**
 * HEAD of an object for a row of a table: the same cached answer as the inspector's, but waiting for a lane, so that a long table
 * cannot crowd out what a person asked for.
 */
export function useRowDetail(ref: ObjectRef): UseQueryResult<ObjectDetail, AwsError> {
  const queryClient = useQueryClient();
  const { queryFn, ...options } = objectDetail(ref);
  return useQuery({
    ...options,
    queryFn: (context) => {
      if (typeof queryFn !== "function") throw new TypeError("objectDetail came without its query function");
      return lanesOf(queryClient).run(async () => queryFn(context), context.signal);
    },
  });
}

function lanesOf(queryClient: QueryClient): Lanes {
  const known = lanesOfSessions.get(queryClient);
  if (known !== undefined) return known;
  const lanes = createLanes(HEADS_AT_ONCE);
  lanesOfSessions.set(queryClient, lanes);
  return lanes;
}
