import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { SseAlgorithm } from "#local-aws/world.ts";
import { invalidArgument } from "./request-errors.ts";

const REQUESTS = "Requests specifying Server Side Encryption with AWS KMS managed keys";

/** Loopback names: what is sent to them never leaves the machine, and browsers too count them as secure over plain HTTP. */
const LOOPBACK = /^(?:(?:[^:]*\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * What S3 requires of a request that ends up under KMS, by header or by the bucket's default: TLS and Signature Version 4. It is
 * checked before any policy (aws-facts 1.9, order). TLS is not asked for on the loopback interface, where this stand-in lives.
 * @throws AwsError 400 `InvalidArgument` (aws-facts 1.9 rows 16 and 17).
 */
export function requireSecurityForKms(request: Pick<S3Request, "secure" | "headers" | "caller">, algorithm: SseAlgorithm | undefined): void {
  if (algorithm === undefined || algorithm === "AES256") return;
  if (!request.secure && !LOOPBACK.test(request.headers.get("host") ?? "")) {
    throw invalidArgument(`${REQUESTS} must be made over a secure connection.`);
  }
  if (request.caller !== undefined) return;
  throw invalidArgument(`${REQUESTS} require AWS Signature Version 4.`, { ArgumentName: "Authorization", ArgumentValue: "null" });
}
