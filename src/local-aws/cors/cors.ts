import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { ServiceName } from "#local-aws/protocol/service-name.ts";
import type { LocalAwsSettings } from "#local-aws/services.ts";
import type { Bucket } from "#local-aws/world.ts";
import { bucketCorsHeaders, openCorsHeaders, serviceCorsHeaders } from "./cors-headers.ts";
import { headerList, matchCorsRule } from "./cors-rule.ts";

/** What decides over CORS: whom the request is for, and the bucket's configuration as it was when the request came in. */
export interface CorsTarget {
  readonly service: ServiceName;
  /** Row `["bucket", name]`; undefined when the request names none, or one that does not exist. */
  readonly bucket: Bucket | undefined;
  readonly key: string | undefined;
  readonly settings: Pick<LocalAwsSettings, "openCors">;
}

const NOT_ALLOWED =
  "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

/**
 * Answers a preflight (OPTIONS), which needs no signature and no permission. S3 goes by the bucket's rules and throws S3's refusals
 * (aws-facts 8.1); KMS and STS allow every origin (8.3).
 */
export function answerPreflight(headers: Headers, target: CorsTarget): Response {
  const origin = headers.get("origin");
  const method = headers.get("access-control-request-method");
  const requestHeaders = headerList(headers.get("access-control-request-headers"));
  if (target.service !== "s3") return preflightResponse(serviceCorsHeaders(requestHeaders));
  if (origin === null) throw new AwsError(400, "BadRequest", "Insufficient information. Origin request header needed.");
  if (method === null) throw new AwsError(400, "BadRequest", "Invalid Access-Control-Request-Method: null");
  if (target.bucket === undefined) {
    if (target.settings.openCors) return preflightResponse(openCorsHeaders(requestHeaders));
    throw forbidden("CORSResponse: Bucket not found", method, "BUCKET");
  }
  if (target.bucket.cors === undefined) throw forbidden("CORSResponse: CORS is not enabled for this bucket.", method, "BUCKET");
  const request = { origin, method, headers: requestHeaders };
  const match = matchCorsRule(target.bucket.cors, request);
  if (match === undefined) throw forbidden(NOT_ALLOWED, method, target.key === undefined ? "BUCKET" : "OBJECT");
  return preflightResponse(bucketCorsHeaders(match, request));
}

/**
 * The CORS headers of an actual answer, an error's too. None when no rule matches: the operation happens all the same, and only the
 * browser hides its answer (aws-facts 8.1).
 */
export function actualCorsHeaders(method: string, headers: Headers, target: CorsTarget): Readonly<Record<string, string>> {
  const origin = headers.get("origin");
  if (origin === null) return {};
  if (target.service !== "s3") return serviceCorsHeaders([]);
  if (target.bucket === undefined) return target.settings.openCors ? openCorsHeaders([]) : {};
  const request = { origin, method, headers: [] };
  const match = matchCorsRule(target.bucket.cors ?? [], request);
  return match === undefined ? {} : bucketCorsHeaders(match, request);
}

function preflightResponse(headers: Record<string, string>): Response {
  return new Response(null, { status: 200, headers: { ...headers, "content-length": "0" } });
}

function forbidden(message: string, Method: string, ResourceType: "BUCKET" | "OBJECT"): AwsError {
  return new AwsError(403, "AccessForbidden", message, { details: { Method, ResourceType } });
}
