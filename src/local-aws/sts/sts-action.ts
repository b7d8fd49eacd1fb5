import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Caller } from "#local-aws/world.ts";

/** Who asks STS for something, and where. */
export type StsContext = Pick<RequestContext, "caller" | "origin">;

/** One action of STS: its parameters in, the members of its `<…Result>` out. Throws `AwsError`. */
export type StsAction = (parameters: URLSearchParams, context: StsContext) => Promise<XmlMembers>;

/** The caller of an action that has to be signed. @throws AwsError 403 `MissingAuthenticationToken` */
export function signedCaller({ caller }: StsContext): Caller {
  if (caller === undefined) throw new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
  return caller;
}
