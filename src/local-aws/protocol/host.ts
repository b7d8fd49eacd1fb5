import { AwsError } from "./aws-error.ts";
import { SERVICES, type ServiceName } from "./service-name.ts";

/** What a host name says of a request. */
export interface HostMeaning {
  /** Virtual-host style: the bucket in front of the endpoint's name. */
  readonly bucket?: string;
  /** A regional endpoint, such as `s3.eu-west-1.localhost`. */
  readonly region?: string;
  readonly service?: ServiceName;
  /** The prefix domain of a user pool: `DOMAIN` of `DOMAIN.auth.us-east-1.localhost`, where managed login is. */
  readonly userPoolDomain?: string;
}

/** The name of a `Host` value, lower case, without its port: `[::1]:4566` gives `[::1]`. */
function nameOf(host: string): string {
  return (/^(\[[^\]]*\]|[^:]*)/.exec(host)?.[1] ?? "").toLowerCase().replace(/\.$/, "");
}

/**
 * Reads the Host of a request against the names this stand-in answers to (`LocalAwsSettings.allowedHosts`). Below a `*.base` name the
 * labels in front are `[bucket.][service[.region]]`, or `domain.auth.region` for managed login. Any other host is refused with 421: a
 * web page elsewhere whose name was rebound to a loopback address still sends its own name.
 */
export function readHost(host: string, allowedHosts: readonly string[]): HostMeaning {
  const name = nameOf(host);
  if (allowedHosts.some((allowed) => allowed.toLowerCase() === name || `[${allowed}]` === name)) return {};
  const base = allowedHosts.find((allowed) => allowed.startsWith("*.") && name.endsWith(allowed.slice(1).toLowerCase()));
  if (base === undefined || name.length < base.length) {
    throw new AwsError(421, "MisdirectedRequest", "This local AWS does not answer to the host name that the request gives.");
  }
  return readLabels(name.slice(0, name.length - base.length + 1));
}

/** A user pool's prefix domain (1 to 63 of a-z, 0-9 and inner hyphens) and its Region. */
const AUTH_LABELS = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.auth\.([a-z]{2}-[a-z-]+-\d)(?=\.|$)/;

/** A `Host` value without the labels of a user pool's domain, port kept: `demo.auth.us-east-1.localhost:4566` gives `localhost:4566`. */
export function withoutUserPoolDomain(host: string): string {
  const [labels] = AUTH_LABELS.exec(host.toLowerCase()) ?? [""];
  return labels === "" ? host : host.slice(labels.length + 1);
}

function readLabels(labels: string): HostMeaning {
  const [whole, userPoolDomain, authRegion] = AUTH_LABELS.exec(labels) ?? [];
  if (whole === labels) return { service: "cognito-idp", region: authRegion, userPoolDomain };
  const match = new RegExp(`^(?:(.+)\\.)?(${SERVICES.join("|")})(?:[.-]([a-z]{2}-[a-z-]+-\\d))?$`).exec(labels);
  if (match === null) return { bucket: labels, service: "s3" };
  const [, bucket, serviceName, region] = match;
  const service = SERVICES.find((candidate) => candidate === serviceName);
  return { bucket: service === "s3" ? bucket : undefined, region, service };
}
