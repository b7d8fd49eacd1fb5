import { userNotFound } from "./cognito-errors.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { findPoolUser, savePoolUser, type PasswordVerifier, type PoolUser } from "./rows.ts";

/** Changes a user as it is in the store by then, in one transaction. @throws AwsError UserNotFoundException when it is gone */
export function changeUser(
  { metadata, clock }: Pick<CognitoServices, "metadata" | "clock">,
  { userPoolId, username }: Pick<PoolUser, "userPoolId" | "username">,
  change: (current: PoolUser) => PoolUser,
): Promise<PoolUser> {
  return metadata.transact((transaction) => {
    const current = findPoolUser(transaction, userPoolId, username);
    if (current === undefined) throw userNotFound();
    const changed = { ...change(current), lastModifiedAt: clock.now() };
    savePoolUser(transaction, changed);
    return changed;
  });
}

/** A user with a password of its own choice: confirmed, and no longer with a temporary one. */
export function withOwnPassword(user: PoolUser, password: PasswordVerifier): PoolUser {
  return { ...user, password, status: "CONFIRMED", temporaryPasswordExpiresAt: undefined };
}
