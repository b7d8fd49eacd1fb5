import { adminPool } from "#local-aws/cognito-idp/admin-call.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { userPoolMembers } from "#local-aws/cognito-idp/pool-members.ts";
import { poolUsersOf } from "#local-aws/cognito-idp/rows.ts";

/** DescribeUserPool. */
export function describeUserPool(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const pool = adminPool(services, input, context, "cognito-idp:DescribeUserPool");
    return { UserPool: { ...userPoolMembers(pool), EstimatedNumberOfUsers: poolUsersOf(services.metadata, pool.id).length } };
  };
}
