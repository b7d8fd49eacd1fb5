import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";

/**
 * The rows of user pools, in AWS's words. Times are milliseconds since the epoch. They lie in the metadata store; signing and sealing
 * keys lie in the key store (signing-keys.ts, seal.ts).
 */

/** What a new password must have (aws-facts 4.3). */
export interface PasswordPolicy {
  /** 6 to 99 characters. */
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  /** Days that the password of AdminCreateUser is good for, 1 to 365. */
  readonly temporaryPasswordValidityDays: number;
}

/** A user pool. Row `["user-pool", id]`. */
export interface UserPool {
  /** `us-east-1_XXXXXXXXX` */
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly createdAt: number;
  /** Prefix domain of managed login; its row `["user-pool-domain", domain]` holds the pool's id. */
  readonly domain?: string;
  readonly passwordPolicy: PasswordPolicy;
  readonly mfaConfiguration: "OFF" | "OPTIONAL" | "ON";
}

type ExplicitAuthFlow = "ALLOW_USER_SRP_AUTH" | "ALLOW_USER_PASSWORD_AUTH" | "ALLOW_REFRESH_TOKEN_AUTH";

/** An app client. Row `["app-client", clientId]`. */
export interface AppClient {
  readonly clientId: string;
  readonly clientName: string;
  readonly userPoolId: string;
  /** Present for a confidential client, which must then prove it everywhere. */
  readonly clientSecret?: string;
  readonly createdAt: number;
  readonly explicitAuthFlows: readonly ExplicitAuthFlow[];
  /** `redirect_uri`s, compared exactly. */
  readonly callbackUrls: readonly string[];
  /** `logout_uri`s, compared exactly. */
  readonly logoutUrls: readonly string[];
  readonly allowedOAuthScopes: readonly string[];
  /** Seconds: 300 to 86,400. */
  readonly accessTokenValidity: number;
  /** Seconds: 300 to 86,400. */
  readonly idTokenValidity: number;
  /** Seconds: 3,600 to 315,360,000. */
  readonly refreshTokenValidity: number;
  /** Minutes that a challenge's session is good for: 3 to 15. */
  readonly authSessionValidity: number;
  /** `ENABLED` hides who exists: an unknown user is answered as a wrong password. */
  readonly preventUserExistenceErrors: "ENABLED" | "LEGACY";
  readonly enableTokenRevocation: boolean;
  /** Each refresh gives a new refresh token and spends the old one. */
  readonly refreshTokenRotation: boolean;
}

type UserStatus = "CONFIRMED" | "UNCONFIRMED" | "FORCE_CHANGE_PASSWORD" | "RESET_REQUIRED";

/** What the server keeps of a password: never the password itself. */
export interface PasswordVerifier {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** `g^x mod N`, hexadecimal. */
  readonly verifier: string;
}

/** A TOTP authenticator of a user, of which VerifySoftwareToken has seen a code. */
interface SoftwareToken {
  /** Base32. */
  readonly secret: string;
  readonly friendlyDeviceName?: string;
  /** Number of the 30 second step whose code was used last: no code is good twice. */
  readonly lastUsedStep?: number;
}

/** A user of a pool. Row `["pool-user", userPoolId, username in lower case]`: names differ by more than letter case. */
export interface PoolUser {
  readonly userPoolId: string;
  readonly username: string;
  /** The user's UUID. */
  readonly sub: string;
  /** `email`, `email_verified`, `name` …, without `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** Names of groups. */
  readonly groups: readonly string[];
  readonly createdAt: number;
  readonly lastModifiedAt: number;
  readonly password?: PasswordVerifier;
  /** Set while the password is a temporary one that ends. */
  readonly temporaryPasswordExpiresAt?: number;
  readonly softwareToken?: SoftwareToken;
  /** Base32: a secret that AssociateSoftwareToken gave and no code has been seen of yet; the token before it stays good meanwhile. */
  readonly pendingTokenSecret?: string;
  /** SetUserMFAPreference: TOTP is asked at sign-in. */
  readonly softwareTokenMfaEnabled: boolean;
  readonly softwareTokenMfaPreferred: boolean;
}

/** A group of a pool. Row `["pool-group", userPoolId, groupName]`. */
export interface PoolGroup {
  readonly userPoolId: string;
  readonly groupName: string;
  readonly description?: string;
  readonly roleArn?: string;
  /** The lowest wins `cognito:preferred_role`. */
  readonly precedence?: number;
}

/** Longest name that any row goes by, in UTF-16 units: names come from requests, and keys of the store have an end. */
const MAX_NAME_LENGTH = 128;
const isName = (text: string): boolean => text.length > 0 && text.length <= MAX_NAME_LENGTH && !/\p{Surrogate}/u.test(text);

/** The pool of that id. */
export function findUserPool(reader: MetadataReader, userPoolId: string): UserPool | undefined {
  if (!isName(userPoolId)) return undefined;
  return reader.get<UserPool>(["user-pool", userPoolId]);
}

/** The pool that has that prefix domain. */
export function findUserPoolByDomain(reader: MetadataReader, domain: string): UserPool | undefined {
  if (!isName(domain)) return undefined;
  const userPoolId = reader.get<string>(["user-pool-domain", domain]);
  return userPoolId === undefined ? undefined : findUserPool(reader, userPoolId);
}

/** All pools of a Region, by id. */
export function userPoolsOf(reader: MetadataReader, region: string): UserPool[] {
  return Array.from(reader.range<UserPool>({ prefix: ["user-pool"] }), ({ value }) => value).filter((pool) => pool.region === region);
}

/** Writes a pool and the row of its domain. */
export function saveUserPool(transaction: MetadataTransaction, pool: UserPool): void {
  transaction.put(["user-pool", pool.id], pool);
  if (pool.domain !== undefined) transaction.put(["user-pool-domain", pool.domain], pool.id);
}

/** The app client of that id, of whichever pool. */
export function findAppClient(reader: MetadataReader, clientId: string): AppClient | undefined {
  if (!isName(clientId)) return undefined;
  return reader.get<AppClient>(["app-client", clientId]);
}

/** The app clients of a pool, by id. */
export function appClientsOf(reader: MetadataReader, userPoolId: string): AppClient[] {
  return Array.from(reader.range<AppClient>({ prefix: ["app-client"] }), ({ value }) => value).filter((client) => client.userPoolId === userPoolId);
}

/** Writes an app client. */
export function saveAppClient(transaction: MetadataTransaction, client: AppClient): void {
  transaction.put(["app-client", client.clientId], client);
}

/** The user of that name in a pool, whatever its letter case. */
export function findPoolUser(reader: MetadataReader, userPoolId: string, username: string): PoolUser | undefined {
  if (!isName(username)) return undefined;
  return reader.get<PoolUser>(["pool-user", userPoolId, username.toLowerCase()]);
}

/** The users of a pool, by name. */
export function poolUsersOf(reader: MetadataReader, userPoolId: string): PoolUser[] {
  return Array.from(reader.range<PoolUser>({ prefix: ["pool-user", userPoolId] }), ({ value }) => value);
}

/** Writes a user. */
export function savePoolUser(transaction: MetadataTransaction, user: PoolUser): void {
  transaction.put(["pool-user", user.userPoolId, user.username.toLowerCase()], user);
}

/** Writes a group. */
export function savePoolGroup(transaction: MetadataTransaction, group: PoolGroup): void {
  transaction.put(["pool-group", group.userPoolId, group.groupName], group);
}

/** The groups of a user, the most important first: lowest precedence, then name; those without precedence last. */
export function groupsOfUser(reader: MetadataReader, user: PoolUser): PoolGroup[] {
  return user.groups
    .map((groupName) => reader.get<PoolGroup>(["pool-group", user.userPoolId, groupName]))
    .filter((group) => group !== undefined)
    .toSorted((left, right) => (left.precedence ?? Infinity) - (right.precedence ?? Infinity) || (left.groupName < right.groupName ? -1 : 1));
}
