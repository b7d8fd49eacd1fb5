import type { MetadataReader, MetadataTransaction } from "#local-aws/store/metadata-store.ts";
import type { AccessKey, Caller, Principal, RequestOrigin, Role } from "#local-aws/world.ts";

/** The user of that name in an account. */
export function findPrincipal(reader: MetadataReader, accountId: string, userName: string): Principal | undefined {
  return reader.get<Principal>(["principal", accountId, userName]);
}

/** Writes a user, in place of one of the same name. */
export function savePrincipal(transaction: MetadataTransaction, principal: Principal): void {
  transaction.put<Principal>(["principal", principal.accountId, principal.userName], principal);
}

/** The role of that name in an account. */
export function findRole(reader: MetadataReader, accountId: string, roleName: string): Role | undefined {
  return reader.get<Role>(["role", accountId, roleName]);
}

/** Writes a role, in place of one of the same name. */
export function saveRole(transaction: MetadataTransaction, role: Role): void {
  transaction.put<Role>(["role", role.accountId, role.roleName], role);
}

/** The access key of that id, expired sessions included. */
export function findAccessKey(reader: MetadataReader, accessKeyId: string): AccessKey | undefined {
  return reader.get<AccessKey>(["access-key", accessKeyId]);
}

/** Writes an access key, in place of one of the same id. */
export function saveAccessKey(transaction: MetadataTransaction, accessKey: AccessKey): void {
  transaction.put<AccessKey>(["access-key", accessKey.accessKeyId], accessKey);
}

/** The caller that an access key stands for; undefined when its user or role is gone. ARNs and ids are those of aws-facts 4.1. */
export function callerOf(reader: MetadataReader, accessKey: AccessKey, origin: RequestOrigin): Caller | undefined {
  const { owner } = accessKey;
  if (owner.type === "role") {
    const role = findRole(reader, owner.accountId, owner.roleName);
    return role && callerOfRole(role, accessKey, origin);
  }
  const principal = findPrincipal(reader, owner.accountId, owner.userName);
  return principal && callerOfUser(principal, accessKey, origin);
}

function callerOfUser(principal: Principal, { accessKeyId, session }: AccessKey, origin: RequestOrigin): Caller {
  const { arn, userId, accountId, userName, policies } = principal;
  const common = { accountId, accessKeyId, policies, sessionPolicies: session?.policies ?? [], origin, ...(session && { session }) };
  const tags = { ...principal.tags, ...session?.tags };
  if (session?.source !== "federation-token") {
    return { ...common, type: userName === "root" ? "Root" : "IAMUser", arn, userId, name: userName, principalArn: arn, tags };
  }
  const name = session.name ?? "";
  const federatedArn = `arn:aws:sts::${accountId}:federated-user/${name}`;
  return { ...common, type: "FederatedUser", arn: federatedArn, userId: `${accountId}:${name}`, name, principalArn: federatedArn, tags };
}

function callerOfRole(role: Role, { accessKeyId, session }: AccessKey, origin: RequestOrigin): Caller {
  const { roleName, roleId, accountId, policies, arn } = role;
  const name = session?.name ?? "";
  return {
    type: "AssumedRole",
    // The role's path is not part of it (aws-facts 4.1).
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${name}`,
    userId: `${roleId}:${name}`,
    accountId,
    accessKeyId,
    name,
    principalArn: arn,
    policies,
    sessionPolicies: session?.policies ?? [],
    tags: { ...role.tags, ...session?.tags },
    ...(session && { session }),
    role: { roleName, roleId, arn, accountId },
    origin,
  };
}
