import { selfOf } from "#local-aws/cognito-idp/access-token.ts";
import { changeUser, withOwnPassword } from "#local-aws/cognito-idp/change-user.ts";
import { wrongPassword } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { tryPassword } from "#local-aws/cognito-idp/password-attempts.ts";
import { assertPasswordConforms, isPasswordOf, newPasswordVerifier } from "#local-aws/cognito-idp/passwords.ts";

/** ChangePassword: by access token and the present password. */
export function changePassword(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const previous = input.requiredString("PreviousPassword", { max: 256 });
    const proposed = input.requiredString("ProposedPassword", { max: 256 });
    const { pool, user } = await selfOf(services, input.requiredString("AccessToken"));
    if (!(await tryPassword(services, pool.id, user.username, () => isPasswordOf(services, pool, user, user.username, previous)))) throw wrongPassword();
    assertPasswordConforms(pool.passwordPolicy, proposed);
    const password = await newPasswordVerifier(services, pool, user.username, proposed);
    await changeUser(services, user, (current) => withOwnPassword(current, password));
    return {};
  };
}
