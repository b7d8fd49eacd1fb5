import { findRole } from "#local-aws/iam/principals.ts";
import { newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import type { TokenVerifier, WebIdentity } from "#local-aws/iam/web-identity.ts";
import type { JsonOperation } from "#local-aws/protocol/json-service.ts";
import type { Services } from "#local-aws/services.ts";
import { isTrusted } from "#local-aws/sts/assume-role-with-web-identity.ts";
import { GUEST_SESSION_POLICY } from "./guest-policy.ts";
import { readOptionalText } from "./identity-input.ts";
import { readIdentityRequest } from "./identity-request.ts";
import { COGNITO_IDENTITY, methodsOf } from "./pool-tokens.ts";
import { invalidConfiguration, roleOfIdentity } from "./role-of-identity.ts";

/** Seconds (aws-facts 4.2 row 5). */
const LIFETIME_SECONDS = 3600;
/** Session name in the ARNs of these credentials (aws-facts 4.2 row 6, widely quoted). */
const SESSION_NAME = "CognitoIdentityCredentials";

/** GetCredentialsForIdentity, the enhanced flow: credentials of the role that the identity has (aws-facts 4.2). Unsigned. */
export function getCredentialsForIdentity(services: Pick<Services, "clock" | "metadata" | "random">, tokens: TokenVerifier): JsonOperation {
  return async (input, { origin }) => {
    const request = await readIdentityRequest(services, tokens, input);
    const roleArn = roleOfIdentity(request, readOptionalText(input, "CustomRoleArn"));
    const [, accountId = "", roleName = ""] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
    const role = findRole(services.metadata, accountId, roleName);
    const identity: WebIdentity = {
      provider: COGNITO_IDENTITY,
      audience: request.pool.identityPoolId,
      subject: request.identity.identityId,
      methods: methodsOf(request),
      claims: {},
    };
    if (role === undefined || role.arn !== roleArn || !isTrusted(role, identity, origin, SESSION_NAME)) throw invalidConfiguration();
    const { provider, audience, subject } = identity;
    const credentials = await newSessionCredentials(services, {
      owner: { type: "role", accountId, roleName },
      source: "web-identity",
      name: SESSION_NAME,
      durationSeconds: LIFETIME_SECONDS,
      policies: request.logins.length === 0 ? [GUEST_SESSION_POLICY] : [],
      webIdentity: { provider, audience, subject },
    });
    return {
      IdentityId: request.identity.identityId,
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        // Not SecretAccessKey, as everywhere else (aws-facts 9 row 15).
        SecretKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiresAt / 1000,
      },
    };
  };
}
