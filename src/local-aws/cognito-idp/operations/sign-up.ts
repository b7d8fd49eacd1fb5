import { readClient } from "#local-aws/cognito-idp/app-client.ts";
import { notAuthorized } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";

/** SignUp: in these pools only administrators make users (AllowAdminCreateUserOnly), so it is refused as AWS then refuses it. */
export function signUp(services: CognitoServices): CognitoOperation {
  return async (input) => {
    readClient(services, input);
    throw notAuthorized("SignUp is not permitted for this user pool");
  };
}
