import type { RequestContext } from "#local-aws/protocol/request-context.ts";

/** The member of `ApiCall` for the host that a client named under TLS; nothing for plain HTTP (aws-facts 6.3 row "others"). */
export function tlsHostOf({ headers, origin }: Pick<RequestContext, "headers" | "origin">): { readonly tlsHost?: string } {
  const host = headers.get("host");
  return origin.secureTransport && host !== null ? { tlsHost: host } : {};
}
