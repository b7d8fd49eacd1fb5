import { isoSeconds } from "#local-aws/protocol/iso-seconds.ts";
import type { Caller, Principal } from "#local-aws/world.ts";
import type { ApiCaller, JsonObject } from "./api-call.ts";

/**
 * `userIdentity` of an event (aws-facts 6.3).
 * @param issuer the IAM user who asked for a federated user's session
 */
export function userIdentityOf(who: ApiCaller, issuer?: Principal): JsonObject {
  switch (who.kind) {
    case "principal":
      return { ...principalIdentity(who.caller, issuer), ...(who.invokedBy === undefined ? {} : { invokedBy: who.invokedBy }) };
    case "service":
      return { type: "AWSService", invokedBy: who.service };
    case "web-identity":
      return { type: "WebIdentityUser", principalId: `${who.provider}:${who.audience}:${who.subject}`, userName: who.subject, identityProvider: who.provider };
    case "anonymous":
      return { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };
  }
}

/** What the account that owns a resource is told of a caller from another account: no names (aws-facts 6.3, sharedEventID). */
export function foreignIdentityOf(who: ApiCaller): JsonObject {
  if (who.kind !== "principal") return userIdentityOf(who);
  const { userId, accountId } = who.caller;
  return { type: "AWSAccount", principalId: userId, accountId, ...(who.invokedBy === undefined ? {} : { invokedBy: who.invokedBy }) };
}

function principalIdentity(caller: Caller, issuer: Principal | undefined): JsonObject {
  const { type, userId, arn, accountId, accessKeyId, session } = caller;
  const common = { type, principalId: userId, arn, accountId, accessKeyId };
  switch (type) {
    case "Root":
      return { ...common, ...(session && { sessionContext: { attributes: sessionAttributes(session.issuedAt) } }) };
    case "IAMUser":
      return { ...common, userName: caller.name, ...(session && { sessionContext: { attributes: sessionAttributes(session.issuedAt) } }) };
    case "FederatedUser":
      return { ...common, sessionContext: { sessionIssuer: issuer && userIssuer(issuer), attributes: session && sessionAttributes(session.issuedAt) } };
    case "AssumedRole":
      return {
        ...common,
        sessionContext: {
          sessionIssuer: caller.role && { type: "Role", principalId: caller.role.roleId, arn: caller.role.arn, accountId: caller.role.accountId, userName: caller.role.roleName },
          webIdFederationData: session?.webIdentity
            ? { federatedProvider: session.webIdentity.provider, attributes: { aud: session.webIdentity.audience, sub: session.webIdentity.subject } }
            : {},
          attributes: session && sessionAttributes(session.issuedAt),
        },
      };
  }
}

function userIssuer({ userId, arn, accountId, userName }: Principal): JsonObject {
  return { type: userName === "root" ? "Root" : "IAMUser", principalId: userId, arn, accountId, userName };
}

/** `mfaAuthenticated` is text in AWS's events; nobody here signs in to STS with an MFA device. */
function sessionAttributes(issuedAt: number): JsonObject {
  return { creationDate: isoSeconds(issuedAt), mfaAuthenticated: "false" };
}
