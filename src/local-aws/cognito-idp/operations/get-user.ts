import { selfOf } from "#local-aws/cognito-idp/access-token.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { attributesOf, mfaOf } from "#local-aws/cognito-idp/user-members.ts";

/** GetUser: the bearer of an access token about itself. */
export function getUser(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const { user } = await selfOf(services, input.requiredString("AccessToken"));
    return { Username: user.username, UserAttributes: attributesOf(user), ...mfaOf(user) };
  };
}
