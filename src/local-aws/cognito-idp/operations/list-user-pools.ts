import { authorizeAdmin } from "#local-aws/cognito-idp/admin-call.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { readPage, takePage } from "#local-aws/cognito-idp/cognito-pages.ts";
import { userPoolsOf } from "#local-aws/cognito-idp/rows.ts";

/** ListUserPools: of the Region. */
export function listUserPools({ metadata }: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const page = readPage(input, "MaxResults", "NextToken", 60);
    authorizeAdmin(context, "cognito-idp:ListUserPools", "*");
    const { items, next } = takePage(userPoolsOf(metadata, context.region), (pool) => pool.id, page);
    const UserPools = items.map((pool) => ({ Id: pool.id, Name: pool.name, CreationDate: pool.createdAt / 1000, LastModifiedDate: pool.createdAt / 1000 }));
    return { UserPools, ...(next !== undefined && { NextToken: next }) };
  };
}
