import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Services } from "#local-aws/services.ts";
import type { ApiCall } from "./api-call.ts";

/** What is known of a call before it runs. */
export type CallStart = Pick<ApiCall, "eventSource" | "eventName" | "readOnly" | "region" | "caller" | "from" | "tlsDetails">;

/** What is known once it ran, or failed; who called, where only the call itself finds that out. */
export type CallEnd = Pick<ApiCall, "requestParameters" | "responseElements" | "resources" | "additionalEventData"> & Partial<Pick<ApiCall, "caller">>;

/**
 * Runs a call and records how it went. Its time is when it began. What fails for a reason of the stand-in's own (no AwsError) is answered
 * as an internal error, and recorded as one.
 * @param describe told the result, or undefined when the call failed; then `responseElements` are left out
 */
export async function recordCall<T>(services: Pick<Services, "clock" | "trail">, start: CallStart, work: () => Promise<T>, describe: (result: T | undefined) => CallEnd): Promise<T> {
  const time = services.clock.now();
  try {
    const result = await work();
    services.trail.record({ ...start, time, ...describe(result) });
    return result;
  } catch (error) {
    services.trail.record({ ...start, time, ...describe(undefined), responseElements: null, error: errorOf(error) });
    throw error;
  }
}

/** CloudTrail writes a denial without "Exception", whichever service denied (aws-facts 6.3 row "failure"). */
function errorOf(error: unknown): NonNullable<ApiCall["error"]> {
  if (!(error instanceof AwsError)) return { code: "InternalFailure", message: "" };
  return { code: error.code === "AccessDeniedException" ? "AccessDenied" : error.code, message: error.message };
}
