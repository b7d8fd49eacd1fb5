import { queryOptions } from "@tanstack/react-query";
import { awsOf } from "./aws-of.ts";
import { queryKeys } from "./query-keys.ts";

const MINUTE = 60_000;

/** All keys of a Region with their aliases: ids and names only. */
export function kmsKeys(region: string) {
  return queryOptions({
    queryKey: queryKeys.kmsKeys(region),
    queryFn: (context) => awsOf(context).listKeys(region, { signal: context.signal }),
    staleTime: 2 * MINUTE,
  });
}

/** One key by key id, key ARN, alias name or alias ARN. */
export function kmsKey(region: string, reference: string) {
  return queryOptions({
    queryKey: queryKeys.kmsKey(region, reference),
    queryFn: (context) => awsOf(context).describeKey(region, reference, { signal: context.signal }),
    staleTime: MINUTE / 2,
  });
}

/** Rotation of a key; `"not-permitted"` is an answer, not a failure. */
export function keyRotation(region: string, keyId: string) {
  return queryOptions({
    queryKey: queryKeys.keyRotation(region, keyId),
    queryFn: (context) => awsOf(context).getKeyRotation(region, keyId, { signal: context.signal }),
    staleTime: 2 * MINUTE,
  });
}
