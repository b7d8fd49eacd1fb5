import { adminUser } from "#local-aws/cognito-idp/admin-call.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { attributesOf, mfaOf, userMembers } from "#local-aws/cognito-idp/user-members.ts";

/** AdminGetUser. */
export function adminGetUser(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const { user } = adminUser(services, input, context, "cognito-idp:AdminGetUser");
    return { ...userMembers(user), UserAttributes: attributesOf(user), ...mfaOf(user) };
  };
}
