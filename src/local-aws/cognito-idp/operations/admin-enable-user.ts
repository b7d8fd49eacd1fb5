import { adminUser } from "#local-aws/cognito-idp/admin-call.ts";
import { changeUser } from "#local-aws/cognito-idp/change-user.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";

/** AdminEnableUser and AdminDisableUser: a disabled user signs in no more, and its tokens refresh no more. */
export function adminEnableUser(services: CognitoServices, action: "AdminEnableUser" | "AdminDisableUser"): CognitoOperation {
  return async (input, context) => {
    const { user } = adminUser(services, input, context, `cognito-idp:${action}`);
    await changeUser(services, user, (current) => ({ ...current, enabled: action === "AdminEnableUser" }));
    return {};
  };
}
