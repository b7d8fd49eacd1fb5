import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { notAuthorized } from "./identity-input.ts";
import type { IdentityRequest } from "./identity-request.ts";

/**
 * The ARN of the role whose credentials an identity gets: a guest the unauthenticated one; who signed in the one that the token's groups
 * prefer, or that the request chooses among those the token offers, or the authenticated one.
 * @throws AwsError 400 `NotAuthorizedException`, `InvalidIdentityPoolConfigurationException` (aws-facts 4.2 row 13)
 */
export function roleOfIdentity({ pool, logins, identity }: IdentityRequest, customRoleArn: string | undefined): string {
  const [login] = logins;
  if (login === undefined) {
    if (customRoleArn !== undefined) throw notAuthorized(`Access to Identity '${identity.identityId}' is forbidden.`);
    return configured(pool.unauthenticatedRoleArn);
  }
  const { claims } = login.identity;
  const offered = Array.isArray(claims["cognito:roles"]) ? claims["cognito:roles"].map(String) : [];
  if (customRoleArn !== undefined) {
    if (login.provider.roleMapping === "Token" && offered.includes(customRoleArn)) return customRoleArn;
    throw notAuthorized(`Access to Identity '${identity.identityId}' is forbidden.`);
  }
  if (login.provider.roleMapping === "Default") return configured(pool.authenticatedRoleArn);
  const preferred = claims["cognito:preferred_role"];
  if (typeof preferred === "string") return preferred;
  const [only, ...others] = offered;
  if (only !== undefined && others.length === 0) return only;
  if (login.provider.ambiguousRoleResolution === "Deny") throw notAuthorized(`Access to Identity '${identity.identityId}' is forbidden.`);
  return configured(pool.authenticatedRoleArn);
}

function configured(roleArn: string | undefined): string {
  if (roleArn !== undefined) return roleArn;
  throw invalidConfiguration();
}

/** A pool without a role for this kind of identity, or with one that does not trust it. */
export function invalidConfiguration(): AwsError {
  return new AwsError(400, "InvalidIdentityPoolConfigurationException", "Invalid identity pool configuration. Check assigned IAM roles for this pool.");
}
