import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { ApiCall } from "./api-call.ts";

/** `tlsDetails` of a request that came under TLS; nothing for plain HTTP (aws-facts 6.3 row "others"). The cipher is not known here. */
export function tlsDetailsOf({ headers, origin }: Pick<RequestContext, "headers" | "origin">): Pick<ApiCall, "tlsDetails"> {
  if (!origin.secureTransport) return {};
  const host = headers.get("host");
  return {
    tlsDetails: {
      ...(origin.tlsVersion === undefined ? {} : { tlsVersion: `TLSv${origin.tlsVersion}` }),
      ...(host === null ? {} : { clientProvidedHostHeader: host }),
    },
  };
}
