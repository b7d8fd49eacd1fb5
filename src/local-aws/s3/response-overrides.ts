import type { S3Request } from "#local-aws/protocol/request-context.ts";
import { invalidArgument, invalidRequest } from "./request-errors.ts";
import type { ResponseHeaders } from "./response-headers.ts";

const OVERRIDES = ["content-type", "content-language", "expires", "cache-control", "content-disposition", "content-encoding"];

/**
 * The `response-*` parameters of a GET or HEAD: headers to answer in place of the object's own.
 * @throws AwsError 400 `InvalidRequest` for an anonymous request, 400 `InvalidArgument` for a value that no header can carry.
 */
export function readResponseOverrides(request: Pick<S3Request, "query" | "caller">): ResponseHeaders {
  const overrides: Record<string, string> = {};
  for (const name of OVERRIDES) {
    const parameter = `response-${name}`;
    const value = request.query.get(parameter);
    if (value === null || value === "") continue;
    if (request.caller === undefined) throw invalidRequest("Request specific response headers cannot be used for anonymous GET requests.");
    // Control characters would end the header; S3 takes what ISO-8859-1 can show.
    if (!/^[\x20-\x7e\xa0-\xff]*$/.test(value)) {
      throw invalidArgument("Header value cannot be represented using ISO-8859-1.", { ArgumentName: parameter, ArgumentValue: value });
    }
    overrides[name] = value;
  }
  return overrides;
}
