import { readCredential } from "./sigv4/signature-parameters.ts";

/** The services that the one endpoint serves, by their names in credential scopes, and how each speaks. */
const SERVICE_PROTOCOLS = {
  s3: { protocol: "rest-xml" },
  "s3-control": { protocol: "rest-xml" },
  kms: { protocol: "json", targetPrefix: "TrentService" },
  sts: { protocol: "query" },
  cloudtrail: { protocol: "json", targetPrefix: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101" },
  "cognito-identity": { protocol: "json", targetPrefix: "AWSCognitoIdentityService", unsigned: true },
  "cognito-idp": { protocol: "json", targetPrefix: "AWSCognitoIdentityProviderService", unsigned: true },
} as const satisfies Readonly<Record<string, ServiceProtocol>>;

interface ServiceProtocol {
  readonly protocol: "rest-xml" | "json" | "query";
  /** What stands before the operation in `X-Amz-Target`. */
  readonly targetPrefix?: string;
  /** Most operations are asked without a signature; each that needs one asks for it (aws-facts 4.2, 4.3). */
  readonly unsigned?: true;
}

export type ServiceName = keyof typeof SERVICE_PROTOCOLS;
export const SERVICES: readonly ServiceName[] = ["s3", "s3-control", "kms", "sts", "cloudtrail", "cognito-identity", "cognito-idp"];

/** How a service's requests and answers are written. */
export function protocolOf(service: ServiceName): ServiceProtocol["protocol"] {
  return SERVICE_PROTOCOLS[service].protocol;
}

/** Whether a service is asked without a signature as a rule. STS is for AssumeRoleWithWebIdentity only, and refuses the rest itself. */
export function mayBeUnsigned(service: ServiceName): boolean {
  return service === "sts" || "unsigned" in SERVICE_PROTOCOLS[service];
}

/** What tells the service that a request is for. */
export interface ServiceHints {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Service named by the host, such as `kms.us-east-1.localhost`. */
  readonly hostService: ServiceName | undefined;
}

/**
 * The operation that an `X-Amz-Target` names, when it is one of a JSON service's. CloudTrail's prefix comes whole (botocore) or as its last
 * piece (AWS's other SDKs).
 */
export function targetedOperation(service: ServiceName, target: string): string | undefined {
  const { targetPrefix }: ServiceProtocol = SERVICE_PROTOCOLS[service];
  const cut = target.lastIndexOf(".");
  const prefix = target.slice(0, Math.max(cut, 0));
  if (targetPrefix === undefined || prefix === "" || !(targetPrefix === prefix || targetPrefix.endsWith(`.${prefix}`))) return undefined;
  return target.slice(cut + 1);
}

/**
 * The service that a request is for: by its credential scope, else its host, else its `x-amz-target`, else by the form that an unsigned
 * call of STS posts to the root, else S3. A scope or target that names a service which is not served gives that name, for the refusal.
 */
export function serviceOf(hints: ServiceHints): ServiceName | { readonly unknown: string } {
  const scoped = scopedService(hints);
  if ((scoped === undefined || scoped === "s3") && isControlCall(hints)) return "s3-control";
  if (scoped !== undefined) return SERVICES.find((service) => service === scoped) ?? { unknown: scoped };
  if (hints.hostService !== undefined) return hints.hostService;
  const target = hints.headers.get("x-amz-target");
  if (target !== null) return targetedService(target) ?? { unknown: target.split(".", 1)[0] ?? target };
  return isQueryCall(hints) ? "sts" : "s3";
}

function targetedService(target: string): ServiceName | undefined {
  return SERVICES.find((service) => targetedOperation(service, target) !== undefined);
}

/**
 * S3 Control signs as S3 does. Its own host name tells it, or else its version in the path beside the account's header, which no operation of
 * S3 has; a preflight only announces that header.
 */
function isControlCall({ path, headers, hostService }: ServiceHints): boolean {
  if (hostService === "s3-control") return true;
  const announced = headers.get("access-control-request-headers") ?? "";
  return path.startsWith("/v20180820/") && (headers.has("x-amz-account-id") || /(?:^|[\s,])x-amz-account-id(?:$|[\s,])/i.test(announced));
}

/** S3 has nothing that is posted to the root. */
function isQueryCall({ method, path, headers }: ServiceHints): boolean {
  return method === "POST" && path === "/" && (headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded");
}

function scopedService({ headers, parameters }: ServiceHints): string | undefined {
  const inHeader = /Credential=([^,\s]+)/.exec(headers.get("authorization") ?? "")?.[1];
  const credential = inHeader ?? parameters.find(([name]) => name === "X-Amz-Credential")?.[1];
  return credential === undefined ? undefined : readCredential(credential)?.scope.service;
}
