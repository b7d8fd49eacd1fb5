import { adminUser } from "#local-aws/cognito-idp/admin-call.ts";
import { changeUser } from "#local-aws/cognito-idp/change-user.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { sendResetCode } from "#local-aws/cognito-idp/reset-codes.ts";

/** AdminResetUserPassword: the password opens nothing any more until ConfirmForgotPassword has set another, by the code in the outbox. */
export function adminResetUserPassword(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const { pool, user } = adminUser(services, input, context, "cognito-idp:AdminResetUserPassword");
    const changed = await changeUser(services, user, (current) => ({ ...current, status: "RESET_REQUIRED" }));
    await sendResetCode(services, pool, changed);
    return {};
  };
}
