import type { CorsTarget } from "#local-aws/cors/cors.ts";
import type { Services } from "#local-aws/services.ts";
import { REGIONS, type Bucket } from "#local-aws/world.ts";
import { AwsError } from "./aws-error.ts";
import { readHost } from "./host.ts";
import type { ConnectionInfo } from "./request-context.ts";
import { readRequestTarget, type RequestTarget } from "./request-target.ts";
import { readS3Address, type S3Address } from "./s3-address.ts";
import { serviceOf, type ServiceName } from "./service-name.ts";

/** Where a request goes, known before anything is verified. */
export interface Location {
  readonly service: ServiceName;
  /** Host as the client sent it, port included. */
  readonly host: string;
  readonly target: RequestTarget;
  readonly address: S3Address;
  /** The bucket's row as the request found it. */
  readonly bucket: Bucket | undefined;
  /** Region of a regional endpoint's host name. */
  readonly hostRegion: string | undefined;
  /** Prefix domain of a user pool that the host names: managed login. */
  readonly userPoolDomain: string | undefined;
  readonly cors: CorsTarget;
  /** Set when the credential scope or `x-amz-target` names a service that is not served. */
  readonly unknownService: string | undefined;
}

const CLOSED_TO_BROWSERS: CorsTarget = { service: "s3", bucket: undefined, key: undefined, settings: { openCors: false } };

/** Finds service, bucket and key of a request. Throws 421 for a foreign host and 400 InvalidURI for a path that cannot be decoded. */
export function locate(services: Pick<Services, "metadata" | "settings">, request: Request, info: ConnectionInfo): Location {
  // undici and Node keep the Host header; other runtimes have it in the URL only.
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const meaning = readHost(host, services.settings.allowedHosts);
  const target = readRequestTarget(request, info);
  const preflightFor = request.method === "OPTIONS" ? preflightService(request.headers, target, meaning.bucket) : undefined;
  const found = preflightFor ?? serviceOf({ method: request.method, path: target.rawPath, headers: request.headers, parameters: target.parameters, hostService: meaning.service });
  const unknownService = typeof found === "string" ? undefined : found.unknown;
  // Every service that is not S3 speaks JSON by default, and answers browsers as KMS does.
  const service = typeof found === "string" ? found : "kms";
  const address = service === "s3" ? readS3Address(target.rawPath, meaning.bucket) : { bucket: undefined, key: undefined };
  const bucket = address.bucket === undefined ? undefined : services.metadata.get<Bucket>(["bucket", address.bucket]);
  // S3 Control answers browsers as S3 does above buckets on AWS, where nothing opens it (aws-facts 8.3 row 4).
  const cors = service === "s3-control" ? CLOSED_TO_BROWSERS : { service, bucket, key: address.key, settings: services.settings };
  return { service, host, target, address, bucket, hostRegion: meaning.region, userPoolDomain: meaning.userPoolDomain, cors, unknownService };
}

/**
 * A preflight carries no signature. S3 has no POST above buckets, so a preflight for one is of the services that have nothing else; which
 * of them does not matter, their answers are the same.
 */
function preflightService(headers: Headers, target: RequestTarget, hostBucket: string | undefined): ServiceName | undefined {
  const aboveBuckets = target.rawPath === "/" && hostBucket === undefined;
  return aboveBuckets && headers.get("access-control-request-method") === "POST" ? "kms" : undefined;
}

/**
 * The Region that a signature must be scoped to, when the scope's is no Region of this world or not the host's; undefined when
 * the scope's may stand. A known Region that is not the bucket's is S3's to redirect (aws-facts 1.9 row 34).
 */
export function expectedRegion(location: Location, scopeRegion: string): string | undefined {
  const known = REGIONS.some((region) => region === scopeRegion);
  if (known && (location.hostRegion === undefined || location.hostRegion === scopeRegion)) return undefined;
  return location.hostRegion ?? location.bucket?.region ?? REGIONS[0];
}

/** 501: a service that is not here must never look as if it had worked. */
export function unknownServiceError(service: string): AwsError {
  return new AwsError(501, "NotImplemented", `This local AWS serves S3, KMS, STS, CloudTrail and Cognito; the request is for '${service}'.`);
}
