import { readCredential } from "./sigv4/signature-parameters.ts";

/** The services that the one endpoint serves. */
export const SERVICES = ["s3", "kms", "sts"] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What tells the service that a request is for. */
export interface ServiceHints {
  readonly headers: Headers;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Service named by the host, such as `kms.us-east-1.localhost`. */
  readonly hostService: ServiceName | undefined;
}

/**
 * The service that a request is for: by its credential scope, else its host, else its `x-amz-target`, else S3. A scope that names a
 * service which is not served gives that name, for the refusal.
 */
export function serviceOf(hints: ServiceHints): ServiceName | { readonly unknown: string } {
  const scoped = scopedService(hints);
  if (scoped !== undefined) return SERVICES.find((service) => service === scoped) ?? { unknown: scoped };
  if (hints.hostService !== undefined) return hints.hostService;
  const target = hints.headers.get("x-amz-target");
  if (target === null) return "s3";
  return target.startsWith("TrentService.") ? "kms" : { unknown: target.split(".", 1)[0] ?? target };
}

function scopedService({ headers, parameters }: ServiceHints): string | undefined {
  const inHeader = /Credential=([^,\s]+)/.exec(headers.get("authorization") ?? "")?.[1];
  const credential = inHeader ?? parameters.find(([name]) => name === "X-Amz-Credential")?.[1];
  return credential === undefined ? undefined : readCredential(credential)?.scope.service;
}
