import { adminUser } from "#local-aws/cognito-idp/admin-call.ts";
import { changeUser, withOwnPassword } from "#local-aws/cognito-idp/change-user.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { assertPasswordConforms, newPasswordVerifier } from "#local-aws/cognito-idp/passwords.ts";

const DAY_MS = 86_400_000;

/** AdminSetUserPassword: a temporary password, or with Permanent one that needs no change. */
export function adminSetUserPassword(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const newPassword = input.requiredString("Password", { max: 256 });
    const permanent = input.boolean("Permanent") ?? false;
    const { pool, user } = adminUser(services, input, context, "cognito-idp:AdminSetUserPassword");
    assertPasswordConforms(pool.passwordPolicy, newPassword);
    const password = await newPasswordVerifier(services, pool, user.username, newPassword);
    const temporaryPasswordExpiresAt = services.clock.now() + pool.passwordPolicy.temporaryPasswordValidityDays * DAY_MS;
    await changeUser(services, user, (current) =>
      permanent ? withOwnPassword(current, password) : { ...current, password, status: "FORCE_CHANGE_PASSWORD", temporaryPasswordExpiresAt },
    );
    return {};
  };
}
