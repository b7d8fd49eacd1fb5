import type { Caller } from "#local-aws/world.ts";
import type { AccessRequest } from "./authorize.ts";
import type { ConditionLookup } from "./policy-text.ts";

const PRINCIPAL_TAG = "aws:principaltag/";
const PRINCIPAL_TYPES: Readonly<Record<Caller["type"], string>> = { Root: "Account", IAMUser: "User", AssumedRole: "AssumedRole", FederatedUser: "FederatedUser" };

/** The condition keys of a request: those of the service, and the global ones, which caller and origin tell. */
export function conditionLookup(request: AccessRequest): ConditionLookup {
  const { conditions = {} } = request;
  const ofService: ConditionLookup = typeof conditions === "function" ? conditions : (name) => (Object.hasOwn(conditions, name) ? conditions[name] : undefined);
  return (name) => {
    const known = ofService(name);
    if (known !== undefined) return known;
    const value = name.startsWith("aws:") ? globalCondition(request, name) : webIdentityCondition(request.caller, name);
    return value === undefined || typeof value !== "string" ? value : [value];
  };
}

function globalCondition(request: AccessRequest, name: string): string | readonly string[] | undefined {
  const { caller, origin, viaService } = request;
  switch (name) {
    case "aws:securetransport":
      // Of a call that S3 makes for its caller too: how the caller came. AWS has S3 ask KMS for nobody who came without TLS (1.9 row 17).
      return String(origin.secureTransport);
    case "aws:sourceip":
      return viaService === undefined ? origin.sourceIpAddress : undefined;
    case "aws:currenttime":
      return new Date(origin.receivedAt).toISOString();
    case "aws:epochtime":
      return String(Math.floor(origin.receivedAt / 1000));
    case "aws:useragent":
      return origin.userAgent === "" ? undefined : origin.userAgent;
    case "aws:referer":
      return origin.referer;
    case "aws:requestedregion":
      return origin.region;
    case "aws:resourceaccount":
      return request.resourceAccountId;
    case "aws:viaawsservice":
      return String(viaService !== undefined);
    case "aws:calledvia":
    case "aws:calledviafirst":
    case "aws:calledvialast":
      return viaService && `${viaService}.amazonaws.com`;
    case "aws:principaltype":
      return caller === undefined ? "Anonymous" : PRINCIPAL_TYPES[caller.type];
    default:
      return caller && callerCondition(caller, name);
  }
}

/** Keys that only signed requests have; some only with temporary credentials. */
function callerCondition(caller: Caller, name: string): string | undefined {
  switch (name) {
    case "aws:principalarn":
      return caller.principalArn;
    case "aws:principalaccount":
      return caller.accountId;
    case "aws:principalisawsservice":
      return "false";
    case "aws:userid":
      return caller.userId;
    case "aws:username":
      return caller.type === "IAMUser" ? caller.name : undefined;
    case "aws:tokenissuetime":
      return caller.session && new Date(caller.session.issuedAt).toISOString();
    // Nobody here has an MFA device. With long-lived keys the key is absent, not false.
    case "aws:multifactorauthpresent":
      return caller.session && "false";
    case "aws:federatedprovider":
      return caller.session?.webIdentity?.provider;
    default:
      return name.startsWith(PRINCIPAL_TAG) ? principalTag(caller, name.slice(PRINCIPAL_TAG.length)) : undefined;
  }
}

/** Tag keys of principals do not differ by letter case alone; a session's own tag comes after, and beats, its principal's. */
function principalTag({ tags }: Caller, lowerCaseKey: string): string | undefined {
  return Object.entries(tags).findLast(([key]) => key.toLowerCase() === lowerCaseKey)?.[1];
}

/** `PROVIDER:sub` and `PROVIDER:aud` of a session that an identity provider vouched for: what policies of Cognito's roles ask. */
function webIdentityCondition(caller: Caller | undefined, name: string): string | undefined {
  const identity = caller?.session?.webIdentity;
  if (identity === undefined) return undefined;
  const provider = identity.provider.toLowerCase();
  if (name === `${provider}:sub`) return identity.subject;
  return name === `${provider}:aud` ? identity.audience : undefined;
}
