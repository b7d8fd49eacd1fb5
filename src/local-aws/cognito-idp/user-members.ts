import type { PoolUser } from "./rows.ts";

type Members = Readonly<Record<string, unknown>>;

/** The attributes of a user as the API lists them, `sub` first. */
export function attributesOf({ sub, attributes }: PoolUser): readonly { readonly Name: string; readonly Value: string }[] {
  return Object.entries({ sub, ...attributes }).map(([Name, Value]) => ({ Name, Value }));
}

/** The MFA members of GetUser and AdminGetUser; none for a user without. */
export function mfaOf({ softwareTokenMfaEnabled, softwareTokenMfaPreferred }: PoolUser): Members {
  if (!softwareTokenMfaEnabled) return {};
  return { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"], ...(softwareTokenMfaPreferred && { PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" }) };
}

/** What the admin calls tell of every user; times are seconds. */
export function userMembers(user: PoolUser): Members {
  return {
    Username: user.username,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.lastModifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}
