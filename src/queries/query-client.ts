import { QueryClient } from "@tanstack/react-query";
import type { Aws } from "#aws/aws.ts";
import { failureOf, isRetryable } from "#domain/failure.ts";

/** One repetition on top of the SDK's own three attempts. */
const RETRIES = 1;

/** Whether a failed query is worth asking again. What CORS hides stays hidden, and one error in the browser's log is enough. */
function isWorthAskingAgain(count: number, error: unknown): boolean {
  const failure = failureOf(error);
  return count < RETRIES && isRetryable(failure) && failure.kind !== "network-or-cors";
}

/** The server state of one session: a new sign-in is a new client, so nothing leaks between accounts. */
export function createQueryClient(aws: Aws): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        meta: { aws },
        retry: isWorthAskingAgain,
        // Each refetch is a request somebody pays for and a line in somebody's CloudTrail: only a write or a person causes one
        refetchOnWindowFocus: false,
        // Against the local stand-in the console works without a network
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}
