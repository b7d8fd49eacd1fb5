import { type AccessRequest, isAuthorized } from "#local-aws/iam/authorize.ts";
import { newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import type { TokenVerifier, WebIdentity } from "#local-aws/iam/web-identity.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { Services } from "#local-aws/services.ts";
import type { RequestOrigin, Role } from "#local-aws/world.ts";
import { credentialsXml } from "./credentials-xml.ts";
import { checkRoleDuration, readRole } from "./role-to-assume.ts";
import { packedPolicySize, readSessionPolicies } from "./session-policy.ts";
import type { StsAction } from "./sts-action.ts";
import { readDuration, readName, required } from "./sts-parameters.ts";

/** Seconds. */
const DURATION = { least: 900, usual: 3600, most: 43_200 };

/**
 * AssumeRoleWithWebIdentity: credentials of a role for somebody whom an OpenID provider vouches for. It is not signed. The role's trust
 * policy must name the provider as Federated principal; its conditions see the token's audience, subject and methods.
 * @throws AwsError 400 `InvalidIdentityToken`, `ExpiredTokenException`, `ValidationError`; 403 `AccessDenied`
 */
export function assumeRoleWithWebIdentity(services: Pick<Services, "clock" | "random" | "metadata">, tokens: TokenVerifier): StsAction {
  return async (parameters, { origin }) => {
    const named = readRole(services.metadata, parameters);
    const name = readName(parameters, "RoleSessionName", { least: 2, most: 64 });
    const token = required(parameters, "WebIdentityToken");
    const seconds = readDuration(parameters, DURATION);
    const policies = readSessionPolicies(parameters);
    const identity = await verified(tokens, token);
    if (named.role === undefined || !isTrusted(named.role, identity, origin, name)) {
      throw new AwsError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }
    const { role } = named;
    checkRoleDuration(role, seconds, false);
    const { provider, audience, subject } = identity;
    const credentials = await newSessionCredentials(services, {
      owner: { type: "role", accountId: role.accountId, roleName: role.roleName },
      source: "web-identity",
      name,
      durationSeconds: seconds,
      policies,
      webIdentity: { provider, audience, subject },
    });
    return {
      SubjectFromWebIdentityToken: subject,
      Audience: audience,
      AssumedRoleUser: { Arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.roleName}/${name}`, AssumedRoleId: `${role.roleId}:${name}` },
      Credentials: credentialsXml(credentials),
      Provider: provider,
      ...packedPolicySize(policies, {}),
    };
  };
}

/** Whether a role's trust policy lets this identity assume it. A provider that IAM has to be told of is named by its ARN there. */
export function isTrusted(role: Role, identity: WebIdentity, origin: RequestOrigin, sessionName: string): boolean {
  const { provider, audience, subject, methods } = identity;
  const request: AccessRequest = {
    caller: undefined,
    origin,
    action: "sts:AssumeRoleWithWebIdentity",
    resource: role.arn,
    resourceAccountId: role.accountId,
    resourcePolicy: role.trustPolicy,
    resourcePolicyMode: "required",
    webIdentityProvider: provider === COGNITO_IDENTITY ? provider : `arn:aws:iam::${role.accountId}:oidc-provider/${provider}`,
    conditions: {
      [`${provider}:aud`.toLowerCase()]: [audience],
      [`${provider}:sub`.toLowerCase()]: [subject],
      [`${provider}:amr`.toLowerCase()]: methods,
      "sts:rolesessionname": [sessionName],
    },
  };
  return isAuthorized(request);
}

/** The provider that IAM knows without being told: identity pools. */
const COGNITO_IDENTITY = "cognito-identity.amazonaws.com";

async function verified(tokens: TokenVerifier, token: string): Promise<WebIdentity> {
  const verdict = await tokens.verify(token);
  switch (verdict.kind) {
    case "valid":
      return verdict.identity;
    case "expired":
      throw new AwsError(
        400,
        "ExpiredTokenException",
        `Token expired: current date/time ${verdict.now} must be before the expiration date/time ${verdict.expiredAt}`,
      );
    case "not-verified":
      throw new AwsError(400, "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements");
    case "other-issuer":
      throw new AwsError(400, "InvalidIdentityToken", "No OpenIDConnect provider found in your account for the issuer of the token");
  }
}
