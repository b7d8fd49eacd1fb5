import { authorize } from "#local-aws/iam/authorize.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import { ACCOUNT_ID } from "#local-aws/world.ts";
import { userNotFound, userPoolNotFound } from "./cognito-errors.ts";
import type { CognitoInput } from "./cognito-input.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { findPoolUser, findUserPool, type PoolUser, type UserPool } from "./rows.ts";

/** The operations that IAM guards: signed, and allowed by the caller's policies. */
type AdminAction = `cognito-idp:${string}`;

/**
 * Refuses a call of the admin API that is unsigned or that no policy allows.
 * @param resource ARN of the pool, or `*` for calls without one
 * @throws AwsError 400 MissingAuthenticationTokenException, AccessDeniedException
 */
export function authorizeAdmin({ caller, origin }: RequestContext, action: AdminAction, resource: string): void {
  if (caller === undefined) throw new AwsError(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
  try {
    authorize({ caller, origin, action, resource, resourceAccountId: ACCOUNT_ID, resourcePolicyMode: "in-addition" });
  } catch (error) {
    // Services of JSON 1.1 answer 400 and their own name for it.
    if (error instanceof AwsError && error.code === "AccessDenied") throw new AwsError(400, "AccessDeniedException", error.message);
    throw error;
  }
}

/** The pool that a call names, for a caller who may. @throws AwsError ResourceNotFoundException; see `authorizeAdmin` */
export function adminPool({ metadata }: CognitoServices, input: CognitoInput, context: RequestContext, action: AdminAction): UserPool {
  const userPoolId = input.requiredString("UserPoolId", { min: 1, max: 55, pattern: /^[\w-]+_[0-9a-zA-Z]+$/ });
  authorizeAdmin(context, action, `arn:aws:cognito-idp:${context.region}:${ACCOUNT_ID}:userpool/${userPoolId}`);
  const pool = findUserPool(metadata, userPoolId);
  if (pool === undefined || pool.region !== context.region) throw userPoolNotFound(userPoolId);
  return pool;
}

/** The user that a call names in its pool. @throws AwsError UserNotFoundException; see `adminPool` */
export function adminUser(services: CognitoServices, input: CognitoInput, context: RequestContext, action: AdminAction): { readonly pool: UserPool; readonly user: PoolUser } {
  const pool = adminPool(services, input, context, action);
  const user = findPoolUser(services.metadata, pool.id, input.requiredString("Username", { min: 1, max: 128 }));
  if (user === undefined) throw userNotFound();
  return { pool, user };
}
