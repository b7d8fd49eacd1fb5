import { readClient } from "#local-aws/cognito-idp/app-client.ts";
import { changeUser, withOwnPassword } from "#local-aws/cognito-idp/change-user.ts";
import { userNotFound } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { assertPasswordConforms, newPasswordVerifier } from "#local-aws/cognito-idp/passwords.ts";
import { takeResetCode } from "#local-aws/cognito-idp/reset-codes.ts";
import { findPoolUser } from "#local-aws/cognito-idp/rows.ts";
import { assertSecretHash } from "#local-aws/cognito-idp/secret-hash.ts";

/** ConfirmForgotPassword: sets a new password by the code of ForgotPassword. */
export function confirmForgotPassword(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const username = input.requiredString("Username", { min: 1, max: 128 });
    const code = input.requiredString("ConfirmationCode", { min: 1, max: 2048 });
    const newPassword = input.requiredString("Password", { max: 256 });
    const { pool, client } = readClient(services, input);
    const user = findPoolUser(services.metadata, pool.id, username);
    await assertSecretHash(client, [username, user?.username ?? username], input.string("SecretHash"));
    if (user === undefined && client.preventUserExistenceErrors === "LEGACY") throw userNotFound();
    assertPasswordConforms(pool.passwordPolicy, newPassword);
    // For a name that is not there no code was ever sent: it is answered as a user whose code is gone.
    await takeResetCode(services, user ?? { userPoolId: pool.id, username }, code);
    const password = await newPasswordVerifier(services, pool, user?.username ?? username, newPassword);
    await changeUser(services, user ?? { userPoolId: pool.id, username }, (current) => withOwnPassword(current, password));
    return {};
  };
}
