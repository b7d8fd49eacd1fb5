import { readClient } from "#local-aws/cognito-idp/app-client.ts";
import { notAuthorized, userIsDisabled, userNotFound } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { sendResetCode } from "#local-aws/cognito-idp/reset-codes.ts";
import { findPoolUser } from "#local-aws/cognito-idp/rows.ts";
import { assertSecretHash } from "#local-aws/cognito-idp/secret-hash.ts";

/** ForgotPassword: a code goes to the outbox, the console of this server. With existence hiding an unknown user is answered alike. */
export function forgotPassword(services: CognitoServices): CognitoOperation {
  return async (input) => {
    const username = input.requiredString("Username", { min: 1, max: 128 });
    const { pool, client } = readClient(services, input);
    const user = findPoolUser(services.metadata, pool.id, username);
    await assertSecretHash(client, [username, user?.username ?? username], input.string("SecretHash"));
    const hides = client.preventUserExistenceErrors === "ENABLED";
    if (user === undefined && !hides) throw userNotFound();
    if (user !== undefined && !hides && !user.enabled) throw userIsDisabled();
    if (user !== undefined && !hides && user.status === "FORCE_CHANGE_PASSWORD") throw notAuthorized("User password cannot be reset in the current state.");
    if (user?.enabled === true && user.status !== "FORCE_CHANGE_PASSWORD") await sendResetCode(services, pool, user);
    const Destination = masked(user?.attributes["email"] ?? `${username}@example.com`);
    return { CodeDeliveryDetails: { Destination, DeliveryMedium: "EMAIL", AttributeName: "email" } };
  };
}

/** `ana@example.com` is shown as `a***@e***`. */
function masked(email: string): string {
  const [name = "", domain = ""] = email.split("@");
  return `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}
