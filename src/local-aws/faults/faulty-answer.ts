import { actualCorsHeaders } from "#local-aws/cors/cors.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { errorResponse, internalError } from "#local-aws/protocol/error-response.ts";
import type { Location } from "#local-aws/protocol/locate.ts";
import { idHeaders, newResponseIds } from "#local-aws/protocol/response-ids.ts";
import { protocolOf, type ServiceName } from "#local-aws/protocol/service-name.ts";
import { s3Refusal } from "#local-aws/protocol/sigv4/s3-refusal.ts";
import { jsonRefusal, queryRefusal } from "#local-aws/protocol/sigv4/service-refusal.ts";
import type { Services } from "#local-aws/services.ts";
import type { FaultEffect } from "./fault.ts";

/** Faults that are answers. */
export type FaultyAnswer = Extract<FaultEffect, { readonly kind: "internal-error" | "slow-down" | "throttle" | "disk-full" | "clock-skew" }>;

const REFUSALS = { "rest-xml": s3Refusal, json: jsonRefusal, query: queryRefusal } as const;
/** How wrong the client's clock is said to be. Milliseconds. */
const SKEW_MS = 3_600_000;

/** An answer as the service would give it: its form, its words, the ids, and the CORS headers without which a browser would hide it. */
export function faultyAnswer(services: Pick<Services, "clock" | "random">, effect: FaultyAnswer, request: Request, location: Location): Response {
  const { service, cors } = location;
  const ids = newResponseIds(services.random, service);
  const response = errorResponse(service, errorOf(effect, service, services.clock.now()), ids, request.method);
  const headers = { ...actualCorsHeaders(request.method, request.headers, cors), ...idHeaders(service, ids, services.clock) };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

function errorOf(effect: FaultyAnswer, service: ServiceName, now: number): AwsError {
  const isS3 = protocolOf(service) === "rest-xml";
  switch (effect.kind) {
    case "internal-error":
    case "disk-full":
      return internalError(service);
    case "slow-down": {
      const headers: Readonly<Record<string, string>> = effect.retryAfterSeconds === undefined ? {} : { "retry-after": String(effect.retryAfterSeconds) };
      return isS3 ? slowDown(headers) : new AwsError(503, "ServiceUnavailable", "The service is unavailable. Please try again.", { headers });
    }
    case "throttle":
      return isS3 ? slowDown() : throttled(service);
    case "clock-skew":
      return REFUSALS[protocolOf(service)]({ kind: "too-skewed", requestTime: now - SKEW_MS, serverTime: now });
  }
}

function slowDown(headers: Readonly<Record<string, string>> = {}): AwsError {
  return new AwsError(503, "SlowDown", "Please reduce your request rate.", { headers });
}

function throttled(service: ServiceName): AwsError {
  if (service === "sts") return new AwsError(400, "Throttling", "Rate exceeded");
  if (service === "kms") {
    return new AwsError(400, "ThrottlingException", "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.");
  }
  return service === "cognito-idp" || service === "cognito-identity"
    ? new AwsError(400, "TooManyRequestsException", "Too many requests")
    : new AwsError(400, "ThrottlingException", "Rate exceeded");
}
