import { withoutUserPoolDomain } from "#local-aws/protocol/host.ts";

/**
 * Where a pool's tokens say they are from, and where its discovery document is: on AWS `https://cognito-idp.REGION.amazonaws.com/POOLID`,
 * here the endpoint's own origin, as OpenID Connect discovery requires that the issuer be where its document was found. Requests to the
 * host of a pool's domain count as the endpoint's.
 * @param host `Host` of the request, port included; it was checked against the names of the stand-in
 */
export function issuerOf(userPoolId: string, host: string | undefined, isSecure: boolean): string {
  return `${endpointOrigin(host, isSecure)}/${userPoolId}`;
}

/** Scheme and host of the plain endpoint that a request came to. */
export function endpointOrigin(host: string | undefined, isSecure: boolean): string {
  return `${isSecure ? "https" : "http"}://${withoutUserPoolDomain(host ?? "localhost")}`;
}
