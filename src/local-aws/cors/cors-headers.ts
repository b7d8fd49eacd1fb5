import type { CorsMatch, CorsRequest } from "./cors-rule.ts";

const VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/** The headers by which S3 tells a browser what a bucket's rule allows: on a preflight's answer and on the actual one. */
export function bucketCorsHeaders({ rule, anyOrigin }: CorsMatch, request: CorsRequest): Record<string, string> {
  return {
    "access-control-allow-origin": anyOrigin ? "*" : request.origin,
    ...(anyOrigin ? {} : { "access-control-allow-credentials": "true" }),
    "access-control-allow-methods": rule.allowedMethods.join(", "),
    ...(request.headers.length === 0 ? {} : { "access-control-allow-headers": request.headers.join(", ") }),
    ...(rule.exposeHeaders.length === 0 ? {} : { "access-control-expose-headers": rule.exposeHeaders.join(", ") }),
    ...(rule.maxAgeSeconds === undefined ? {} : { "access-control-max-age": String(rule.maxAgeSeconds) }),
    vary: VARY,
  };
}

const SERVICE_EXPOSED = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date";

/** KMS and STS answer every origin (aws-facts 8.3). `requestHeaders` is what a preflight asked for. */
export function serviceCorsHeaders(requestHeaders: readonly string[]): Record<string, string> {
  return {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "POST",
    ...(requestHeaders.length === 0 ? {} : { "access-control-allow-headers": requestHeaders.join(",") }),
    "access-control-expose-headers": SERVICE_EXPOSED,
    "access-control-max-age": "172800",
  };
}

/** With `settings.openCors`: calls above buckets answer every origin, as MinIO and Ceph do and AWS does not. */
export function openCorsHeaders(requestHeaders: readonly string[]): Record<string, string> {
  return {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, PUT, POST, DELETE, HEAD",
    ...(requestHeaders.length === 0 ? {} : { "access-control-allow-headers": requestHeaders.join(", ") }),
    "access-control-expose-headers": "ETag, x-amz-request-id, x-amz-id-2, x-amz-bucket-region, Location, Date",
    vary: VARY,
  };
}
