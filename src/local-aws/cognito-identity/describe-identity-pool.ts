import { authorize } from "#local-aws/iam/authorize.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { JsonOperation } from "#local-aws/protocol/json-service.ts";
import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { readId } from "./identity-input.ts";
import { findIdentityPool, type IdentityPool } from "./identity-pool-rows.ts";

/** DescribeIdentityPool: who may sign in to a pool. Signed; needs cognito-identity:DescribeIdentityPool. */
export function describeIdentityPool(services: Pick<Services, "metadata">): JsonOperation {
  return async (input, context) => {
    const pool = administered(services, context, "cognito-identity:DescribeIdentityPool", readId(input, "IdentityPoolId"));
    return {
      IdentityPoolId: pool.identityPoolId,
      IdentityPoolName: pool.identityPoolName,
      AllowUnauthenticatedIdentities: pool.allowUnauthenticatedIdentities,
      AllowClassicFlow: pool.allowClassicFlow,
      CognitoIdentityProviders: pool.providers.map(({ providerName, clientId }) => ({ ProviderName: providerName, ClientId: clientId, ServerSideTokenCheck: false })),
    };
  };
}

/** GetIdentityPoolRoles: the roles of a pool and how they are chosen. Signed; needs cognito-identity:GetIdentityPoolRoles. */
export function getIdentityPoolRoles(services: Pick<Services, "metadata">): JsonOperation {
  return async (input, context) => {
    const pool = administered(services, context, "cognito-identity:GetIdentityPoolRoles", readId(input, "IdentityPoolId"));
    const { authenticatedRoleArn, unauthenticatedRoleArn } = pool;
    const mapped = pool.providers.filter(({ roleMapping }) => roleMapping === "Token");
    return {
      IdentityPoolId: pool.identityPoolId,
      Roles: {
        ...(authenticatedRoleArn === undefined ? {} : { authenticated: authenticatedRoleArn }),
        ...(unauthenticatedRoleArn === undefined ? {} : { unauthenticated: unauthenticatedRoleArn }),
      },
      RoleMappings: Object.fromEntries(
        mapped.map(({ providerName, clientId, ambiguousRoleResolution }) => [
          `${providerName}:${clientId}`,
          { Type: "Token", AmbiguousRoleResolution: ambiguousRoleResolution },
        ]),
      ),
    };
  };
}

function administered(services: Pick<Services, "metadata">, { caller, origin }: RequestContext, action: string, poolId: string): IdentityPool {
  if (caller === undefined) throw new AwsError(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
  const pool = findIdentityPool(services.metadata, poolId);
  const region = poolId.split(":", 1)[0] ?? "";
  const resource = `arn:aws:cognito-identity:${region}:${pool.accountId}:identitypool/${poolId}`;
  authorize({ caller, origin, action, resource, resourceAccountId: pool.accountId, resourcePolicyMode: "in-addition" });
  return pool;
}
