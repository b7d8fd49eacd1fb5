import type { EnvelopeServices } from "#local-aws/envelope/envelope-services.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation, S3Request } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { checkKeyLength } from "./object-attributes-request.ts";
import { checkExpectedOwner, checkRegion, requestBucket } from "./request-bucket.ts";
import { invalidArgument } from "./request-errors.ts";
import { createRoutes, type RouteName } from "./routes.ts";
import { recordS3Call } from "./s3-event.ts";
import { subresourcesOf } from "./subresources.ts";
import { writeHeaders } from "./write-headers.ts";

/** S3's front: takes what the handler has read and verified. Throws `AwsError` where S3 refuses. */
export interface S3 {
  handle(request: S3Request): Promise<Response>;
}

/** Operations that are asked before their bucket exists, or from any Region's endpoint. */
const WITHOUT_BUCKET: ReadonlySet<string> = new Set<RouteName>(["PUT bucket"]);
const FROM_ANY_REGION: ReadonlySet<string> = new Set<RouteName>(["GET bucket ?location"]);

/** S3 of the stand-in: finds the operation, holds the request against its bucket, and runs it. */
export function createS3(services: Services & EnvelopeServices): S3 {
  const routes: Readonly<Record<string, S3Operation>> = createRoutes(services);
  return {
    handle: async (request) => {
      const name = routeName(request);
      const operation = Object.hasOwn(routes, name) ? routes[name] : undefined;
      if (operation === undefined) throw notImplemented(request, name);
      return recordS3Call(services, name, request, async (observed) => {
        if (request.key !== undefined) checkKeyLength(request.key);
        if (request.bucket !== undefined && !WITHOUT_BUCKET.has(name)) checkBucket(services, request, name);
        return operation(observed);
      });
    },
  };
}

/** `METHOD resource ?subresource`, with what tells two operations on one resource apart. */
export function routeName(request: Pick<S3Request, "method" | "headers" | "query" | "bucket" | "key">): string {
  const { method, query } = request;
  const resource = request.bucket === undefined ? "service" : request.key === undefined ? "bucket" : "object";
  const subresources = subresourcesOf(query);
  const isWrite = resource === "object" && method === "PUT";
  if (isWrite && query.has("partNumber") !== query.has("uploadId")) {
    throw invalidArgument("This operation needs both partNumber and uploadId, or neither.", {
      ArgumentName: query.has("partNumber") ? "uploadId" : "partNumber",
      ArgumentValue: "null",
    });
  }
  if (resource === "bucket" && method === "GET" && query.get("list-type") === "2") subresources.push("list-type=2");
  const suffix = subresources.length === 0 ? "" : ` ?${subresources.join("&")}`;
  const copy = isWrite && writeHeaders(request)("x-amz-copy-source") !== undefined ? " copy" : "";
  return `${method} ${resource}${suffix}${copy}`;
}

/** The checks of aws-facts 1.9 that come before any operation's own. */
function checkBucket(services: Pick<Services, "metadata">, request: S3Request, name: string): void {
  const bucket = requestBucket(services.metadata, request);
  if (!FROM_ANY_REGION.has(name)) checkRegion(bucket, request.region);
  checkExpectedOwner(bucket, { get: (header) => writeHeaders(request)(header) ?? null });
}

/**
 * What this stand-in does not have is refused loudly and never taken for something else: 405 for a method that S3 has not either,
 * 501 for the rest.
 */
function notImplemented(request: S3Request, name: string): AwsError {
  const plain = subresourcesOf(request.query).length === 0;
  if (plain && !(request.method === "POST" && request.key === undefined && request.bucket !== undefined)) {
    return new AwsError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", {
      details: { Method: request.method, ResourceType: request.bucket === undefined ? "SERVICE" : request.key === undefined ? "BUCKET" : "OBJECT" },
    });
  }
  return new AwsError(501, "NotImplemented", `Keyseal's local AWS does not implement ${name}.`);
}
