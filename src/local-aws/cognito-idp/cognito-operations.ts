import type { CognitoOperation, CognitoServices } from "./cognito-operation.ts";
import { adminCreateUser } from "./operations/admin-create-user.ts";
import { adminEnableUser } from "./operations/admin-enable-user.ts";
import { adminGetUser } from "./operations/admin-get-user.ts";
import { adminResetUserPassword } from "./operations/admin-reset-user-password.ts";
import { adminSetUserPassword } from "./operations/admin-set-user-password.ts";
import { associateSoftwareToken } from "./operations/associate-software-token.ts";
import { changePassword } from "./operations/change-password.ts";
import { confirmForgotPassword } from "./operations/confirm-forgot-password.ts";
import { describeUserPool } from "./operations/describe-user-pool.ts";
import { describeUserPoolClient } from "./operations/describe-user-pool-client.ts";
import { forgotPassword } from "./operations/forgot-password.ts";
import { getTokensFromRefreshToken } from "./operations/get-tokens-from-refresh-token.ts";
import { getUser } from "./operations/get-user.ts";
import { globalSignOut } from "./operations/global-sign-out.ts";
import { initiateAuth } from "./operations/initiate-auth.ts";
import { listUserPoolClients } from "./operations/list-user-pool-clients.ts";
import { listUserPools } from "./operations/list-user-pools.ts";
import { listUsers } from "./operations/list-users.ts";
import { respondToAuthChallenge } from "./operations/respond-to-auth-challenge.ts";
import { revokeToken } from "./operations/revoke-token.ts";
import { setUserMfaPreference } from "./operations/set-user-mfa-preference.ts";
import { signUp } from "./operations/sign-up.ts";
import { verifySoftwareToken } from "./operations/verify-software-token.ts";

/** The operations of user pools that the stand-in has, by their names in `X-Amz-Target: AWSCognitoIdentityProviderService.<Operation>`. */
export function cognitoOperations(services: CognitoServices): ReadonlyMap<string, CognitoOperation> {
  return new Map([
    ["AdminCreateUser", adminCreateUser(services)],
    ["AdminDisableUser", adminEnableUser(services, "AdminDisableUser")],
    ["AdminEnableUser", adminEnableUser(services, "AdminEnableUser")],
    ["AdminGetUser", adminGetUser(services)],
    ["AdminResetUserPassword", adminResetUserPassword(services)],
    ["AdminSetUserPassword", adminSetUserPassword(services)],
    ["AssociateSoftwareToken", associateSoftwareToken(services)],
    ["ChangePassword", changePassword(services)],
    ["ConfirmForgotPassword", confirmForgotPassword(services)],
    ["DescribeUserPool", describeUserPool(services)],
    ["DescribeUserPoolClient", describeUserPoolClient(services)],
    ["ForgotPassword", forgotPassword(services)],
    ["GetTokensFromRefreshToken", getTokensFromRefreshToken(services)],
    ["GetUser", getUser(services)],
    ["GlobalSignOut", globalSignOut(services)],
    ["InitiateAuth", initiateAuth(services)],
    ["ListUserPoolClients", listUserPoolClients(services)],
    ["ListUserPools", listUserPools(services)],
    ["ListUsers", listUsers(services)],
    ["RespondToAuthChallenge", respondToAuthChallenge(services)],
    ["RevokeToken", revokeToken(services)],
    ["SetUserMFAPreference", setUserMfaPreference(services)],
    ["SignUp", signUp(services)],
    ["VerifySoftwareToken", verifySoftwareToken(services)],
  ]);
}
