import type { ApiCaller, JsonObject, TouchedResource } from "#local-aws/cloudtrail/api-call.ts";
import { longTime } from "#local-aws/cloudtrail/event-time.ts";
import { lowerCamel } from "#local-aws/cloudtrail/lower-camel.ts";
import { recordCall } from "#local-aws/cloudtrail/record-call.ts";
import { tlsDetailsOf } from "#local-aws/cloudtrail/tls-details.ts";
import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Services } from "#local-aws/services.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";

/** Parameters that an event tells: tokens and MFA codes are not among them. */
const TOLD = ["RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId", "SourceIdentity", "Policy", "Name", "ProviderId", "SerialNumber"] as const;

/** Runs an action of STS and records its event, failures too (aws-facts 6.2 row 4). The trail never holds a secret access key. */
export function recordStsCall(
  services: Pick<Services, "clock" | "trail">,
  context: RequestContext,
  { action, parameters }: { readonly action: string; readonly parameters: URLSearchParams },
  work: () => Promise<XmlMembers>,
): Promise<XmlMembers> {
  const roleArn = parameters.get("RoleArn") ?? undefined;
  const { region, origin } = context;
  const caller = callerOf(context, roleArn, undefined);
  const start = { eventSource: "sts.amazonaws.com", eventName: action, readOnly: true, region, caller, from: origin, ...tlsDetailsOf(context) } as const;
  return recordCall(services, start, work, (result) => ({
    // Whoever comes with a token of an identity provider is known once it was verified.
    caller: callerOf(context, roleArn, result),
    requestParameters: requestParameters(parameters),
    responseElements: result === undefined || result["Credentials"] === undefined ? null : responseElements(result),
    resources: roleArn === undefined ? [] : roleResources(roleArn),
  }));
}

function callerOf({ caller }: RequestContext, roleArn: string | undefined, result: XmlMembers | undefined): ApiCaller {
  if (caller !== undefined) return { kind: "principal", caller };
  const { Provider, Audience, SubjectFromWebIdentityToken: subject } = result ?? {};
  return { kind: "web-identity", provider: textOf(Provider), audience: textOf(Audience), subject: textOf(subject), accountId: accountOf(roleArn) ?? ACCOUNT_ID };
}

function requestParameters(parameters: URLSearchParams): JsonObject | null {
  const told = TOLD.flatMap((name) => (parameters.has(name) ? [[name, parameters.get(name)]] : []));
  if (told.length === 0) return null;
  const { durationSeconds, ...rest } = lowerCamel(Object.fromEntries(told));
  return { ...rest, ...(durationSeconds === undefined ? {} : { durationSeconds: Number(durationSeconds) }) };
}

function responseElements({ Credentials, ...rest }: XmlMembers): JsonObject {
  const { AccessKeyId, SessionToken, Expiration }: JsonObject = Object.fromEntries(Object.entries(Credentials ?? {}));
  const expiration = longTime(Date.parse(String(Expiration)));
  return { credentials: { accessKeyId: AccessKeyId, sessionToken: SessionToken, expiration }, ...lowerCamel(rest) };
}

function roleResources(arn: string): TouchedResource[] {
  const accountId = accountOf(arn);
  return accountId === undefined ? [] : [{ type: "AWS::IAM::Role", arn, accountId }];
}

/** Account of an ARN; undefined for what is none. */
function accountOf(arn: string | undefined): string | undefined {
  return /^arn:aws:iam::(\d{12}):/.exec(arn ?? "")?.[1];
}

function textOf(value: XmlMembers[string]): string {
  return typeof value === "string" ? value : "";
}
