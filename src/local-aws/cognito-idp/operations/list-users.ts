import { adminPool } from "#local-aws/cognito-idp/admin-call.ts";
import { invalidParameter } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { readPage, takePage } from "#local-aws/cognito-idp/cognito-pages.ts";
import { poolUsersOf } from "#local-aws/cognito-idp/rows.ts";
import { attributesOf, userMembers } from "#local-aws/cognito-idp/user-members.ts";

/** ListUsers, without filters. */
export function listUsers(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const page = readPage(input, "Limit", "PaginationToken", 60);
    if ((input.string("Filter") ?? "") !== "") throw invalidParameter("Keyseal's local stand-in for Amazon Cognito does not support Filter.");
    const pool = adminPool(services, input, context, "cognito-idp:ListUsers");
    const { items, next } = takePage(poolUsersOf(services.metadata, pool.id), (user) => user.username.toLowerCase(), page);
    return { Users: items.map((user) => ({ ...userMembers(user), Attributes: attributesOf(user) })), ...(next !== undefined && { PaginationToken: next }) };
  };
}
