import type { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Request } from "#local-aws/protocol/request-context.ts";
import type { LocalAwsSettings } from "#local-aws/services.ts";
import type { Bucket, Encryption } from "#local-aws/world.ts";
import { invalidArgument, invalidRequest } from "./request-errors.ts";

const REQUESTS = "Requests specifying Server Side Encryption with AWS KMS managed keys";

/** Loopback names: what is sent to them never leaves the machine, and browsers too count them as secure over plain HTTP. */
const LOOPBACK = /^(?:(?:[^:]*\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * What S3 requires of a request that ends up under KMS, by header or by the bucket's default: TLS and Signature Version 4. It is
 * checked before any policy (aws-facts 1.9, order). TLS is not asked for on the loopback interface, where this stand-in lives, unless
 * `settings.requireTls` says so.
 * @throws AwsError 400 `InvalidArgument` (aws-facts 1.9 rows 16 and 17).
 */
export function requireSecurityForKms(
  settings: Pick<LocalAwsSettings, "requireTls">,
  request: Pick<S3Request, "secure" | "headers" | "caller">,
  algorithm: Encryption["algorithm"] | undefined,
): void {
  if (!isKms(algorithm)) return;
  if (!isSecure(settings, request)) throw invalidArgument(`${REQUESTS} must be made over a secure connection.`);
  if (request.caller === undefined) throw signatureVersion4Required();
}

/**
 * Refuses a customer's own key that came over an open line, as S3 does; over the loopback interface it may, as for KMS.
 * @throws AwsError 400 `InvalidRequest`; which code S3 gives is inferred.
 */
export function requireSecurityForCustomerKey(settings: Pick<LocalAwsSettings, "requireTls">, request: Pick<S3Request, "secure" | "headers">): void {
  if (isSecure(settings, request)) return;
  throw invalidRequest("Requests specifying Server Side Encryption with Customer provided keys must be made over a secure connection.");
}

function isSecure(settings: Pick<LocalAwsSettings, "requireTls">, { secure, headers }: Pick<S3Request, "secure" | "headers">): boolean {
  return secure || (!settings.requireTls && LOOPBACK.test(headers.get("host") ?? ""));
}

/**
 * Refuses a form that is signed by Signature Version 2 and would end up under KMS; what else such a signature is told is the front's
 * to say.
 * @param requested value of the field `x-amz-server-side-encryption`
 */
export function refuseOldSignatureForKms(requested: string | undefined, bucket: Pick<Bucket, "encryption">): void {
  if (isKms(requested ?? bucket.encryption?.algorithm)) throw signatureVersion4Required();
}

/** 400 for a request on an object under KMS that is signed by Signature Version 2, or not at all (aws-facts 1.9 row 16). */
export function signatureVersion4Required(): AwsError {
  return invalidArgument(`${REQUESTS} require AWS Signature Version 4.`, { ArgumentName: "Authorization", ArgumentValue: "null" });
}

/** Whether a value of `x-amz-server-side-encryption` means KMS. */
export function isKms(algorithm: string | undefined): boolean {
  return algorithm === "aws:kms" || algorithm === "aws:kms:dsse";
}
