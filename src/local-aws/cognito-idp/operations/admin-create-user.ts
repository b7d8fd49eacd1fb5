import { adminPool } from "#local-aws/cognito-idp/admin-call.ts";
import { invalidParameter } from "#local-aws/cognito-idp/cognito-errors.ts";
import type { CognitoOperation, CognitoServices } from "#local-aws/cognito-idp/cognito-operation.ts";
import { assertPasswordConforms, newPasswordVerifier } from "#local-aws/cognito-idp/passwords.ts";
import { findPoolUser, savePoolUser, type PoolUser } from "#local-aws/cognito-idp/rows.ts";
import { attributesOf, userMembers } from "#local-aws/cognito-idp/user-members.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

const DAY_MS = 86_400_000;

/**
 * AdminCreateUser: a user in FORCE_CHANGE_PASSWORD, with a temporary password. One that this stand-in had to make up is shown in the
 * outbox, the console of this server, unless MessageAction is SUPPRESS.
 */
export function adminCreateUser(services: CognitoServices): CognitoOperation {
  return async (input, context) => {
    const username = input.requiredString("Username", { min: 1, max: 128, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u });
    const given = input.string("TemporaryPassword", { max: 256 });
    const attributes = input.attributes("UserAttributes");
    const messageAction = input.string("MessageAction", { oneOf: ["RESEND", "SUPPRESS"] });
    const pool = adminPool(services, input, context, "cognito-idp:AdminCreateUser");
    if ("sub" in attributes) throw invalidParameter("Cannot set the non-mutable attribute sub");
    if (messageAction === "RESEND") throw invalidParameter("Keyseal's local stand-in for Amazon Cognito does not resend invitations.");
    if (given !== undefined) assertPasswordConforms(pool.passwordPolicy, given);
    const temporaryPassword = given ?? `Aa1!${base64(services.random.bytes(12))}`;
    const password = await newPasswordVerifier(services, pool, username, temporaryPassword);
    const now = services.clock.now();
    const user: PoolUser = {
      userPoolId: pool.id,
      username,
      sub: services.random.uuid(),
      attributes,
      status: "FORCE_CHANGE_PASSWORD",
      enabled: true,
      groups: [],
      createdAt: now,
      lastModifiedAt: now,
      password,
      temporaryPasswordExpiresAt: now + pool.passwordPolicy.temporaryPasswordValidityDays * DAY_MS,
      softwareTokenMfaEnabled: false,
      softwareTokenMfaPreferred: false,
    };
    await services.metadata.transact((transaction) => {
      if (findPoolUser(transaction, pool.id, username) !== undefined) throw new AwsError(400, "UsernameExistsException", "User account already exists");
      savePoolUser(transaction, user);
    });
    if (given === undefined && messageAction === undefined) {
      console.warn(`local AWS outbox: user pool ${pool.id} would mail to ${attributes["email"] ?? username}: "Your username is ${username} and temporary password is ${temporaryPassword}".`);
    }
    return { User: { ...userMembers(user), Attributes: attributesOf(user) } };
  };
}
