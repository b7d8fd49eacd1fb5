import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";

/** Who may sign in to an identity pool: one app client of one user pool. */
export interface LoginProvider {
  /** The key in `Logins`: `cognito-idp.REGION.amazonaws.com/POOLID`. */
  readonly providerName: string;
  /** The audience that its ID tokens must have. */
  readonly clientId: string;
  /**
   * `Token`: the role is the one that the token's groups name (`cognito:preferred_role`); `Default`: always the pool's authenticated role.
   */
  readonly roleMapping: "Default" | "Token";
  /** What happens under `Token` when the token names no role, or several and none preferred. */
  readonly ambiguousRoleResolution: "AuthenticatedRole" | "Deny";
}

/** An identity pool. Row `["identity-pool", identityPoolId]`; the id is `REGION:GUID`. */
export interface IdentityPool {
  readonly identityPoolId: string;
  readonly identityPoolName: string;
  readonly accountId: string;
  readonly allowUnauthenticatedIdentities: boolean;
  /** Whether GetOpenIdToken gives tokens for AssumeRoleWithWebIdentity. */
  readonly allowClassicFlow: boolean;
  readonly providers: readonly LoginProvider[];
  readonly authenticatedRoleArn?: string;
  readonly unauthenticatedRoleArn?: string;
}

/** Somebody an identity pool knows. Row `["identity", identityId]`; found by login through `["identity-of", poolId, provider, subject]`. */
export interface Identity {
  readonly identityId: string;
  readonly identityPoolId: string;
  readonly logins: readonly { readonly providerName: string; readonly subject: string }[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** @throws AwsError 400 `ResourceNotFoundException` */
export function findIdentityPool(reader: MetadataReader, identityPoolId: string): IdentityPool {
  const pool = reader.get<IdentityPool>(["identity-pool", identityPoolId]);
  if (pool === undefined) throw new AwsError(400, "ResourceNotFoundException", `IdentityPool '${identityPoolId}' not found.`);
  return pool;
}

/** Writes a pool, in place of one of the same id. */
export function saveIdentityPool(transaction: MetadataTransaction, pool: IdentityPool): void {
  transaction.put<IdentityPool>(["identity-pool", pool.identityPoolId], pool);
}

/** @throws AwsError 400 `ResourceNotFoundException` */
export function findIdentity(reader: MetadataReader, identityId: string): Identity {
  const identity = reader.get<Identity>(["identity", identityId]);
  if (identity === undefined) throw new AwsError(400, "ResourceNotFoundException", `Identity '${identityId}' not found.`);
  return identity;
}

/** The identity that a login belongs to, if it came before. */
export function identityOfLogin(reader: MetadataReader, poolId: string, login: Identity["logins"][number]): Identity | undefined {
  const identityId = reader.get<string>(["identity-of", poolId, login.providerName, login.subject]);
  return identityId === undefined ? undefined : reader.get<Identity>(["identity", identityId]);
}

/** Writes an identity and the logins that lead to it. */
export function saveIdentity(transaction: MetadataTransaction, identity: Identity): void {
  transaction.put<Identity>(["identity", identity.identityId], identity);
  for (const { providerName, subject } of identity.logins) {
    transaction.put<string>(["identity-of", identity.identityPoolId, providerName, subject], identity.identityId);
  }
}
