import type { MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { CognitoServices } from "./cognito-operation.ts";
import { forgetRows } from "./forget-rows.ts";
import type { AppClient, PoolUser } from "./rows.ts";

const DAY_MS = 86_400_000;

/**
 * All tokens of one sign-in: the refresh token, and every ID and access token made with it. Revoking ends them together.
 * Row `["token-family", userPoolId, username in lower case, originJti]`.
 */
export interface TokenFamily {
  readonly userPoolId: string;
  readonly username: string;
  readonly clientId: string;
  /** `origin_jti` of its tokens. */
  readonly originJti: string;
  /** Id of the refresh token that is good now. */
  readonly refreshTokenId: string;
  readonly scopes: readonly string[];
  /** Of the authorize request; goes into every ID token. */
  readonly nonce?: string;
  /** Seconds since the epoch: `auth_time`. */
  readonly authTime: number;
  /** Milliseconds since the epoch: the refresh token's end. */
  readonly expiresAt: number;
  readonly revoked: boolean;
}

/** Begins the tokens of a sign-in. Families of the user that have ended are forgotten on the way. */
export async function startTokenFamily(
  services: CognitoServices,
  client: AppClient,
  user: PoolUser,
  signIn: { readonly scopes: readonly string[]; readonly nonce?: string; readonly authTime?: number },
): Promise<TokenFamily> {
  const now = services.clock.now();
  const family: TokenFamily = {
    userPoolId: user.userPoolId,
    username: user.username,
    clientId: client.clientId,
    originJti: services.random.uuid(),
    refreshTokenId: services.random.uuid(),
    authTime: Math.floor(now / 1000),
    expiresAt: now + client.refreshTokenValidity * 1000,
    revoked: false,
    ...signIn,
  };
  await services.metadata.transact((transaction) => {
    // Access tokens outlive no family by more than a day: until then "revoked" must be known.
    forgetRows<TokenFamily>(transaction, ["token-family", user.userPoolId, user.username.toLowerCase()], (old) => old.expiresAt + DAY_MS < now);
    transaction.put(rowOf(family), family);
  });
  return family;
}

/** The family of that id. */
export function findTokenFamily({ metadata }: Pick<CognitoServices, "metadata">, userPoolId: string, username: string, originJti: string): TokenFamily | undefined {
  return metadata.get<TokenFamily>(rowOf({ userPoolId, username, originJti }));
}

/** Ends a family: its refresh token refreshes no more, and its access tokens open nothing here any more. */
export async function revokeTokenFamily({ metadata }: Pick<CognitoServices, "metadata">, family: Pick<TokenFamily, "userPoolId" | "username" | "originJti">): Promise<void> {
  await metadata.transact((transaction) => {
    const row = transaction.get<TokenFamily>(rowOf(family));
    if (row !== undefined) transaction.put(rowOf(row), { ...row, revoked: true });
  });
}

/** Ends every family of a user: GlobalSignOut. */
export async function revokeAllTokenFamilies({ metadata }: Pick<CognitoServices, "metadata">, user: Pick<PoolUser, "userPoolId" | "username">): Promise<void> {
  await metadata.transact((transaction) => {
    for (const family of familiesOf(transaction, user)) transaction.put(rowOf(family), { ...family, revoked: true });
  });
}

/** Rotation: a new refresh token id in place of one. Undefined when that one is no longer the good one. */
export async function rotateRefreshToken({ metadata, random }: CognitoServices, family: TokenFamily): Promise<TokenFamily | undefined> {
  const refreshTokenId = random.uuid();
  return metadata.transact((transaction) => {
    const row = transaction.get<TokenFamily>(rowOf(family));
    if (row === undefined || row.revoked || row.refreshTokenId !== family.refreshTokenId) return undefined;
    const rotated = { ...row, refreshTokenId };
    transaction.put(rowOf(row), rotated);
    return rotated;
  });
}

function familiesOf(transaction: MetadataTransaction, { userPoolId, username }: Pick<PoolUser, "userPoolId" | "username">): TokenFamily[] {
  return Array.from(transaction.range<TokenFamily>({ prefix: ["token-family", userPoolId, username.toLowerCase()] }), ({ value }) => value);
}

function rowOf({ userPoolId, username, originJti }: Pick<TokenFamily, "userPoolId" | "username" | "originJti">): readonly string[] {
  return ["token-family", userPoolId, username.toLowerCase(), originJti];
}
