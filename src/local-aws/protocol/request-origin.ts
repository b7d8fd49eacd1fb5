import type { RequestOrigin } from "#local-aws/world.ts";
import type { ConnectionInfo } from "./request-context.ts";

/** Where calls in this process come from. */
const LOOPBACK_ADDRESS = "127.0.0.1";

/**
 * How a request came, as policies and the audit trail are told. An IPv4 address that Node writes as `::ffff:127.0.0.1` is told as IPv4.
 * @param receivedAt milliseconds since the epoch
 */
export function originOf(
  request: Request,
  info: ConnectionInfo,
  facts: Pick<RequestOrigin, "requestId" | "region" | "receivedAt"> & { readonly form: "header" | "query" | undefined },
): RequestOrigin {
  const { form, ...known } = facts;
  const referer = request.headers.get("referer");
  return {
    ...known,
    sourceIpAddress: info.remoteAddress?.replace(/^::ffff:/i, "") ?? LOOPBACK_ADDRESS,
    userAgent: request.headers.get("user-agent") ?? "",
    secureTransport: info.secure ?? request.url.startsWith("https:"),
    ...(info.tlsVersion === undefined ? {} : { tlsVersion: info.tlsVersion }),
    ...(referer === null ? {} : { referer }),
    ...(form === undefined ? {} : { authType: form === "header" ? "REST-HEADER" : "REST-QUERY-STRING" }),
  };
}
