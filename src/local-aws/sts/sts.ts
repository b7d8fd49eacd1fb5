import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import { buildXml } from "#local-aws/protocol/xml.ts";
import type { TokenVerifier } from "#local-aws/iam/web-identity.ts";
import type { Services } from "#local-aws/services.ts";
import { assumeRole } from "./assume-role.ts";
import { assumeRoleWithWebIdentity } from "./assume-role-with-web-identity.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { getFederationToken } from "./get-federation-token.ts";
import { getSessionToken } from "./get-session-token.ts";
import type { StsAction } from "./sts-action.ts";
import { recordStsCall } from "./sts-event.ts";

/** AWS STS: its query protocol, in which parameters come as a form and answers are XML. */
export interface Sts {
  /** Answers `POST /` (or GET) with `Action=…&Version=2011-06-15` (aws-facts 4.1). Throws `AwsError`. */
  handle(context: RequestContext): Promise<Response>;
}

const STS_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
const VERSION = "2011-06-15";
const MAX_BODY_BYTES = 65_536;

/** Makes the STS of the stand-in. `tokens` knows the OpenID providers of this world. */
export function createSts(services: Pick<Services, "clock" | "random" | "metadata" | "trail">, tokens: TokenVerifier): Sts {
  const actions: ReadonlyMap<string, StsAction> = new Map([
    ["AssumeRole", assumeRole(services)],
    ["AssumeRoleWithWebIdentity", assumeRoleWithWebIdentity(services, tokens)],
    ["GetCallerIdentity", getCallerIdentity()],
    ["GetFederationToken", getFederationToken(services)],
    ["GetSessionToken", getSessionToken(services)],
  ]);
  return {
    async handle(context) {
      const parameters = await readParameters(context);
      const name = parameters.get("Action") ?? "";
      const version = parameters.get("Version") ?? "";
      const action = version === VERSION ? actions.get(name) : undefined;
      // AWS's own words, which are as loud as can be.
      if (action === undefined) throw new AwsError(400, "InvalidAction", `Could not find operation ${name} for version ${version}`);
      const result = await recordStsCall(services, context, { action: name, parameters }, () => action(parameters, context));
      const members = { [`${name}Result`]: result, ResponseMetadata: { RequestId: context.requestId } };
      return new Response(buildXml(`${name}Response`, members, STS_NAMESPACE), { status: 200, headers: { "content-type": "text/xml" } });
    },
  };
}

async function readParameters({ body, method, query }: RequestContext): Promise<URLSearchParams> {
  if (method === "GET") return query;
  try {
    return new URLSearchParams(await body.text(MAX_BODY_BYTES));
  } catch (error) {
    if (error instanceof RangeError) throw new AwsError(413, "RequestEntityTooLarge", "The request is too large.");
    throw error;
  }
}
